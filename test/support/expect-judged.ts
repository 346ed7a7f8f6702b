/** What holds of the judges of every consultation that has ended. */
import { expect } from 'vitest';
import type { ShownJudge } from '../../shared/contract/deliberation.ts';
import type { Opinion } from '../../shared/contract/opinion.ts';
import { judgesIn } from '../../shared/contract/question.ts';
import type { Run } from '../../shared/contract/run.ts';
import type { Verdict } from '../../shared/contract/verdict.ts';
import { judgeRounds } from '../../shared/domain/judge.ts';
import { rankingOf } from '../../shared/domain/peer-ranking.ts';

/** `called` are the judges whose model was called. */
export function expectJudged(called: readonly string[], verdict: Verdict | undefined, run: Run, rounds: readonly Opinion[]): void {
  const asked = judgeRounds(run).flatMap(({ experts }) => experts);
  expect(asked, 'nobody judges who was not to').toEqual(expect.arrayContaining([...called]));
  expect(asked, 'judges are asked in their order, each once').toEqual(judgesIn(run.deliberation).slice(0, asked.length));
  if (verdict === undefined) return;
  const told = verdict.deliberation?.judge;
  expect(told === undefined, 'who names no judge is told of none').toBe(judgesIn(run.deliberation).length === 0);
  if (told) expectTold(told, run, rounds);
  expect(verdict.decidedBy === 'judge', 'a judge that has decided is named').toBe(told?.effect === 'decided');
  if (verdict.decidedBy === 'judge') expectDecided(verdict, told?.choice, rounds);
}

/** Each judge that was asked is told of, and the word is that of the first one whose word came in time. */
function expectTold({ asked, expert, choice }: ShownJudge, run: Run, rounds: readonly Opinion[]): void {
  const words = judgeRounds(run).flatMap(({ round, experts }) =>
    experts.map((name) => rounds.find((one) => one.expert === name && one.round === round)),
  );
  expect(asked.map(({ error }) => error === undefined)).toEqual(words.map((word) => word?.status === 'answered'));
  const word = words.find((one) => one?.status === 'answered');
  expect({ expert, choice }).toEqual({ expert: word?.expert ?? null, choice: word?.choice ?? null });
}

/** What is delivered is the answer of the one that was chosen, where two or more lead. */
function expectDecided(verdict: Verdict, choice: string | null | undefined, rounds: readonly Opinion[]): void {
  const { answer, pick, confidence, stability, clusters, agreement } = verdict;
  expect({ pick, confidence, stability }).toEqual({ pick: choice, confidence: null, stability: null });
  expect(clusters.filter(({ share }) => share === agreement).length, 'only a tie is decided otherwise').toBeGreaterThan(1);
  expect(rounds.filter(({ expert, status }) => expert === pick && status === 'answered').map(({ vote }) => vote)).toContain(answer);
}

/** `called` are the experts whose model was called to rank. */
export function expectRanked(called: readonly string[], verdict: Verdict | undefined, run: Run, rounds: readonly Opinion[]): void {
  const asked = rankingOf(run)?.experts ?? [];
  expect(asked, 'nobody ranks without an answer of its own').toEqual(expect.arrayContaining([...called]));
  for (const { expert, order } of rounds) expect(order ?? [], 'nobody ranks its own answer').not.toContain(expert);
  if (verdict !== undefined) expectRankedVerdict(verdict, run, rounds, asked);
}

function expectRankedVerdict(verdict: Verdict, run: Run, rounds: readonly Opinion[], asked: readonly string[]): void {
  const told = verdict.deliberation?.ranking;
  const { ranked = [], effect } = told ?? {};
  expect(told !== undefined, 'who asks for no ranking is told of none').toBe(run.deliberation?.ranking === true);
  expect(
    ranked.map(({ expert }) => expert),
    'everybody that was asked is told of',
  ).toEqual(asked);
  expect(verdict.decidedBy === 'ranking', 'a ranking that has decided is named').toBe(effect === 'decided');
  if (verdict.decidedBy !== 'ranking') return;
  expectDecided(verdict, verdict.pick, rounds);
  const winners = new Set(verdict.clusters.find(({ experts }) => experts.some((expert) => expert === verdict.pick))?.experts);
  const first = ranked.flatMap(({ order }) => order?.slice(0, 1) ?? []).filter((expert) => winners.has(expert));
  expect(first.length, 'more than half of those who were asked put it first').toBeGreaterThan(asked.length / 2);
}
