/** A question as the core sees it when it weighs: in embedded mode it is cut here, in the cloud by the core itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { weighedQuestion } from '../../shared/contract/run.ts';

const text = z.array(z.tuple([z.string(), z.int()])).transform((parts) => parts.map(([part, times]) => part.repeat(times)).join(''));
const file = join(import.meta.dirname, '../../rust-lambda/entry/tests/weighed_questions.json');
const cases = z.array(z.object({ what: z.string(), question: text, weighed: text })).parse(JSON.parse(readFileSync(file, 'utf8')));

it.each(cases)('is cut as the core cuts it, and no second time: $what', ({ question, weighed }) => {
  expect(weighedQuestion(question)).toBe(weighed);
  expect(weighedQuestion(weighed)).toBe(weighed);
});
