/**
 * Every way in which a call can go wrong, as an `ExpertFailure`. Messages are for people and hold no key, prompt or answer; for
 * the same reason only network errors become a `cause`: those of the SDK and of the JSON parser quote what was sent or read.
 */
import { ExpertFailure, type ExpertFailureType, expertFailures } from '../errors.ts';
import { closedUnread, lastsUntilMended, tlsInWords, wasNeverSecured } from '../network/connection-words.ts';
import { refusalInWords, refusalOfProxy } from '../network/through-proxy.ts';
import { isGuardPage, isLoading, kindInWords } from './error-kind.ts';
import { errorInAnswer, errorOfFailedReply, type ProviderError } from './provider-error.ts';
import type { Redact } from './redact.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { delaysOf, headersWith } from './wait-hints.ts';

/** A reply as it came over the wire. */
export interface Reply {
  readonly preset: string;
  /** Where the request went, as it may be shown. */
  readonly address: string;
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
  413: 'prompt-too-long',
  424: 'provider-error',
  425: 'provider-error',
  429: 'rate-limited',
};

/** Statuses of a gateway that has waited in vain: the provider may have worked all the while, and bills it. */
const workedInVain = new Set([504, 520, 524, 598, 599]);

/** Statuses that mean a wrong address. */
const elsewhere = new Set([404, 405, 410, 421, 501]);

/** The failure behind a status that is not a success. */
export function failureOfStatus(reply: Reply, redact: Redact): ExpertFailure {
  const { status, preset, address } = reply;
  const error = errorOf(reply);
  const misdirected = elsewhere.has(status) || (status >= 300 && status < 400);
  const what = `${preset} answered ${status}${misdirected ? ` at ${address}${redirectOf(reply, redact)}` : ''}`;
  return failed(typeOf(reply, error), what, error, reply, redact);
}

function errorOf(reply: Reply): ProviderError {
  const { words, message } = errorOfFailedReply(reply.body) ?? plainText(reply) ?? { words: [], message: '' };
  // AWS names the error in a header, such as `ThrottlingException:http://…`.
  const awsType = reply.headers.get('x-amzn-errortype')?.slice(0, 200).split(':')[0];
  return { words: awsType ? [awsType, ...words] : words, message };
}

function typeOf({ status, headers, body }: Reply, error: ProviderError): ExpertFailureType {
  if (status === 403 && isGuardPage(headers, body)) return 'request-rejected';
  return kindInWords(status, error) ?? typeOfStatus(status);
}

function typeOfStatus(status: number): ExpertFailureType {
  return typeByStatus[status] ?? (status >= 500 ? 'provider-error' : 'request-rejected');
}

/** Where a redirect leads, which is not followed. */
function redirectOf({ headers, address }: Reply, redact: Redact): string {
  const location = headers.get('location')?.slice(0, 2000);
  const target = location === undefined ? null : URL.parse(location, address);
  return target === null ? '' : `, which points to ${redact(shownAddress(target))}`;
}

/** Characters of an address that are shown. */
const addressLength = 120;

/** An address without user, password, query and fragment: any of them may hold a secret. */
export function shownAddress(url: string | URL): string {
  const { origin, pathname } = new URL(url);
  return brief(`${origin}${pathname}`, addressLength);
}

/** The failure that a reply with status 200 carries in its body, if it does. */
export function failureInAnswer(reply: Reply, redact: Redact): ExpertFailure | undefined {
  const error = errorInAnswer(reply.body);
  if (error === undefined) return undefined;
  const type = typeInAnswer(error);
  const where = type === 'request-rejected' ? ` at ${reply.address}` : '';
  return failed(type, `${reply.preset} answered with an error${where}`, error, reply, redact);
}

/** A code like a status of HTTP's below 500 says the same as that status; above it, the call may have been worked on. */
function typeInAnswer(error: ProviderError): ExpertFailureType {
  const inWords = kindInWords(200, error);
  if (inWords !== undefined) return inWords;
  const status = error.words.map(Number).find((code) => code >= 400 && code < 500);
  return status === undefined ? 'error-in-answer' : typeOfStatus(status);
}

