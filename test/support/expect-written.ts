/** What holds of the synthesis of every consultation that has ended. */
import { expect } from 'vitest';
import type { Opinion } from '../../shared/contract/opinion.ts';
import { writerIn } from '../../shared/contract/question.ts';
import type { Run } from '../../shared/contract/run.ts';
import type { ShownSynthesis } from '../../shared/contract/synthesis.ts';
import type { Verdict } from '../../shared/contract/verdict.ts';
import { synthesisOf } from '../../shared/domain/synthesis.ts';

/** `called` is how often the model of the writer was called. */
export function expectWritten(called: number, verdict: Verdict | undefined, run: Run, rounds: readonly Opinion[]): void {
  const asked = synthesisOf(run)?.experts ?? [];
  if (called > 0) expect(asked, 'nobody writes who was not to').toHaveLength(1);
  if (verdict === undefined) return;
  expect(verdict.synthesis?.by, 'who asks for no synthesis is told of none').toBe(writerIn(run.deliberation));
  if (verdict.synthesis) expectTold(verdict.synthesis, verdict.claims ?? [], rounds);
}

function expectTold(synthesis: ShownSynthesis, claims: NonNullable<Verdict['claims']>, rounds: readonly Opinion[]): void {
  expect(synthesis.failed === undefined, 'there is a text, or a reason why there is none').toBe(synthesis.text !== null);
  if (synthesis.text === null) return;
  expect(rounds.find(({ round }) => round === 10)?.status, 'what is told was written').toBe('answered');
  expect(synthesis.text).toBe(synthesis.sentences.map(({ text }) => text).join(' '));
  for (const { text, claims: places, experts } of synthesis.sentences) {
    const cited = places.flatMap((place) => claims[place - 1] ?? []);
    const quoted = cited.filter((claim) => text.includes(claim.text));
    expect(quoted.length, 'each sentence says what a claim says').toBeGreaterThan(0);
    expect(experts).toEqual([...new Set(cited.flatMap(({ supports }) => supports))].toSorted());
  }
}
