/** One request to a circle's API: repeated where that is safe and may help, cancelled when the caller says so. */
import { CircleApiError, errorOf } from './api-error.ts';
import { pause } from './pause.ts';

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
  /** Members that the answer of a circle has, by which that of something else is told; none where a circle gives no body. */
  readonly members: readonly string[];
  /** Milliseconds until the head of the answer must be there. @default 10 s for a look, 40 s for anything else */
  readonly patienceMs?: number | undefined;
}

/** Milliseconds for a look: a server that is there answers it at once. */
const lookPatienceMs = 10_000;
/** Milliseconds for a change: storing and starting may take the patience of everything in between. */
const changePatienceMs = 40_000;

/** Milliseconds before the first repetition; each further one waits twice as long, less up to a half by chance. */
const firstPauseMs = 200;
/** Milliseconds that a server may make us wait; one that asks for more is not waited for: its error says how long. */
const longestPauseMs = 10_000;

/** Status of an answer without a body. */
const noContent = 204;

/** The parsed body of a call, undefined where there is none. Throws `CircleApiError`, or the signal's reason. */
export async function sendForJson<Body>(connection: Connection, call: Call): Promise<Body> {
  const { retries = 2 } = connection;
  for (let attempts = 1; ; attempts += 1) {
    try {
      return (await sendOnce(connection, call, attempts)) as Body;
    } catch (error) {
      if (!(error instanceof CircleApiError) || !error.retryable || attempts > retries) throw error;
      const { retryAfterMs = firstPauseMs * 2 ** (attempts - 1) * (1 - Math.random() / 2) } = error;
      if (retryAfterMs > longestPauseMs) throw error;
      await pause(retryAfterMs, call.signal);
    }
  }
}

/** The head of an answer is no promise: its body must come within the same patience. */
async function sendOnce(connection: Connection, call: Call, attempts: number): Promise<unknown> {
  const patienceMs = patienceOf(call);
  const silence = new AbortController();
  const signal = call.signal ? AbortSignal.any([call.signal, silence.signal]) : silence.signal;
  let waited: Patience | undefined;
  try {
    const response = await send(connection, { ...call, signal }, attempts);
    if (response.status === noContent && call.members.length === 0) return undefined;
    waited = patience(patienceMs, () => silence.abort(silent(shown(connection.url), patienceMs, attempts)));
    return requireMembers(await readJson(response, signal, attempts), call, response, attempts);
  } finally {
    waited?.end();
  }
}

/** A time that somebody waits. */
interface Patience {
  end(): void;
}

/** Milliseconds in which what came while this thread was busy is read: only then silence is judged. */
const arrivedMs = 250;

/** Calls `over` once the time is over, unless it is ended before. */
function patience(milliseconds: number, over: () => void): Patience {
  let timer = setTimeout(() => {
    timer = setTimeout(over, arrivedMs);
  }, milliseconds);
  return { end: () => clearTimeout(timer) };
}

function patienceOf({
  method,
  patienceMs = method === 'GET' ? lookPatienceMs : changePatienceMs,
}: Pick<Call, 'method' | 'patienceMs'>): number {
  return patienceMs;
}

/** The answer of a call that is sent once; 2xx for sure. Throws `CircleApiError`, or the signal's reason. */
export async function send(connection: Connection, call: Omit<Call, 'members'>, attempts = 1): Promise<Response> {
  const response = await headOf(connection, call, attempts);
  if (response.ok) return response;
  const text = await response.text().catch((cause: unknown) => {
    throw unreachable('the answer broke off', cause, call.signal, attempts);
  });
  throw errorOf(response.status, text, retryAfterMs(response), attempts);
}

/** The answer with its head; the limit of time is gone by then, since a body may be a stream that lasts. */
async function headOf({ url, key, fetch: fetchIt = fetch }: Connection, call: Omit<Call, 'members'>, attempts: number): Promise<Response> {
  const { signal } = call;
  const patienceMs = patienceOf(call);
  const request = sendable(requestOf(call, key), attempts);
  const silence = new AbortController();
  const waited = patience(patienceMs, () => silence.abort());
  const limit = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal;
  try {
    return await fetchIt(`${url.replace(/(?<!\/)\/+$/, '')}${call.path}`, { ...request, signal: limit });
  } catch (cause) {
    if (silence.signal.aborted && !signal?.aborted) throw silent(shown(url), patienceMs, attempts);
    throw unreachable(`no circle answers at ${shown(url)}`, cause, signal, attempts);
  } finally {
    waited.end();
  }
}

function requestOf({ method, body, headers }: Omit<Call, 'members'>, key: string): RequestInit {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return {
    method,
    headers: { authorization: `Bearer ${key}`, ...json, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

/** A header that no connection could carry is the caller's mistake: to repeat it would not help. */
function sendable(request: RequestInit, attempts: number): RequestInit {
  try {
    new Headers(request.headers);
    return request;
  } catch (cause) {
    const message = 'a key of this call holds characters that no header can carry: it may hold letters of ASCII, digits and signs only';
    throw new CircleApiError(message, { type: 'invalid-input', status: 0, retryable: false, attempts, cause });
  }
}

/** Something takes the connection and says nothing; asking again would wait as long. */
function silent(url: string, patienceMs: number, attempts: number): CircleApiError {
  const message = `nothing at ${url} has answered within ${Math.round(patienceMs / 1000)} s`;
  return new CircleApiError(message, { type: 'unreachable', status: 0, retryable: false, attempts });
}

/** The body, which may break off; a page of something in between is no answer. */
async function readJson(response: Response, signal: AbortSignal | undefined, attempts: number): Promise<unknown> {
  const text = await response.text().catch((cause: unknown) => {
    throw unreachable('the answer broke off', cause, signal, attempts);
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `the answer at ${response.url} is not JSON: is this the address of a circle?`;
    throw new CircleApiError(message, { type: 'bad-answer', status: response.status, retryable: false, attempts, cause });
  }
}

/** Other services speak JSON too: what they say of a consultation would be made up. */
function requireMembers(body: unknown, { members }: Call, response: Response, attempts: number): unknown {
  const isOurs = typeof body === 'object' && body !== null && members.length > 0 && members.every((name) => Object.hasOwn(body, name));
  if (isOurs) return body;
  const message = `the answer at ${response.url} is not that of a circle: is this the address of one?`;
  throw new CircleApiError(message, { type: 'bad-answer', status: response.status, retryable: false, attempts });
}

/** An address without the name and password that somebody may have put into it, with which nothing can be called anyway. */
function shown(url: string): string {
  return url.replace(/^([a-z]{1,8}:\/\/)[^/?#]*@/i, '$1');
}

/** The error of a connection that failed; if the caller broke it, the caller's reason is thrown. */
function unreachable(message: string, cause: unknown, signal: AbortSignal | undefined, attempts: number): CircleApiError {
  signal?.throwIfAborted();
  return new CircleApiError(message, { type: 'unreachable', status: 0, retryable: true, attempts, cause });
}

/** `Retry-After` in seconds or as a date, in milliseconds; a date is read against the server's own clock, so that ours need not be right. */
function retryAfterMs(response: Response): number | undefined {
  const text = response.headers.get('retry-after');
  if (text === null) return undefined;
  const sentAt = Date.parse(response.headers.get('date') ?? '');
  const now = Number.isNaN(sentAt) ? Date.now() : sentAt;
  const milliseconds = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}
