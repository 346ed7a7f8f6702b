/** Times as people give them to a command. */
import { InvalidInput } from '../../shared/errors.ts';

/** A day, in UTC, or a time. Throws `InvalidInput`. */
export function timeOf(text: string | undefined, field: string): string | undefined {
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime())) {
    throw new InvalidInput([{ field, message: 'must be a day or a time, such as 2026-03-01 or 2026-03-01T12:00:00Z' }]);
  }
  return time.toISOString();
}
