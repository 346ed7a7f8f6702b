/**
 * The errors of the product: few, named, with their cause. `name` is contract (the state machine and clients match it);
 * `retryable` says whether the same call may succeed later.
 */
/** Base of every error that we raise on purpose. */
export class CircleError extends Error {
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;

  constructor(name: string, message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = name;
    this.retryable = options.retryable;
  }
}

/** One field of an input that is wrong; `field` is a path such as `options.1`. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** Thrown when input does not fit its schema or a rule. Nothing has been created. */
export class InvalidInput extends CircleError {
  readonly fields: readonly FieldError[];

  constructor(fields: readonly FieldError[], options: { cause?: unknown } = {}) {
    super('InvalidInput', fields.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; '), {
      retryable: false,
      ...options,
    });
    this.fields = fields;
  }
}

/** Thrown when a consultation, expert or route does not exist. */
export class NotFound extends CircleError {
  constructor(what: string) {
    super('NotFound', `${what} does not exist`, { retryable: false });
  }
}

/** Thrown when the request contradicts what is stored: a reused idempotency key, an opinion after the end. */
export class Conflict extends CircleError {
  constructor(message: string) {
    super('Conflict', message, { retryable: false });
  }
}

/** Thrown when the bearer key is missing or wrong. */
export class Unauthorized extends CircleError {
  constructor(message: string) {
    super('Unauthorized', message, { retryable: false });
  }
}

/** Thrown when the worst case of a consultation costs more than its budget. */
export class BudgetExceeded extends CircleError {
  constructor(message: string) {
    super('BudgetExceeded', message, { retryable: false });
  }
}

/** Thrown when a configuration or knowledge file is wrong; the message names file, line and key. */
export class InvalidConfiguration extends CircleError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('InvalidConfiguration', message, { retryable: false, ...options });
  }
}

/** Thrown when an outside thing (store, queue, workflow, core) does not answer; trying again may help. */
export class Unavailable extends CircleError {
  constructor(what: string, options: { cause?: unknown } = {}) {
    super('Unavailable', `${what} is not available`, { retryable: true, ...options });
  }
}

/** Thrown when what must be kept cannot be written. Nothing of the change is kept, and the same call may succeed once the disk is well. */
export class StorageFailed extends CircleError {
  constructor(name: 'StorageFull' | 'StorageFailed', message: string, options: { cause?: unknown } = {}) {
    super(name, message, { retryable: true, ...options });
  }
}

/** Thrown when a step comes to a run that has ended. */
export class RunEnded extends CircleError {
  constructor(consultationId: string) {
    super('RunEnded', `consultation ${consultationId} has ended`, { retryable: false });
  }
}

/**
 * Every way in which an expert can fail, whether asking again may help, and whether the provider may bill the call all the same:
 * it may have worked on the answer that we did not get.
 */
export const expertFailures = {
  'key-missing': { retryable: false, billable: false },
  'key-rejected': { retryable: false, billable: false },
  'rate-limited': { retryable: true, billable: false },
  'request-rejected': { retryable: false, billable: false },
  'prompt-too-long': { retryable: false, billable: false },
  'provider-error': { retryable: true, billable: false },
  unreachable: { retryable: true, billable: false },
  'cut-off': { retryable: true, billable: true },
  'error-in-answer': { retryable: true, billable: true },
  'unreadable-answer': { retryable: true, billable: true },
  'empty-answer': { retryable: true, billable: true },
  refused: { retryable: false, billable: true },
  'answer-too-large': { retryable: false, billable: true },
  timeout: { retryable: true, billable: true },
  'schema-mismatch': { retryable: true, billable: true },
  'length-limit': { retryable: false, billable: true },
  'images-not-taken': { retryable: false, billable: false },
  'over-limit': { retryable: false, billable: false },
  'script-missing': { retryable: false, billable: false },
} as const satisfies Record<string, { retryable: boolean; billable: boolean }>;
export type ExpertFailureType = keyof typeof expertFailures;

/** Thrown by a model when its expert gives no usable answer. `type` is the reason shown in the opinion. */
export class ExpertFailure extends CircleError {
  readonly type: ExpertFailureType;
  /** Seconds the provider asked us to wait, where it did. */
  readonly retryAfterSeconds: number | undefined;
  /** What the failed call has used, where the provider said so: it is billed all the same. */
  readonly usage: { readonly inputTokens: number | null; readonly outputTokens: number | null } | undefined;
  /** Whether the provider says that this passes by itself (a limit, a model that is being loaded) and that nothing was worked on. */
  readonly passes: boolean;

  constructor(
    type: ExpertFailureType,
    message: string,
    options: {
      cause?: unknown;
      retryAfterSeconds?: number | undefined;
      usage?: ExpertFailure['usage'];
      passes?: boolean;
      /** @default what the type says */
      retryable?: boolean;
    } = {},
  ) {
    super('ExpertFailure', message, { retryable: options.retryable ?? expertFailures[type].retryable, cause: options.cause });
    this.type = type;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.usage = options.usage;
    this.passes = options.passes ?? type === 'rate-limited';
  }
}

/** The text of an unknown thrown thing, for messages. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const isOfQuota = 'errno' in thrown && thrown.errno === quotaErrno;
  return isOfQuota ? thrown.message.replace(/^UNKNOWN: unknown error/, 'EDQUOT: disk quota exceeded') : thrown.message;
}

/** Linux's number of a quota that is used up, for which Node has no word. */
export const quotaErrno = -122;
