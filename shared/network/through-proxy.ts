/** The way through an HTTP proxy: plain HTTP is passed on by it, TLS goes through a tunnel. */
import { type Agent, type Dispatcher, Pool, ProxyAgent } from 'undici';

/** Milliseconds that a proxy gets to answer for a tunnel: as long as it takes to connect to a far place. */
const tunnelMs = 30_000;

/** A proxy lets nobody through. */
export class ProxyRefused extends Error {
  /** Of another kind than the HTTP client's own codes, at some of which it connects again for ever. */
  readonly code = 'PROXY_REFUSED';
  /** The status of the proxy's answer; undefined where it hung up instead. */
  readonly status: number | undefined;

  constructor(status: number | undefined, options: { readonly cause?: unknown } = {}) {
    super(status === undefined ? 'the proxy hung up' : `the proxy answered ${status}`, options);
    this.status = status;
  }
}

/** A proxy passes plain HTTP on by itself: many let nobody tunnel to other ports than 443. */
export function throughProxy(uri: string, options: Agent.Options): ProxyAgent {
  const token = credentialsIn(uri);
  return new ProxyAgent({ ...options, uri, proxyTunnel: false, ...(token && { token }), clientFactory: tunnelling });
}

/** The refusal behind what was thrown; undefined where the proxy, if there is one, is not at fault. */
export function refusalOfProxy(thrown: unknown): ProxyRefused | undefined {
  for (let current = thrown; current instanceof Error; current = current.cause) {
    if (current instanceof ProxyRefused) return current;
    // What the HTTP client makes of it where nothing is tunnelled.
    if (current.message === 'Proxy Authentication Required (407)') return new ProxyRefused(407, { cause: current });
  }
  return undefined;
}

/**
 * Whether an answer to a request that was not tunnelled is the proxy's own, as far as that shows: 407, or the headers by which proxies tell of
 * an error of theirs (RFC 9209, Squid).
 */
export function isOfProxy(status: number, headers: Headers): boolean {
  return status === 407 || /;\s{0,5}error=/.test(headers.get('proxy-status') ?? '') || headers.has('x-squid-error');
}

/** What a person can do about it. */
export function refusalInWords({ status, message }: ProxyRefused): string {
  return status === 407
    ? `${message}: it wants a user and a password, or others than it was given, as in http://user:password@proxy.example:3128 (there @ is written %40, and % is written %25)`
    : message;
}

/** Connections to a proxy for tunnels. Left to itself the HTTP client takes a proxy that hangs up for a lost connection, and connects without an end. */
function tunnelling(proxy: URL, options: object): Dispatcher {
  const pool = new Pool(proxy.origin, { ...options, headersTimeout: tunnelMs });
  const open: (given: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData> = pool.connect.bind(pool);
  const connect = async (given: Dispatcher.ConnectOptions) => {
    const answer = await open(given).catch((cause: unknown) => {
      throw isLost(cause) ? new ProxyRefused(undefined, { cause }) : cause;
    });
    if (answer.statusCode === 200) return answer;
    answer.socket.on('error', () => undefined).destroy();
    throw new ProxyRefused(answer.statusCode);
  };
  return Object.assign(pool, { connect }) as Dispatcher;
}

function isLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'UND_ERR_SOCKET' || error.code === 'UND_ERR_INFO');
}

/** The header for a user, with a password or without; one that is not written as an address demands is taken as it stands. */
function credentialsIn(uri: string): string | undefined {
  const { username, password } = new URL(uri);
  if (username === '' && password === '') return undefined;
  return `Basic ${Buffer.from(`${plain(username)}:${plain(password)}`).toString('base64')}`;
}

/** Each run of encoded characters by itself: an `@` is encoded by whoever reads the address, a `%` beside it may stand as it was written. */
function plain(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
