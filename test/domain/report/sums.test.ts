/** Sums and figures of generated consultations, held against counts that are too simple to be wrong. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { reportSums } from '../../../shared/contract/report.ts';
import type { Verdict } from '../../../shared/contract/verdict.ts';
import { mergeSums } from '../../../shared/domain/report/add.ts';
import { reportOf } from '../../../shared/domain/report/figures.ts';
import { type Ended, observe } from '../../../shared/domain/report/observe.ts';
import { smallerCircles } from '../../../shared/domain/report/smaller-circles.ts';
import { expertNames, sampleOpinion, sampleRun, sampleSeat, sampleVerdict } from '../../ports/samples.ts';

const names = expertNames(3);
const words = ['yes', 'no', 'perhaps'] as const;
type Word = (typeof words)[number];

interface Course {
  readonly answers: readonly (Word | 'failed' | 'late')[];
  readonly truth: Word | undefined;
  readonly kind: 'choice' | 'short';
  readonly usd: number | null;
  readonly confidence: number;
}

const anyCourse: fc.Arbitrary<Course> = fc.record({
  answers: fc.array(fc.constantFrom(...words, 'yes' as const, 'failed' as const, 'late' as const), { minLength: 3, maxLength: 3 }),
  truth: fc.option(fc.constantFrom(...words), { nil: undefined }),
  kind: fc.constantFrom('choice', 'short'),
  usd: fc.option(
    fc.integer({ min: 0, max: 1000 }).map((nano) => nano / 1e9),
    { nil: null },
  ),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
});

/** Who says the same, most of them first. */
function groupsOf(answers: Course['answers']): readonly (readonly [string, readonly string[]])[] {
  const groups = [...Map.groupBy(names, (_, seat) => String(answers[seat]))].filter(([said]) => words.includes(said as Word));
  return groups.toSorted(([, a], [, b]) => b.length - a.length);
}

function opinionsOf({ answers, usd }: Course): readonly Opinion[] {
  return names.map((expert, seat) => {
    const said = answers[seat] ?? 'failed';
    const status = said === 'failed' || said === 'late' ? said : 'answered';
    const opinion = sampleOpinion(expert, { status, costUsd: usd, latencyMs: 100 * (seat + 1) });
    return status === 'answered' ? { ...opinion, answer: said } : opinion;
  });
}

function seatsOf({ truth }: Course, opinions: readonly Opinion[]): ReadonlyMap<string, boolean> | undefined {
  const heard = opinions.filter(({ status }) => status === 'answered');
  if (truth === undefined || heard.length === 0) return undefined;
  return new Map(heard.map(({ expert, answer }) => [expert, answer === truth]));
}

/** The plurality decides, where there is one. */
function winnerOf([one, other]: ReturnType<typeof groupsOf>): string | null {
  const [first, second] = [one?.[1] ?? [], other?.[1] ?? []];
  return first.length > second.length ? (first[0] ?? null) : null;
}

function verdictOf({ answers, confidence }: Course): Verdict {
  const groups = groupsOf(answers);
  const pick = winnerOf(groups);
  const clusters = groups.map(([, experts]) => ({ experts: [...experts], share: experts.length / 3 }));
  const answer = groups.find(([, experts]) => pick !== null && experts.includes(pick))?.[0] ?? null;
  return sampleVerdict({ pick, answer, clusters, confidence: pick === null ? null : confidence });
}

function endedOf(course: Course, at: number): Ended {
  const opinions = opinionsOf(course);
  const verdict = verdictOf(course);
  const { pick } = verdict;
  const seats = seatsOf(course, opinions);
  const status = pick === null ? 'no-consensus' : 'decided';
  const more = { kind: course.kind, seats: names.map(sampleSeat), status, endedAt: '2026-03-01T10:00:02.000Z' } as const;
  const run = sampleRun({ id: `run-${at}`, ...more });
  const truth = { circle: pick === null ? undefined : seats?.get(pick), seats };
  return { run, verdict, opinions, truth, answerKnown: course.truth !== undefined };
}

const courses = fc.array(anyCourse, { maxLength: 40 });
const partsOf = (all: readonly Course[]) => all.map(endedOf).map(observe);

