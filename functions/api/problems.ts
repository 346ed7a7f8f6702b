/** From errors to RFC 9457 problem details. An error that is not ours becomes 500: its cause is logged, never sent. */
import { HTTPException } from 'hono/http-exception';
import { type Problem, type ProblemType, problem, problemTypePrefix } from '../../shared/contract/problem.ts';
import { CircleError, InvalidInput } from '../../shared/errors.ts';

/** Media type of every error answer. */
export const problemMediaType = 'application/problem+json';

const titles: Record<ProblemType, { status: number; title: string }> = {
  'invalid-input': { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'A valid bearer key is needed' },
  'budget-exceeded': { status: 402, title: 'The budget does not cover this consultation' },
  forbidden: { status: 403, title: 'This caller may not do this' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This method is not offered here' },
  conflict: { status: 409, title: 'The request contradicts what is stored' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  internal: { status: 500, title: 'Something unexpected happened' },
  unavailable: { status: 503, title: 'A needed part is not available' },
  'storage-full': { status: 507, title: 'There is no room to keep this' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'expectation-failed': { status: 417, title: 'This expectation is not met' },
  'too-slow': { status: 408, title: 'The request took too long' },
};

const typeOfError: Readonly<Record<string, ProblemType>> = {
  InvalidInput: 'invalid-input',
  Unauthorized: 'unauthorized',
  BudgetExceeded: 'budget-exceeded',
  NotFound: 'not-found',
  Conflict: 'conflict',
  RunEnded: 'conflict',
  Unavailable: 'unavailable',
  StorageFull: 'storage-full',
  StorageFailed: 'unavailable',
  DataDamaged: 'unavailable',
};

const typeOfStatus: Readonly<Record<number, ProblemType>> = {
  400: 'invalid-input',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'too-large',
  415: 'unsupported-media-type',
};

/** A problem of a given type. */
export function makeProblem(
  type: ProblemType,
  detail: string,
  more: Partial<Pick<Problem, 'errors' | 'retryable' | 'instance'>> = {},
): Problem {
  const { status, title } = titles[type];
  return problem.parse({ type: `${problemTypePrefix}${type}`, title, status, detail, retryable: false, ...more });
}

/** The problem of anything thrown. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof HTTPException) {
    const type = typeOfStatus[thrown.status] ?? 'internal';
    return makeProblem(type, type === 'invalid-input' ? 'the body is not valid JSON' : thrown.message);
  }
  const type = thrown instanceof CircleError ? typeOfError[thrown.name] : undefined;
  if (!(thrown instanceof CircleError) || type === undefined) {
    return makeProblem('internal', 'the cause is in the log of the service', { retryable: true });
  }
  const errors = thrown instanceof InvalidInput ? thrown.fields.map(({ field, message }) => ({ field, message })) : undefined;
  return makeProblem(type, thrown.message, { retryable: thrown.retryable, ...(errors ? { errors } : {}) });
}

/** The problem as an answer. */
export function problemResponse(found: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(found), { status: found.status, headers: { 'content-type': problemMediaType, ...headers } });
}