function failed(type: ExpertFailureType, what: string, error: ProviderError, reply: Reply, redact: Redact): ExpertFailure {
  const { status, headers, body } = reply;
  const limited = type === 'rate-limited' || status === 429;
  const wait = retryAfterSeconds(headersWith(body, headers), delaysOf(body), error.message, limited);
  const code = inBrackets(brief(redact(error.words[0] ?? ''), 60));
  const message = error.message === '' ? '' : `: ${brief(redact(error.message), messageLength)}`;
  return new ExpertFailure(type, `${what}${code}${message}`, {
    retryAfterSeconds: wait,
    passes: passes(type, reply, error, wait),
    ...(workedInVain.has(status) && { usage: { inputTokens: null, outputTokens: null } }),
  });
}

/** Statuses of a server that has not begun to work, and says when it will. */
const notNow = new Set([425, 503, 529]);

function passes(type: ExpertFailureType, { status }: Reply, error: ProviderError, wait: number | undefined): boolean {
  if (type === 'rate-limited') return true;
  return expertFailures[type].retryable && (isLoading(status, error) || (wait !== undefined && notNow.has(status)));
}

const messageLength = 260;

function brief(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** Small servers answer `404 page not found` in plain text; an HTML page helps nobody. */
function plainText({ headers, body }: Reply): ProviderError | undefined {
  const plain = headers.get('content-type')?.startsWith('text/plain') ?? false;
  return plain && typeof body === 'string' ? { words: [], message: body.slice(0, 600) } : undefined;
}

/** Codes of a connection that was there and broke. */
const brokenCodes = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH']);
/** Codes of a body that is not encoded as its header says. */
const encodingCodes = /^(?:Z_(?:DATA|BUF|STREAM)_ERROR|ERR__ERROR_|ERR_BROTLI|ERR_ZLIB|ZSTD_error)/;
/** Codes of the HTTP client's own limits on a silent connection. */
const silentCodes = new Set(['ETIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** The failure behind a connection that could not be made. */
export function failureOfConnection(error: unknown, preset: string, address: string): ExpertFailure {
  const code = codeOf(error);
  const refused = refusalOfProxy(error);
  if (refused)
    return new ExpertFailure('unreachable', `${preset} cannot be reached at ${address}: ${refusalInWords(refused)}`, { cause: refused });
  const isBroken = brokenCodes.has(code) && !wasNeverSecured(error);
  const hint = address.startsWith('https:') ? closedUnread(error) : undefined;
  return (
    failureOnTheWay(error, preset, code) ??
    (isBroken ? cutOff(error, preset, code, hint) : undefined) ??
    new ExpertFailure('unreachable', `${preset} cannot be reached at ${address}${inWords(tlsInWords(code))}${inBrackets(code)}`, {
      cause: error,
      ...(lastsUntilMended(code) && { retryable: false }),
    })
  );
}

/** The failure behind a body that could not be read to its end. */
export function failureOfBody(error: unknown, preset: string): ExpertFailure {
  const code = codeOf(error);
  return failureOnTheWay(error, preset, code) ?? cutOff(error, preset, code);
}

function failureOnTheWay(cause: unknown, preset: string, code: string): ExpertFailure | undefined {
  // The bytes are there, and are not what their encoding says.
  if (encodingCodes.test(code))
    return new ExpertFailure('unreadable-answer', `${preset} answered in a broken encoding (${code})`, { cause });
  if (silentCodes.has(code)) return new ExpertFailure('timeout', `${preset} stopped responding (${code})`, { cause });
  // No cause: the error of the HTTP parser holds what it could not parse.
  return code === parserError ? new ExpertFailure('unreadable-answer', `${preset} does not speak HTTP`) : undefined;
}

function cutOff(cause: unknown, preset: string, code: string, hint?: string): ExpertFailure {
  const what = `${preset} closed the connection before the answer was whole${inWords(hint)}${inBrackets(code)}`;
  return new ExpertFailure('cut-off', what, { cause });
}

function inWords(words: string | undefined): string {
  return words === undefined ? '' : `: ${words}`;
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