describe('the sums of a report', () => {
  test.prop([courses, fc.infiniteStream(fc.nat())])('do not depend on the order of the consultations', (all, keys) => {
    const keyed = all.map((one) => [keys.next().value, one] as const);
    const shuffled = keyed.toSorted(([a], [b]) => a - b).map(([, one]) => one);
    expect(mergeSums(partsOf(shuffled))).toEqual(mergeSums(partsOf(all)));
  });

  test.prop([courses, fc.nat(40)])('of two parts add up to those of the whole, as the contract has them', (all, cut) => {
    const parts = partsOf(all);
    const [one, other] = [mergeSums(parts.slice(0, cut)), mergeSums(parts.slice(cut))];
    const whole = mergeSums(parts);
    expect(mergeSums([...one, ...other])).toEqual(whole);
    for (const sums of whole) reportSums.parse(sums);
    expect(reportOf([...one, ...other])).toEqual(reportOf(parts));
  });

  test.prop([courses])('count as a reader of the consultations counts', (all) => {
    const known = all.filter(({ truth, answers }) => truth !== undefined && answers.some((said) => words.includes(said as Word)));
    const [circle] = reportOf(partsOf(all)).circles;
    if (circle === undefined) {
      expect(all).toHaveLength(0);
      return;
    }
    const { knownRight, nobody, alternatives, verdicts } = circle.all;
    expect(verdicts).toBe(all.length);
    expect(knownRight.of).toBe(known.length);
    expect(nobody.count).toBe(known.filter(({ truth, answers }) => !answers.includes(truth as Word)).length);
    for (const [seat, expert] of names.entries()) {
      const asked = known.filter(({ answers }) => answers[seat] !== 'late');
      const own = alternatives.find(({ name }) => name === `seat ${expert}`)?.right;
      expect([own?.count ?? 0, own?.of ?? 0]).toEqual([asked.filter(({ truth, answers }) => answers[seat] === truth).length, asked.length]);
    }
    for (const { right, circleRight, corrected, spoilt } of alternatives) expect(right.count - circleRight.count).toBe(corrected - spoilt);
    expect(circle.kinds.reduce((sum, { figures }) => sum + figures.knownRight.count, 0)).toBe(knownRight.count);
  });

  test.prop([courses])('are calibrated by what was judged only, and never beyond what is possible', (all) => {
    const ended = all.map(endedOf);
    const judged = ended.filter(({ truth, verdict }) => truth?.circle !== undefined && verdict?.confidence !== null);
    const [circle] = reportOf(ended.map(observe)).circles;
    const { verdicts = 0, ece = null, brier = null } = circle?.all.calibration ?? {};
    expect(verdicts).toBe(judged.length);
    const squares = judged.map(({ truth, verdict }) => ((verdict?.confidence ?? 0) - Number(truth?.circle)) ** 2);
    const mean = squares.reduce((sum, one) => sum + one, 0) / squares.length;
    if (brier === null || ece === null) expect(judged).toHaveLength(0);
    else expect(brier).toBeCloseTo(mean, 5);
    expect(ece ?? 0).toBeLessThanOrEqual(1);
  });
});

describe('figures of a report', () => {
  const of = (count: number) =>
    partsOf(
      Array.from({ length: count }, () => ({ answers: ['yes', 'yes', 'no'], truth: 'yes', kind: 'choice', usd: 0.001, confidence: 0.9 })),
    );

  it('are marked where there are few', () => {
    expect(reportOf(of(19)).circles[0]?.all.knownRight).toMatchObject({ share: 1, few: true });
    expect(reportOf(of(20)).circles[0]?.all.knownRight).toMatchObject({ share: 1, few: false });
  });

  it('name the best seat, what a right answer cost, and how much dearer the circle is than each seat', () => {
    const figures = reportOf(of(20)).circles[0]?.all;
    expect(figures).toMatchObject({ bestSeat: 'expert-0', usdPerRightAnswer: 0.003 });
    expect(figures?.alternatives[0]).toMatchObject({
      name: 'seat expert-0',
      callsShare: 1 / 3,
      usdShare: 1 / 3,
      seconds: 0.1,
      circleSeconds: 0.3,
      pValue: 1,
    });
    expect(figures?.seats[2]).toMatchObject({ expert: 'expert-2', dissent: { share: 1 }, meanSeconds: 0.3 });
  });

  it('see who errs with whom beyond chance', () => {
    const wrong = (kind: readonly Word[], count: number): Course[] =>
      Array.from({ length: count }, () => ({ answers: kind, truth: 'yes', kind: 'choice', usd: 0, confidence: 0.5 }));
    const all = [...wrong(['no', 'no', 'yes'], 10), ...wrong(['yes', 'yes', 'yes'], 25), ...wrong(['yes', 'yes', 'perhaps'], 5)];
    const pairs = reportOf(partsOf(all)).circles[0]?.all.pairs;
    expect(pairs?.[0]).toMatchObject({
      experts: ['expert-0', 'expert-1'],
      questions: 40,
      bothWrong: 10,
      byChance: 2.5,
      sameWrong: 10,
      beyondChance: true,
    });
    expect(pairs?.slice(1).map(({ beyondChance }) => beyondChance)).toEqual([false, false]);
  });

  it('look at smaller circles as far as there are few enough of them', () => {
    const count = (seats: number) => smallerCircles(expertNames(seats)).length;
    expect([2, 3, 4, 10, 11, 20, 21, 50].map(count)).toEqual([0, 6, 14, 175, 66, 210, 21, 50]);
  });
});
