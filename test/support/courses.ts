/**
 * Courses of one consultation that chance draws up: what its experts do, which calls break off, and in which order things happen. And what must hold at the
 * end of each.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { ShownDeliberation } from '../../shared/contract/deliberation.ts';
import type { Opinion } from '../../shared/contract/opinion.ts';
import type { Strategy } from '../../shared/contract/question.ts';
import { debateRound } from '../../shared/contract/rounds.ts';
import type { Run, RunStages } from '../../shared/contract/run.ts';
import { firstSeated } from '../../shared/contract/seats-now.ts';
import type { Verdict } from '../../shared/contract/verdict.ts';
import { askedExperts, wantedExperts } from '../../shared/domain/asked.ts';
import { isDebated } from '../../shared/domain/debate.ts';
import { endingRule } from '../../shared/domain/quorum.ts';
import { keyOf } from '../../shared/domain/reliability.ts';
import { leavesSeat } from '../../shared/domain/stand-ins.ts';
import { expectJudged, expectRanked } from './expect-judged.ts';
import { expectWritten } from './expect-written.ts';
import type { JudgeFate } from './fake-judge.ts';
import type { WriterFate } from './fake-writer.ts';
import { type FanOut, type Fate, fanOut, type Happening } from './fan-out.ts';
import { type Crash, fallible } from './unreliable.ts';

const fate = fc.constantFrom<Fate>('yes', 'yes', 'no', 'busy', 'rejected', 'refused', 'timeout', 'bug');
const judgeFate = fc.constantFrom<JudgeFate>('yes', 'no', 'none', 'nonsense', 'busy', 'refused', 'timeout', 'bug');
const writerFate = fc.constantFrom<WriterFate>('quotes', 'quotes', 'invents', 'nonsense', 'busy', 'refused', 'timeout', 'bug');
const fates = fc.array(fate, { minLength: 1, maxLength: 5 });
/** Whom the circle asks first: everybody, until it is settled or sure, or by stages of any length. */
const strategyOf = (count: number): fc.Arbitrary<Strategy | undefined> => {
  const names = Array.from({ length: count }, (_, index) => `expert-${index}`);
  const stages = fc
    .tuple(fc.shuffledSubarray(names, { minLength: count }), fc.integer({ min: 1, max: Math.max(1, count - 1) }))
    .map(([list, cut]): Strategy => (count < 2 ? 'settled' : { escalate: [list.slice(0, cut), list.slice(cut)] }));
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 3, arbitrary: fc.constantFrom<Strategy>('all', 'settled', { sure: 0.6 }, { sure: 0.9 }) },
    { weight: 2, arbitrary: stages },
  );
};

/** How many of the experts are rules that read a change, which the others judge. */
const rulesOf = (count: number) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: count - 1 }) });

/** What the experts do, asked once and again, how many must answer, and whom the circle asks first. */
export const panel = fates.chain((list) =>
  fc.record({
    fates: fc.constant(list),
    quorum: fc.integer({ min: 1, max: list.length }),
    strategy: strategyOf(list.length),
    rules: rulesOf(list.length),
    /** Candidates that may sit in the place of an expert that fails. */
    spare: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(fate, { maxLength: 3 }) }),
    debate: fc.option(fc.array(fate, { minLength: list.length, maxLength: list.length }), { nil: undefined }),
    ranking: fc.option(fc.array(judgeFate, { minLength: list.length, maxLength: list.length }), { nil: undefined }),
    writer: fc.option(writerFate, { nil: undefined, freq: 2 }),
    judges: fc.option(fc.array(judgeFate, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  }),
);
const crashAmong = (calls: number): fc.Arbitrary<Crash> =>
  fc.record({
    method: fc.constantFrom(...fallible),
    nth: fc.integer({ min: 1, max: calls }),
    when: fc.constantFrom('before' as const, 'after' as const),
  });
/** One crash at most; few calls to choose from, so that each of them is hit several times. */
export const oneCrash = fc.oneof(
  { weight: 9, arbitrary: crashAmong(2).map((crash) => [crash]) },
  { weight: 1, arbitrary: fc.constant([]) },
);
/** What is away stays away for a while: longer than all retries of a state, at times. */
const outage = fc
  .record({ method: fc.constantFrom(...fallible), length: fc.integer({ min: 2, max: 8 }) })
  .map(({ method, length }) => Array.from({ length }, (_, index): Crash => ({ method, nth: index + 1, when: 'before' })));
