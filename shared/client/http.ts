/** One request to a circle's API: repeated where that is safe and may help, cancelled when the caller says so. */
import { CircleApiError, errorOf } from './api-error.ts';

/** Where the API is, and how it is called. */
export interface Connection {
  /** Address of the API, without `/v1`. */
  readonly url: string;
  readonly key: string;
  /** @default the global `fetch` */
  readonly fetch?: typeof fetch | undefined;
  /** How often a call is repeated that failed for a reason that may pass. @default 2 */
  readonly retries?: number | undefined;
}

/** One call. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds before the first repetition; each further one waits twice as long. */
const firstPauseMs = 200;
/** Milliseconds that a server may make us wait at most. */
const longestPauseMs = 10_000;

/** The answer of a call, 2xx for sure. Throws `CircleApiError`, or the signal's reason. */
export async function send(connection: Connection, call: Call): Promise<Response> {
  const { retries = 2 } = connection;
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await once(connection, call);
    if ('response' in outcome) return outcome.response;
    if (!outcome.error.retryable || attempt >= retries) throw outcome.error;
    await pause(outcome.waitMs ?? firstPauseMs * 2 ** attempt, call.signal);
  }
}

/** The parsed body of a call. */
export async function sendForJson<Body>(connection: Connection, call: Call): Promise<Body> {
  const response = await send(connection, call);
  return (await response.json()) as Body;
}

type Outcome = { readonly response: Response } | { readonly error: CircleApiError; readonly waitMs?: number | undefined };

async function once(connection: Connection, call: Call): Promise<Outcome> {
  const request = {
    method: call.method,
    headers: {
      authorization: `Bearer ${connection.key}`,
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    ...(call.signal ? { signal: call.signal } : {}),
  };
  try {
    const response = await (connection.fetch ?? fetch)(`${connection.url.replace(/\/+$/, '')}${call.path}`, request);
    if (response.ok) return { response };
    return { error: errorOf(response.status, await response.text()), waitMs: retryAfterMs(response) };
  } catch (cause) {
    call.signal?.throwIfAborted();
    const message = `no circle answers at ${connection.url}`;
    return { error: new CircleApiError(message, { type: 'unreachable', status: 0, retryable: true, cause }) };
  }
}

function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, longestPauseMs) : undefined;
}

/** Waits; throws the signal's reason as soon as it is aborted. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
    function done() {
      signal?.removeEventListener('abort', stop);
      resolve();
    }
    function stop() {
      clearTimeout(timer);
      reject(signal?.reason);
    }
  });
}
