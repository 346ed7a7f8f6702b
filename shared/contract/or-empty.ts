/** Lists and maps that a caller may leave out, and that say nothing where they are empty. */
import * as z from 'zod';

/**
 * An optional list or map for which an empty one stands for none: generated clients send `[]` and `{}` for what nobody has set. Not for those
 * of which an empty one has a meaning of its own, nor for limits: whoever sends an empty one has meant to state some.
 */
export function orEmpty<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (isEmpty(value) ? undefined : value), schema.optional()).optional();
}

/** Whether a value is a list or an object without members. */
export function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
