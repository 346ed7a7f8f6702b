/** Errors of the HTTP API: RFC 9457 problem details with a stable `type`. */
import * as z from 'zod';

export const problemTypes = [
  'invalid-input',
  'unauthorized',
  'forbidden',
  'not-found',
  'conflict',
  'budget-exceeded',
  'too-large',
  'method-not-allowed',
  'unsupported-media-type',
  'unavailable',
  'internal',
] as const;
export type ProblemType = (typeof problemTypes)[number];

/** Prefix of every `type`; a relative reference, resolved against the API's own address. */
export const problemTypePrefix = '/problems/';

export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().optional(),
  /** For `invalid-input`: each field that is wrong, as a path such as `options.1`. */
  errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
  /** Whether the same request may succeed later. */
  retryable: z.boolean(),
});
export type Problem = z.infer<typeof problem>;
