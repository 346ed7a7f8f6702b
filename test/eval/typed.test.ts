/** The generated panels of `npm run eval -- --part typed`, fewer of them. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { isFaultless, judgeTyped } from './typed.ts';

const agree = (input: string) => execFileSync(requireCore(console.error), ['agree'], { input, encoding: 'utf8', maxBuffer: 2 ** 26 });

it('delivers the conclusion of every majority, and calls nothing decided where there is none', () => {
  const figures = judgeTyped(150, 'test', agree);
  expect(figures.wrong).toEqual([]);
  expect(isFaultless(figures)).toBe(true);
  expect([figures.withMajority, figures.withoutMajority, figures.withMalformed].every((count) => count > 20)).toBe(true);
});

it('sees what a core does that decides by the first answer', () => {
  const first = (input: string) =>
    input
      .trimEnd()
      .split('\n')
      .map((line) => `${JSON.stringify({ answer: JSON.parse(line).opinions[0].answer, decided: true })}\n`)
      .join('');
  const figures = judgeTyped(50, 'test', first);
  expect(isFaultless(figures)).toBe(false);
  expect(figures.undecided).toBe(0);
});
