/**
 * Every way in which a call can go wrong, as an `ExpertFailure`. Messages are for people and hold no key, prompt or answer; for
 * the same reason only network errors become a `cause`: those of the SDK and of the JSON parser quote what was sent or read.
 */
import { ExpertFailure, type ExpertFailureType } from '../errors.ts';
import { errorInAnswer, errorOfFailedReply, type ProviderError, retryDelayOf, tellsOfRateLimit } from './provider-error.ts';
import type { Redact } from './redact.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** A reply as it came over the wire. */
export interface Reply {
  readonly preset: string;
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body; the bare text if it is not JSON. */
  readonly body: unknown;
}

/** Statuses that do not follow the rule below: a conflict, a failed dependency and "too early" pass. */
const typeByStatus: Readonly<Record<number, ExpertFailureType>> = {
  401: 'key-rejected',
  403: 'key-rejected',
  408: 'timeout',
  409: 'provider-error',
  424: 'provider-error',
  425: 'provider-error',
  429: 'rate-limited',
};

/** The failure behind a status that is not a success. */
export function failureOfStatus(reply: Reply, redact: Redact): ExpertFailure {
  const error = errorOfFailedReply(reply.body) ?? plainText(reply);
  // AWS names the error in a header, such as `ThrottlingException:http://…`.
  const awsType = reply.headers.get('x-amzn-errortype')?.split(':')[0];
  const words = [awsType, ...(error?.words ?? [])].filter((word) => word !== undefined);
  const what = `${reply.preset} answered ${reply.status}`;
  return failed(typeOf(reply.status, words), what, { words, message: error?.message ?? '' }, reply, redact);
}

function typeOf(status: number, words: readonly string[]): ExpertFailureType {
  // Google answers a wrong key with status 400.
  if (words.includes('API_KEY_INVALID')) return 'key-rejected';
  return typeByStatus[status] ?? (status >= 500 ? 'provider-error' : 'request-rejected');
}

/** The failure that a reply with status 200 carries in its body, if it does. */
export function failureInAnswer(reply: Reply, redact: Redact): ExpertFailure | undefined {
  const error = errorInAnswer(reply.body);
  if (error === undefined) return undefined;
  const type = tellsOfRateLimit(error) ? 'rate-limited' : 'error-in-answer';
  return failed(type, `${reply.preset} answered with an error`, error, reply, redact);
}

function failed(type: ExpertFailureType, what: string, error: ProviderError, reply: Reply, redact: Redact): ExpertFailure {
  const wait = retryAfterSeconds(reply.headers, retryDelayOf(reply.body), error.message);
  const code = inBrackets(brief(redact(error.words[0] ?? ''), 60));
  // Twice the length shown is enough to redact from, and bounds the work on a body of any size.
  const message = error.message === '' ? '' : `: ${brief(redact(error.message.slice(0, 2 * messageLength)), messageLength)}`;
  return new ExpertFailure(type, `${what}${code}${message}`, { retryAfterSeconds: wait });
}

const messageLength = 300;

function brief(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** Small servers answer `404 page not found` in plain text; an HTML page tells a person nothing. */
function plainText({ headers, body }: Reply): ProviderError | undefined {
  const plain = headers.get('content-type')?.startsWith('text/plain') ?? false;
  return plain && typeof body === 'string' ? { words: [], message: body } : undefined;
}

/** Codes of a connection that was there and broke. */
const brokenCodes = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH']);
/** Codes of the HTTP client's own limits on a silent connection. */
const silentCodes = new Set(['ETIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** The failure behind a connection that could not be made. */
export function failureOfConnection(error: unknown, preset: string, address: string): ExpertFailure {
  const code = codeOf(error);
  return (
    failureOnTheWay(error, preset, code) ??
    (brokenCodes.has(code) ? cutOff(error, preset, code) : undefined) ??
    new ExpertFailure('unreachable', `${preset} cannot be reached at ${address}${inBrackets(code)}`, { cause: error })
  );
}

/** The failure behind a body that could not be read to its end. */
export function failureOfBody(error: unknown, preset: string): ExpertFailure {
  const code = codeOf(error);
  return failureOnTheWay(error, preset, code) ?? cutOff(error, preset, code);
}

function failureOnTheWay(cause: unknown, preset: string, code: string): ExpertFailure | undefined {
  if (silentCodes.has(code)) return new ExpertFailure('timeout', `${preset} went silent (${code})`, { cause });
  // No cause: the error of the HTTP parser holds what it could not parse.
  return code === parserError ? new ExpertFailure('unreadable-answer', `${preset} does not speak HTTP`) : undefined;
}

function cutOff(cause: unknown, preset: string, code: string): ExpertFailure {
  return new ExpertFailure('cut-off', `${preset} closed the connection before the answer was whole${inBrackets(code)}`, { cause });
}

function inBrackets(code: string): string {
  return code === '' ? '' : ` (${code})`;
}

const parserError = 'HTTPParserError';

/** The first error code in a chain of causes. The HTTP parser's errors have it as their name only. */
function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current.name === parserError) return parserError;
    if ('code' in current && typeof current.code === 'string') return current.code;
  }
  return '';
}