/** Calls that break off, far apart or one after another. */
const crashes = fc.oneof(fc.array(crashAmong(4), { maxLength: 12 }), outage);
/** What happens to every consultation. */
export const usual = fc.constantFrom<Happening>('step', 'step', 'deliver', 'deliver', 'redeliver', 'duplicate');
const unusual = fc.constantFrom<Happening>('deadline', 'sweep', 'kill', 'cancel');
/** The happenings of one wave go on at once, the waves one after another. */
export const waves = (happening: fc.Arbitrary<Happening>) =>
  fc.array(fc.array(happening, { minLength: 1, maxLength: 5 }), { maxLength: 12 });
/** What may happen to a consultation. */
export const anything = fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: unusual });

/** Courses in a database in memory each, whose calls take their turns in any order: a property to assert. */
export function fileCourses() {
  return fc.asyncProperty(panel, crashes, waves(anything), fc.scheduler(), async (plan, broken, list, scheduler) => {
    const circle = await fanOut({ ...plan, crashes: broken, turn: () => scheduler.schedule(Promise.resolve()) });
    const frozen = watchVerdict(circle);
    for (const wave of list) {
      await scheduler.waitFor(Promise.all(wave.map((happening) => circle.happen(happening))));
      await frozen();
    }
    await scheduler.waitFor(circle.settle({ patience: true }));
    await frozen();
    await expectEnded(circle);
  });
}

/** A check that a verdict, once there, stays as it is. */
export function watchVerdict(circle: FanOut): () => Promise<void> {
  let first: Verdict | undefined;
  return async () => {
    const now = await circle.verdict();
    if (first) expect(now).toEqual(first);
    first ??= now;
  };
}

/** What holds of every consultation that has ended, whatever has happened to it. */
export async function expectEnded(circle: FanOut): Promise<void> {
  const run = await circle.run();
  const verdict = await circle.verdict();
  const { opinions, rounds = opinions } = await circle.ports.opinions.read(run.id);
  const answered = opinions.filter(({ status }) => status === 'answered').map(({ expert }) => expert);

  expect(['decided', 'no-consensus', 'no-quorum', 'failed', 'cancelled']).toContain(run.status);
  expect(verdict === undefined, 'a verdict is there exactly where one ended the run').toBe(
    run.status === 'failed' || run.status === 'cancelled',
  );
  expect(run.failure === undefined, 'a failure has a name').toBe(run.status !== 'failed');
  expect(run.answered, 'counted is what is stored').toBe(answered.length);
  expect(run.costUsd, 'each stored opinion is paid once').toBeCloseTo(
    rounds.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
    9,
  );
  const listed = await circle.ports.listings.page({ tenant: run.tenant, limit: 10 });
  expect(listed.runs, 'a list tells the end of the run').toMatchObject([{ id: run.id, status: run.status }]);
  const ends = circle.ports.events.map(({ type, status, endedAt }) => `${type} ${status} ${endedAt}`);
  expect(new Set(ends).size, 'whoever tells the end tells the same').toBeLessThanOrEqual(1);
  expect(circle.askedTooLate(), 'nobody is asked beyond the deadline').toBe(0);
  expect(askedExperts(run), 'nobody is asked whom the strategy spares').toEqual(expect.arrayContaining([...circle.asked()]));
  expectAskedAgain(circle, run);
  const { state } = await circle.ports.reliability.read(keyOf(run));
  for (const { asked } of Object.values(state.experts)) expect(asked, 'a verdict teaches once').toBe(1);
  expectReplaced(run, opinions, verdict);
  if (verdict) expectVerdict(verdict, run, answered);
  expectDebate(verdict?.deliberation, run, rounds);
  expectJudged(circle.judges(), verdict, run, rounds);
  expectRanked(circle.ranking(), verdict, run, rounds);
  expectWritten(circle.written(), verdict, run, rounds);
}

/** Each seat is given away once, to somebody without one, and only where its expert has failed before it had answered. */
function expectReplaced(run: Run, opinions: readonly Opinion[], verdict: Verdict | undefined): void {
  const { replaced = [], spare = [] } = run;
  const [seats, others] = [replaced.map(({ seat }) => seat), replaced.map(({ by }) => by)];
  expect(new Set(seats).size, 'a seat is given away once').toBe(seats.length);
  expect(new Set(others).size, 'nobody sits twice').toBe(others.length);
  expect(spare, 'only candidates take a seat').toEqual(expect.arrayContaining(others));
  expect(run.experts, 'whoever takes a seat has one').toEqual([...firstSeated(run), ...others]);
  expect(run.seats.map(({ expert }) => expert)).toEqual(run.experts);
  for (const { seat, reason } of replaced) {
    expect(firstSeated(run)).toContain(seat);
    expect(leavesSeat(reason)).toBe(true);
    expect(opinions.find(({ expert }) => expert === seat)).toMatchObject({ error: { type: reason } });
  }
  if (verdict) expect((verdict.replaced ?? []).map(({ seat, by }) => [seat, by])).toEqual(replaced.map(({ seat, by }) => [seat, by]));
}

