/** What is wrong with a connection that could not be made, as far as its error tells, in words for whoever can mend it. */

const unknownRoot = 'its certificate is of a root that is not known here: name the file of the root in NODE_EXTRA_CA_CERTS';

const wantsCertificate = 'name its file in CIRCLE_CLIENT_CERT and that of its key in CIRCLE_CLIENT_KEY';

/** Codes of OpenSSL's verification and of Node's TLS. */
const words: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: is the clock right?',
  CERT_REVOKED: 'its certificate is revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownRoot,
  SELF_SIGNED_CERT_IN_CHAIN: unknownRoot,
  UNABLE_TO_GET_ISSUER_CERT: unknownRoot,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownRoot,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownRoot,
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS: is http meant?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS: is http meant?',
};

/** What the other side says of this one, whose codes begin with the version of TLS, in the spelling of the release of OpenSSL. */
const alerts: readonly (readonly [alert: RegExp, words: string])[] = [
  [/_ALERT_CERTIFICATE_REQUIRED$/, `it wants a client certificate: ${wantsCertificate}`],
  [
    /_ALERT_(?:(?:BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(?:REVOKED|EXPIRED|UNKNOWN)|UNKNOWN_CA)$/,
    'it does not accept the certificate that CIRCLE_CLIENT_CERT names, or wants one',
  ],
  [/_ALERT_HANDSHAKE_FAILURE$/, `it refuses the handshake: if it wants a client certificate, ${wantsCertificate}`],
];

const tlsCode = /^ERR_(?:TLS|SSL|OSSL)|CERT|SELF_SIGNED|UNABLE_TO_/;
const certificateCode = /CERT|SELF_SIGNED|UNABLE_TO_/;

/** The words for an error code of TLS; undefined for any other. */
export function tlsInWords(code: string): string | undefined {
  return words[code] ?? alertInWords(code) ?? (tlsCode.test(code) ? 'TLS has failed' : undefined);
}

/** Whether a code tells of what only a person mends, such as a certificate: the same connection fails however often it is tried. */
export function lastsUntilMended(code: string): boolean {
  return Object.hasOwn(words, code) || alertInWords(code) !== undefined || certificateCode.test(code);
}

function alertInWords(code: string): string | undefined {
  return alerts.find(([alert]) => alert.test(code))?.[1];
}

/** Whether a connection was closed before its TLS was agreed on: nothing has been asked on it. */
export function wasNeverSecured(thrown: unknown): boolean {
  for (let current = thrown; current instanceof Error; current = current.cause) {
    // Node has no code for it of its own.
    if (current.message.includes('before secure TLS connection was established')) return true;
  }
  return false;
}

/** What may be wrong where a connection by TLS was closed unread: that is how TLS 1.3 shuts out whoever shows no certificate. */
export function closedUnread(thrown: unknown): string | undefined {
  for (let current = thrown; current instanceof Error; current = current.cause) {
    if ('socket' in current && isUnread(current.socket)) return `if it wants a client certificate, ${wantsCertificate}`;
  }
  return undefined;
}

function isUnread(socket: unknown): boolean {
  return typeof socket === 'object' && socket !== null && 'bytesRead' in socket && socket.bytesRead === 0;
}

/** The first error code in a chain of causes, with the address that refused where the error names it; empty where there is none. */
export function causeOfConnection(thrown: unknown): { readonly code: string; readonly where: string } {
  for (let current = thrown; current instanceof Error; current = current.cause) {
    const first: unknown = current instanceof AggregateError ? current.errors[0] : current;
    if (first instanceof Error && 'code' in first && typeof first.code === 'string') return { code: first.code, where: placeOf(first) };
  }
  return { code: '', where: '' };
}

function placeOf(error: Error): string {
  if (!('address' in error && 'port' in error)) return '';
  const address = String(error.address);
  return `${address.includes(':') ? `[${address}]` : address}:${String(error.port)}`;
}
