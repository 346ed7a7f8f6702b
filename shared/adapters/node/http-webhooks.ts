/**
 * Webhooks over HTTP, the same in both modes. The name is looked up once for each connection, what it leads to is judged, and the
 * connection goes to just that: a name that leads elsewhere a moment later leads nobody astray.
 */
import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { WebhookFailure, WebhookReply } from '../../contract/delivery.ts';
import { tlsInWords } from '../../network/connection-words.ts';
import { anonymousFetch, outgoing, outgoingFetch } from '../../network/outgoing.ts';
import { isOfProxy, refusalOfProxy } from '../../network/through-proxy.ts';
import type { WebhookRequest, Webhooks } from '../../ports/webhooks.ts';
import { afterAwake } from '../../time/awake.ts';
import { withinAwake } from '../../time/within-awake.ts';

type LookupAll = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface HttpWebhooksOptions {
  /** Where webhooks may go. */
  readonly targets: {
    /** Why a URL is refused; undefined if nothing speaks against it. */
    problemOf(url: string): string | undefined;
    /** Whether a connection to an IP address may be made. */
    allows(address: string): boolean;
  };
  /** Whether a signing key is set; absent where that cannot be seen. */
  readonly hasKey?: (key: string) => Promise<boolean>;
  /** Looks a name up. @default - as the system does */
  readonly lookup?: LookupAll;
  /** Certificates of a private authority, in PEM. @default - those that Node trusts */
  readonly authority?: string;
}

/** Thrown inside when a connection would go to an address that is refused. */
class AddressRefused extends Error {}

/** Opens the way to webhooks. */
export function httpWebhooks({ targets, hasKey, lookup = systemLookup, authority }: HttpWebhooksOptions): Webhooks {
  /** What Node asks for a name's addresses; one bad address among good ones refuses the name. */
  const guardedLookup: RequestOptions['lookup'] = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      if (addresses.length === 0 || !addresses.every(({ address }) => targets.allows(address))) return callback(new AddressRefused(), []);
      const [{ address, family } = { address: '', family: 0 }] = addresses;
      if (options.all) return callback(null, addresses);
      return callback(null, address, family);
    });
  };

  const open = (url: URL, { headers, body, timeoutMs, declared }: WebhookRequest): ClientRequest => {
    const over = new AbortController();
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      lookup: guardedLookup,
      // A connection of its own: one that is kept open has been judged for another webhook.
      agent: false,
      signal: over.signal,
    };
    const request =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...options, ...(declared && outgoing().certificate), ca: authority })
        : httpRequest(url, options);
    // The rest of the answer has the same time.
    return request.once(
      'close',
      afterAwake(timeoutMs, () => over.abort()),
    );
  };

  return {
    async problemOf({ url, key }) {
      const message = targets.problemOf(url);
      if (message !== undefined) return { field: 'url', message };
      if (hasKey === undefined || (await hasKey(key))) return undefined;
      return { field: 'key', message: `names ${key}, which is not set` };
    },

    async post(request) {
      const url = new URL(request.url);
      // Node looks no address up that is one already.
      const literal = url.hostname.replace(/^\[|\]$/g, '');
      if (targets.problemOf(request.url) !== undefined || (isIP(literal) !== 0 && !targets.allows(literal)))
        return { reason: 'address-refused' };
      try {
        if (outgoing().proxyFor(url) !== undefined) return await postByProxy(request);
        return headOf(await answerTo(open(url, request), request.body));
      } catch (error) {
        const proxyStatus = refusalOfProxy(error)?.status;
        return { reason: failureOf(error), ...(proxyStatus !== undefined && { proxyStatus }) };
      }
    },
  };
}

/**
 * Through the proxy of the environment, which looks the name up by itself: what stands in the URL has been judged, and where a name leads is
 * for the proxy to allow.
 */
async function postByProxy({ url, headers, body, timeoutMs, declared }: WebhookRequest): Promise<WebhookReply> {
  const send = declared ? outgoingFetch : anonymousFetch;
  const answer = await withinAwake(timeoutMs, async (signal) => {
    const head = await send(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    await head.body?.cancel();
    return head;
  });
  const isTunnelled = new URL(url).protocol === 'https:';
  if (!isTunnelled && isOfProxy(answer.status, answer.headers)) return { reason: 'connection-refused', proxyStatus: answer.status };
  return { status: answer.status, retryAfter: answer.headers.get('retry-after') ?? undefined };
}

function answerTo(request: ClientRequest, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // An error after the answer has come, as the connection is cut off below, concerns nobody.
    request.on('error', reject);
    request.on('response', resolve);
    request.end(body);
  });
}

/** Bytes of an answer that are let pass, so that a receiver can end in good order; a longer one is cut off. */
const bodyMaxBytes = 65_536;

function headOf(answer: IncomingMessage): WebhookReply {
  let bytes = 0;
  answer.on('error', () => undefined);
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > bodyMaxBytes) answer.destroy();
  });
  return { status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] };
}

const failures: Readonly<Record<string, WebhookFailure>> = {
  ABORT_ERR: 'timeout',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  ENODATA: 'name-not-found',
  ECONNREFUSED: 'connection-refused',
  EPROTO: 'tls',
};

function failureOf(error: unknown): WebhookFailure {
  // Where a name has several addresses, the failures of all of them come together.
  if (error instanceof AggregateError && error.errors.length > 0) return failureOf(error.errors[0]);
  if (error instanceof AddressRefused) return 'address-refused';
  if (refusalOfProxy(error)) return 'connection-refused';
  // What `fetch` throws has the reason as its cause.
  if (error instanceof TypeError && error.cause !== undefined) return failureOf(error.cause);
  const code = codeOf(error);
  return failures[code] ?? (tlsInWords(code) === undefined ? 'connection-lost' : 'tls');
}

/** A signal's own error has a number as its code. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error.name === 'TimeoutError') return 'ETIMEDOUT';
  return 'code' in error ? String(error.code) : '';
}
