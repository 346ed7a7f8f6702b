/** What a circle's API refuses, or what is in the way of it. */

/** What is known of an error beside its message. */
export interface CircleApiErrorOptions {
  readonly type: string;
  readonly status: number;
  readonly retryable: boolean;
  readonly errors?: CircleApiError['errors'];
  readonly retryAfterMs?: number | undefined;
  readonly attempts?: number;
  readonly cause?: unknown;
}

/** Thrown by every call of the client. */
export class CircleApiError extends Error {
  /**
   * The stable name of the problem, such as `invalid-input`. Without a problem document: `unreachable` if there was no answer,
   * `http-error` for an error of something in between, `bad-answer` for an answer that is not the API's, `events-broken` if streams
   * break off again and again.
   */
  readonly type: string;
  /** The HTTP status, or 0 if there was no answer. */
  readonly status: number;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** For `invalid-input`: each field that is wrong. */
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  /** Milliseconds after which the server says that a repetition makes sense. */
  readonly retryAfterMs: number | undefined;
  /** How often the request was sent. */
  readonly attempts: number;

  constructor(message: string, { type, status, retryable, errors = [], retryAfterMs, attempts = 1, cause }: CircleApiErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CircleApiError';
    this.type = type;
    this.status = status;
    this.retryable = retryable;
    this.errors = errors;
    this.retryAfterMs = retryAfterMs;
    this.attempts = attempts;
  }
}

/** The error of an answer that is not 2xx: its problem document, or what can be said without one. */
export function errorOf(status: number, text: string, retryAfterMs: number | undefined, attempts: number): CircleApiError {
  const { type, detail, retryable, errors } = problemIn(text) ?? {};
  return new CircleApiError(detail ?? `the server answered ${status}`, {
    type: type?.replace(/^.*\//, '') ?? 'http-error',
    status,
    retryable: retryable ?? (status === 429 || status >= 500),
    errors: errors ?? [],
    retryAfterMs,
    attempts,
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
