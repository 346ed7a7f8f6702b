/** Finds the error object in a provider's reply, leniently: every provider and gateway has a shape of its own. */

/** What a provider says went wrong. */
export interface ProviderError {
  /** Codes, types and statuses, the most telling first. */
  readonly words: readonly string[];
  readonly message: string;
}

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
  return [root.error, firstOf(root.errors), choice.error, routing].map(describe).find((error) => error !== undefined);
}

/** Whether an error inside an answer tells of a limit on calls. */
export function tellsOfRateLimit({ words, message }: ProviderError): boolean {
  return words.some((word) => word === '429' || rateLimit.test(word)) || rateLimit.test(message);
}

/** The delay of Google's `RetryInfo` detail, such as `17s`. */
export function retryDelayOf(body: unknown): string | undefined {
  const details = record(record(firstOf(body)).error).details;
  const delays = Array.isArray(details) ? details.map((detail) => record(detail).retryDelay) : [];
  return delays.find((delay) => typeof delay === 'string');
}

const rateLimit = /rate.?limit|too.?many.?requests|resource.?exhausted|throttl/i;

function describe(error: unknown): ProviderError | undefined {
  if (typeof error === 'string' && error !== '') return { words: [], message: error };
  const { code, type, status, __type, message, detail, Message } = record(error);
  const words = [code, type, status, __type, ...reasons(error)].filter((word) => typeof word === 'string' && word !== '');
  if (typeof code === 'number') words.push(String(code));
  const text = [message, Message, detail].find((candidate) => typeof candidate === 'string');
  return words.length === 0 && text === undefined ? undefined : { words: words.map(String), message: text ?? '' };
}

/** Google gives the code of a wrong key in a detail only. */
function reasons(error: unknown): unknown[] {
  const { details } = record(error);
  return Array.isArray(details) ? details.map((detail) => record(detail).reason) : [];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}
