/** Words for connections that cannot be made. */
import { describe, expect, it } from 'vitest';
import { causeOfConnection, closedUnread, lastsUntilMended, tlsInWords } from '../../shared/network/connection-words.ts';
import { failureOfConnection } from '../../shared/providers/failure.ts';

const failed = (code: string, place: object = {}) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, ...place }) });

/** Every code by which OpenSSL refuses a chain of certificates (its `verify` manual), and Node's for names. */
const verified = [
  ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_CRL', 'UNABLE_TO_DECRYPT_CERT_SIGNATURE', 'UNABLE_TO_DECRYPT_CRL_SIGNATURE'],
  ...[
    'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
    'CERT_SIGNATURE_FAILURE',
    'CERT_NOT_YET_VALID',
    'CERT_HAS_EXPIRED',
    'ERROR_IN_CERT_NOT_AFTER_FIELD',
  ],
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ...[
    'CERT_CHAIN_TOO_LONG',
    'CERT_REVOKED',
    'CERT_UNTRUSTED',
    'CERT_REJECTED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_TLS_CERT_ALTNAME_FORMAT',
  ],
];
/** What a server says of the certificate of its caller, as two releases of OpenSSL spell it. */
const alerts = ['SSLV3', 'TLSV1', 'TLSV13', 'SSL/TLS'].flatMap((version) =>
  [
    ...['BAD_CERTIFICATE', 'UNSUPPORTED_CERTIFICATE', 'CERTIFICATE_REVOKED', 'CERTIFICATE_EXPIRED', 'CERTIFICATE_UNKNOWN', 'UNKNOWN_CA'],
    ...['CERTIFICATE_REQUIRED', 'HANDSHAKE_FAILURE'],
  ].map((alert) => `ERR_SSL_${version}_ALERT_${alert}`),
);
/** What may pass by itself. */
const passing = ['ERR_TLS_HANDSHAKE_TIMEOUT', 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_SOCKET'];

describe('a connection that cannot be made', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'another host'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'is http meant?'],
    ['UNABLE_TO_GET_CRL', 'TLS has failed'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'CIRCLE_CLIENT_CERT'],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'CIRCLE_CLIENT_CERT'],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'CIRCLE_CLIENT_CERT'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'CIRCLE_CLIENT_CERT'],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'TLS has failed'],
  ])('for %s says what to mend, of an expert too', (code, words) => {
    expect(tlsInWords(code)).toContain(words);
    expect(failureOfConnection(failed(code), 'openai', 'https://api.example').message).toMatch(
      new RegExp(`: .*${words.replace('?', '[?]')}.* \\(${code}\\)$`),
    );
  });

  it.each([...verified, ...alerts])('for %s is tried once', (code) => {
    expect(lastsUntilMended(code)).toBe(true);
    expect(failureOfConnection(failed(code), 'openai', 'https://api.example')).toMatchObject({ type: 'unreachable', retryable: false });
  });

  it.each(passing)('for %j is tried again', (code) => {
    expect(lastsUntilMended(code)).toBe(false);
    expect(failureOfConnection(failed(code), 'openai', 'https://api.example')).toMatchObject({ retryable: true });
  });

  it('that was closed before its TLS was agreed on has asked nothing', () => {
    const message = 'Client network socket disconnected before secure TLS connection was established';
    const closed = Object.assign(new Error(message), { code: 'ECONNRESET', host: 'api.example', port: 443 });
    for (const thrown of [closed, new TypeError('fetch failed', { cause: closed })])
      expect(failureOfConnection(thrown, 'openai', 'https://api.example')).toMatchObject({ type: 'unreachable', retryable: true });
    expect(failureOfConnection(failed('ECONNRESET'), 'openai', 'https://api.example')).toMatchObject({ type: 'cut-off' });
  });

  it.each([
    ['https:', 0, true],
    ['https:', 7, false],
    ['http:', 0, false],
  ])('by %s, closed after %i bytes, asks for a client certificate: %s', (scheme, bytesRead, asks) => {
    const closed = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET', socket: { bytesRead } });
    const { type, message } = failureOfConnection(new TypeError('fetch failed', { cause: closed }), 'openai', `${scheme}//api.example`);
    expect(type).toBe('cut-off');
    expect(message.includes('CIRCLE_CLIENT_CERT')).toBe(asks);
    expect(closedUnread(new Error('x'))).toBeUndefined();
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_SOCKET', ''])('is none of TLS for %j', (code) => {
    expect(tlsInWords(code)).toBeUndefined();
  });

  it('names who refused it, which may be a proxy, and the first of several addresses', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', address: '::1', port: 3128 });
    const all = new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) });
    expect(causeOfConnection(all)).toEqual({ code: 'ECONNREFUSED', where: '[::1]:3128' });
    expect(causeOfConnection(failed('ENOTFOUND'))).toEqual({ code: 'ENOTFOUND', where: '' });
    expect(causeOfConnection('nothing')).toEqual({ code: '', where: '' });
  });
});
