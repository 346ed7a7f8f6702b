/** A consultation on the table: its steps are not one transaction, so each place between two of them is tried. */
import fc from 'fast-check';
import { it } from 'vitest';
import { tableCourses } from '../support/table-courses.ts';

it(
  'ends in exactly one verdict, named failure or cancellation, wherever requests to the table or their replies are lost',
  () => fc.assert(tableCourses(), { numRuns: 40 }),
  300_000,
);
