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
  'storage-full',
  'headers-too-large',
  'expectation-failed',
  'too-slow',
] as const;
export type ProblemType = (typeof problemTypes)[number];

/** Prefix of every `type`; a relative reference, resolved against the API's own address. */
export const problemTypePrefix = '/problems/';

export const problem = z
  .strictObject({
    type: z.string().describe(`A stable name behind \`${problemTypePrefix}\`: ${problemTypes.map((type) => `\`${type}\``).join(', ')}.`),
    title: z.string().describe('The type in words.'),
    status: z.int().describe('The HTTP status.'),
    detail: z.string().describe('What is wrong with this request.'),
    instance: z.string().optional(),
    errors: z
      .array(z.strictObject({ field: z.string(), message: z.string() }))
      .optional()
      .describe('For `invalid-input`: each field that is wrong, as a path such as `options.1`.'),
    retryable: z.boolean().describe('Whether the same request may succeed later.'),
  })
  .meta({ id: 'Problem', description: 'An error (RFC 9457).' });
export type Problem = z.infer<typeof problem>;
