/** Finds the error object in a provider's reply, leniently: every provider and gateway has a shape of its own. */

/** What a provider says went wrong. */
export interface ProviderError {
  /** Codes, types and statuses, the most telling first. */
  readonly words: readonly string[];
  readonly message: string;
}

/** Characters of a word and of a message that are looked at: what foreign text says stands at its beginning. */
const wordLength = 120;
const messageLength = 600;

/** The error in the body of a reply whose status already says that it failed. */
export function errorOfFailedReply(body: unknown): ProviderError | undefined {
  const root = firstOf(body);
  // A bare text is a page of a gateway, not an error object.
  return errorInAnswer(body) ?? (typeof root === 'string' ? undefined : describe(root));
}

/** The error in the body of a reply whose status says that all is well. */
export function errorInAnswer(body: unknown): ProviderError | undefined {
  const root = record(firstOf(body));
  const choice = record(firstOf(root.choices));
  // AWS front ends answer a call that they cannot route with status 200 and this.
  const output = record(root.Output);
  const routing = output.__type === undefined ? undefined : output;
  const found = [root.error, firstOf(root.errors), choice.error, routing].map(describe).find((error) => error !== undefined);
  return found ?? baseResponse(root) ?? codeInPlaceOfAnswer(root);
}

/** MiniMax says in an envelope of its own how a call went; 0 is well. */
function baseResponse(root: Fields): ProviderError | undefined {
  const { status_code: code, status_msg: message } = record(root.base_resp);
  if (code === undefined || code === 0 || code === '0') return undefined;
  return { words: [cut(code, wordLength)], message: textOf(message) ?? '' };
}

/** A code and a message, and nothing that an answer could stand in. */
function codeInPlaceOfAnswer(root: Fields): ProviderError | undefined {
  const isAnswer = ['choices', 'data', 'result', 'response', 'output', 'content', 'candidates', 'message'].some(
    (name) => typeof root[name] === 'object' && root[name] !== null,
  );
  const isError = typeof root.msg === 'string' || root.success === false || root.object === 'error' || root.type === 'error';
  return isError && !isAnswer ? describe(root) : undefined;
}

function describe(error: unknown): ProviderError | undefined {
  if (typeof error === 'string' && error !== '') return { words: [], message: cut(error, messageLength) };
  const { code, type, status, __type, message, detail, Message, msg, error_msg, error_description, title } = record(error);
  const words = [code, type, status, __type, ...reasons(error)].filter((word) => typeof word === 'string' && word !== '');
  if (typeof code === 'number') words.push(String(code));
  const text = [message, Message, detail, msg, error_msg, error_description, title]
    .map(textOf)
    .find((candidate) => candidate !== undefined);
  return words.length === 0 && text === undefined ? undefined : { words: words.map((word) => cut(word, wordLength)), message: text ?? '' };
}

/** An explanation that may be a text, a list of texts or of objects with one, or such an object. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return cut(value, messageLength);
  const parts = (Array.isArray(value) ? value.slice(0, 5) : [value]).map((part) => (typeof part === 'string' ? part : explanationIn(part)));
  const texts = parts.filter((part) => part !== undefined && part !== '');
  return texts.length === 0 ? undefined : cut(texts.join('; '), messageLength);
}

function explanationIn(part: unknown): string | undefined {
  const { msg, message, error, detail } = record(part);
  return [msg, message, error, detail].find((text) => typeof text === 'string');
}

/** Google gives the code of a wrong key in a detail only. */
function reasons(error: unknown): unknown[] {
  const { details } = record(error);
  return Array.isArray(details) ? details.slice(0, 20).map((detail) => record(detail).reason) : [];
}

type Fields = Readonly<Record<string, unknown>>;

function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function cut(value: unknown, length: number): string {
  return String(value).slice(0, length);
}
