/** What a circle's API refuses, or what is in the way of it. */

/** Thrown by every call of the client. */
export class CircleApiError extends Error {
  /** The stable name of the problem, such as `invalid-input`; `unreachable` if there was no answer. */
  readonly type: string;
  /** The HTTP status, or 0 if there was no answer. */
  readonly status: number;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** For `invalid-input`: each field that is wrong. */
  readonly errors: readonly { readonly field: string; readonly message: string }[];

  constructor(
    message: string,
    options: { type: string; status: number; retryable: boolean; errors?: CircleApiError['errors']; cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CircleApiError';
    this.type = options.type;
    this.status = options.status;
    this.retryable = options.retryable;
    this.errors = options.errors ?? [];
  }
}

/** The error of an answer that is not 2xx: its problem document, or what can be said without one. */
export function errorOf(status: number, text: string): CircleApiError {
  const found = problemIn(text);
  const retryable = status === 429 || status >= 500;
  if (!found) return new CircleApiError(`the server answered ${status}`, { type: 'http-error', status, retryable });
  return new CircleApiError(found.detail ?? `the server answered ${status}`, {
    type: found.type?.replace(/^.*\//, '') ?? 'http-error',
    status,
    retryable: found.retryable ?? retryable,
    errors: found.errors ?? [],
  });
}

interface ProblemFields {
  readonly type?: string;
  readonly detail?: string;
  readonly retryable?: boolean;
  readonly errors?: CircleApiError['errors'];
}

function problemIn(text: string): ProblemFields | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as ProblemFields) : undefined;
  } catch {
    // A gateway's page, not ours.
    return undefined;
  }
}
