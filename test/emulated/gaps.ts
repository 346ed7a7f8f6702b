/** The tests that must fail on the emulator, each with the reason. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const expectedGap = z.strictObject({
  id: z.string(),
  /** The sentence of the test in the black-box suite. */
  test: z.string(),
  /** Part of the message with which the test fails. */
  failure: z.string().min(1),
  seen: z.string(),
  onAws: z.string(),
  /** Of the emulator that was looked at. */
  version: z.string(),
});
/** One entry of `gaps.json`. */
export type ExpectedGap = z.infer<typeof expectedGap>;

/** Reads `gaps.json`. */
export function readGaps(): readonly ExpectedGap[] {
  return z.array(expectedGap).parse(JSON.parse(readFileSync(join(import.meta.dirname, 'gaps.json'), 'utf8')));
}
