/** Errors in the shape of OpenAI's API, which its clients read: what they say is what a problem document says. */
import { type OpenAiError, openAiErrorFor, tooLongWords } from '../../../shared/contract/chat.ts';
import { type Problem, problemTypePrefix, problemTypes } from '../../../shared/contract/problem.ts';
import { tooLargeWords } from '../../../shared/contract/question.ts';
import { InvalidInput, NotFound } from '../../../shared/errors.ts';

/** Codes of what is wrong with a parameter. */
export type ParameterCode =
  | 'missing_required_parameter'
  | 'unknown_parameter'
  | 'unsupported_parameter'
  | 'unsupported_value'
  | 'invalid_value'
  | 'context_length_exceeded';

/** Thrown when a request says what this API does not take; `parameter` is a path such as `messages[0].content`. */
export class ChatRefusal extends InvalidInput {
  readonly code: ParameterCode;
  readonly parameter: string;

  constructor(code: ParameterCode, parameter: string, message: string, options: { cause?: unknown } = {}) {
    super([{ field: parameter, message }], options);
    this.code = code;
    this.parameter = parameter;
  }
}

/** Parts of OpenAI's API, most of which are not offered here; clients whose address lacks `/v1` call them without it. */
const ofOpenAi =
  /^\/(?:v1\/)?(?:chat|models|completions|responses|embeddings|moderations|images|audio|files|uploads|assistants|threads|fine_tuning|vector_stores|realtime|conversations|engines)(?:\/|$)/;

/** Whether a path belongs to OpenAI's API. */
export function speaksOpenAi(path: string): boolean {
  return ofOpenAi.test(path);
}

/** A problem, and the error behind it where there is one, in OpenAI's words. */
export function openAiErrorOf({ type, detail }: Problem, thrown?: unknown): OpenAiError {
  const known = problemTypes.find((one) => type === problemTypePrefix + one) ?? 'internal';
  const { error } = openAiErrorFor(known, isTooLong(thrown) ? tooLongWords(detail) : detail);
  return { error: { ...error, ...(thrown instanceof NotFound && notThere), ...parameterOf(thrown) } };
}

/** Models are all that can be missing below these paths. */
const notThere = { param: 'model', code: 'model_not_found' };

function parameterOf(thrown: unknown): { param?: string; code?: ParameterCode } {
  if (thrown instanceof ChatRefusal) return { param: thrown.parameter, code: thrown.code };
  const [first] = thrown instanceof InvalidInput ? thrown.fields : [];
  if (isTooLong(thrown)) return { param: 'messages', code: 'context_length_exceeded' };
  return first ? { param: parameterNamed(first.field), code: 'invalid_value' } : {};
}

function isTooLong(thrown: unknown): boolean {
  return thrown instanceof InvalidInput && thrown.fields.some(({ message }) => message.startsWith(tooLargeWords));
}

/** What a field of a consultation is called in a chat request. */
const parameters: Readonly<Record<string, string>> = {
  question: 'messages',
  messages: 'messages',
  instructions: 'messages',
  images: 'messages',
  experts: 'model',
  circle: 'model',
  schema: 'response_format',
  'sampling.stop': 'stop',
  'sampling.temperature': 'temperature',
  'sampling.maxOutputTokens': 'max_completion_tokens',
  metadata: 'metadata',
  kind: 'circle.kind',
  options: 'circle.options',
  ordered: 'circle.ordered',
  quorum: 'circle.quorum',
  minimum: 'circle.minimum',
  leastAgreement: 'circle.leastAgreement',
  deadlineSeconds: 'circle.deadlineSeconds',
  queryType: 'circle.queryType',
  priority: 'circle.priority',
  strategy: 'circle.strategy',
  hedgeSeconds: 'circle.hedgeSeconds',
  deliberation: 'circle.deliberation',
  promise: 'circle.promise',
  budgetUsd: 'circle.budgetUsd',
  limits: 'circle.limits',
  webhook: 'circle.webhook',
};

function parameterNamed(field: string): string {
  const [first = '', second = ''] = field.split('.');
  return parameters[`${first}.${second}`] ?? parameters[first] ?? first;
}

/** The error as an answer. OpenAI's client repeats by itself what may pass, unless a header forbids it. */
export function openAiResponse(found: Problem, thrown: unknown, headers: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(openAiErrorOf(found, thrown)), {
    // Of 413 some clients make an error that they repeat; what is too long is told as a provider tells it.
    status: found.status === 413 ? 400 : found.status,
    headers: { 'content-type': 'application/json', 'x-should-retry': String(found.retryable), ...headers },
  });
}