function expectAskedAgain(circle: FanOut, run: Run): void {
  const debates = (run.rounds ?? []).filter(({ round }) => round === debateRound);
  const debaters = debates.flatMap(({ experts }) => experts);
  expect(debaters, 'nobody is asked again without an answer of its own').toEqual(expect.arrayContaining([...circle.askedAgain()]));
  expect(debates.length, 'nobody is asked a third time').toBeLessThan(2);
}

function expectVerdict(verdict: Verdict, run: Run, answered: readonly string[]): void {
  const { synthesis: _synthesis, ...deliberation } = run.deliberation ?? {};
  const isAsked = Object.keys(deliberation).length > 0;
  expect(verdict.deliberation !== undefined, 'who asks for no debate is told of none').toBe(isAsked);
  expect(verdict.endedBy).toBe(run.endedBy);
  // A deadline that passed while the quorum was being reached may be named by either rule; every other rule is on the counts.
  const named = verdict.endedBy === 'settled' ? 'quorum' : verdict.endedBy;
  if (named !== 'deadline') expect(named).toBe(endingRule(run));
  // What was settled were the first answers.
  if (verdict.endedBy === 'settled' && run.strategy === undefined && !isDebated(run)) expectSettled(verdict);
  if (run.stages && run.strategy) expectStages(verdict, run, run.stages);
  expect(verdict.coverage).toMatchObject({ asked: wantedExperts(run).length, answered: answered.length });
  expect(verdict.coverage.answered + verdict.missing.length).toBe(verdict.coverage.asked);
  expect(verdict.clusters.flatMap(({ experts }) => experts).toSorted(), 'only frozen answers were weighed').toEqual(answered.toSorted());
  expect(run.status === 'no-quorum').toBe(answered.length < run.quorum);
}

/** Everybody that was asked again is told of, and the answers stand where they count. */
function expectDebate(deliberation: ShownDeliberation | undefined, run: Run, rounds: readonly Opinion[]): void {
  if (deliberation === undefined || deliberation.reason === 'off') return;
  const debates = (run.rounds ?? []).filter(({ round }) => round === debateRound);
  const [{ reason, experts: asked } = { reason: 'deadline', experts: [] }] = debates;
  expect(deliberation.reason).toBe(reason);
  expect(asked.length > 0).toBe(deliberation.reason === 'split');
  expect(deliberation.rounds.flatMap(({ experts }) => experts.map(({ expert }) => expert))).toEqual(asked);
  for (const { expert, to, error } of deliberation.rounds.flatMap(({ experts }) => experts)) {
    const second = rounds.find((one) => one.expert === expert && one.round === 2);
    const vote = second?.status === 'answered' ? saidIn(second) : null;
    expect({ expert, to, failed: error !== undefined }).toEqual({ expert, to: vote, failed: vote === null });
  }
}

function saidIn({ vote, answer = '' }: Opinion): string {
  return vote ?? answer;
}

/** Whoever was spared cost nothing, and each stage that was asked is told with its reason. */
function expectStages({ strategy, missing }: Verdict, run: Run, stages: RunStages): void {
  if (!strategy) throw new Error('a verdict of a run with stages tells of them');
  const joined = (experts: readonly string[]) => (run.replaced ?? []).filter(({ seat }) => experts.includes(seat)).map(({ by }) => by);
  const begun = stages.plan.slice(0, stages.begun.length).map((places) => places.map((place) => run.experts[place] ?? ''));
  expect(strategy.stages.map(({ experts }) => experts)).toEqual(begun.map((experts) => [...experts, ...joined(experts)]));
  expect(strategy.stages[0]).toMatchObject({ reason: 'first' });
  expect(strategy.notAsked.toSorted()).toEqual(run.experts.filter((expert) => !askedExperts(run).includes(expert)).toSorted());
  expect(strategy.saved.calls).toBe(strategy.notAsked.length);
  expect(missing.filter(({ expert }) => strategy.notAsked.includes(expert))).toEqual([]);
}

/** Nobody who was still out could have changed the answer, whoever came in between the end of the waiting and the close. */
function expectSettled({ clusters, coverage, answer }: Verdict): void {
  const [first = 0, second = 0] = clusters.map(({ experts }) => experts.length);
  expect(first).toBeGreaterThan(second + coverage.asked - coverage.answered - first);
  expect(answer).not.toBeNull();
}
