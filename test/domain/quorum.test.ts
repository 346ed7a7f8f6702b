import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedInHead } from '../../shared/contract/run.ts';
import { closingRule, endingRule, loweredFloor } from '../../shared/domain/quorum.ts';

interface Counts {
  readonly answered: number;
  readonly failed: number;
  readonly quorum: number;
  readonly minimum?: number;
  readonly experts: { readonly length: number };
}

/** Every panel of up to eight seats: few enough to try them all, so no law is left to chance. */
const allCounts: readonly Counts[] = numbers(1, 8).flatMap((length) =>
  numbers(1, length).flatMap((quorum) =>
    numbers(0, length).flatMap((answered) =>
      numbers(0, length - answered).map((failed) => ({ answered, failed, quorum, experts: { length } })),
    ),
  ),
);

/** A panel of up to fifty seats and the order in which its experts answer (true) or fail. */
const course = fc
  .array(fc.boolean(), { minLength: 1, maxLength: 50 })
  .chain((outcomes) => fc.record({ outcomes: fc.constant(outcomes), quorum: fc.integer({ min: 1, max: outcomes.length }) }));

describe('endingRule', () => {
  it('waits exactly while the quorum is not reached and can still be reached', () => {
    for (const counts of allCounts) {
      const { answered, failed, quorum, experts } = counts;
      const stillOut = experts.length - answered - failed;

      const waits = endingRule(counts) === undefined;

      expect(waits, JSON.stringify(counts)).toBe(answered < quorum && answered + stillOut >= quorum);
    }
  });

  it('names a quorum only where it is reached, and a failure only where it cannot be', () => {
    for (const counts of allCounts) {
      const rule = endingRule(counts);
      const reached = counts.answered >= counts.quorum;

      if (rule === 'quorum' || rule === 'all') expect(reached, JSON.stringify(counts)).toBe(true);
      if (rule === 'impossible') expect(reached, JSON.stringify(counts)).toBe(false);
    }
  });

  it('says "all" when nobody is left to wait for', () => {
    for (const counts of allCounts.filter(({ answered, failed, experts }) => answered + failed === experts.length)) {
      expect(endingRule(counts), JSON.stringify(counts)).toBe(counts.answered >= counts.quorum ? 'all' : 'impossible');
    }
  });

  it('ends every course by its last outcome at the latest, and never takes an end back', () => {
    fc.assert(
      fc.property(course, ({ outcomes, quorum }) => {
        const rules = outcomes.map((_, index) => endingRule(countsAfter(outcomes.slice(0, index + 1), quorum, outcomes.length)));

        const firstEnd = rules.findIndex((rule) => rule !== undefined);
        expect(firstEnd).toBeGreaterThanOrEqual(0);
        expect(rules.slice(firstEnd).every((rule) => rule !== undefined)).toBe(true);
      }),
    );
  });
});

describe('a minimum', () => {
  const withMinimum: readonly Counts[] = allCounts.flatMap((counts) =>
    numbers(1, counts.quorum).map((minimum) => ({ ...counts, minimum })),
  );

  it('lets fewer answers than the quorum decide, once no more can be had and never before', () => {
    for (const counts of withMinimum) {
      const { answered, failed, quorum, minimum = quorum, experts } = counts;
      const stillOut = experts.length - answered - failed;
      const reachable = answered + stillOut;

      const waits = endingRule(counts) === undefined;

      const enough = Math.max(minimum, Math.min(quorum, reachable));
      expect(waits, JSON.stringify(counts)).toBe(reachable >= minimum && answered < enough && stillOut > 0);
    }
  });

  it('is never undercut', () => {
    for (const counts of withMinimum) {
      const { answered, quorum, minimum = quorum } = counts;
      if (answered < minimum) expect(['impossible', undefined], JSON.stringify(counts)).toContain(endingRule(counts));
    }
  });
});

describe('a floor', () => {
  it.each([
    [{ quorum: 3 }, undefined],
    [{ quorum: 3, minimum: 3 }, undefined],
    [{ quorum: 3, minimum: 4 }, undefined],
    [
      { quorum: 3, minimum: 2 },
      { quorum: 3, minimum: 2 },
    ],
    [
      { quorum: 2, declaredQuorum: 3 },
      { quorum: 3, minimum: 2 },
    ],
    [{ quorum: 3, declaredQuorum: 2 }, undefined],
  ])('of %j is lowered: %j', (run, floor) => {
    expect(loweredFloor(run)).toEqual(floor);
  });
});

describe('an expert whom no limit has room for', () => {
  const experts = ['a', 'b', 'c', 'd'];
  const worst = experts.map(() => ({ calls: 1, tokens: 0, usd: 0 }));
  /** Two are asked first, two after them, and the limit pays for two calls. */
  const run = {
    experts,
    quorum: 2,
    failed: 0,
    answered: 2,
    arrivals: ['a', 'b'],
    charges: { a: { calls: 1 }, b: { calls: 1 } },
    stages: {
      plan: [
        [0, 1],
        [2, 3],
      ],
      begun: [{}],
    },
    strategy: { escalate: [experts.slice(0, 2), experts.slice(2)] },
    limits: { calls: 2, worst },
  } as unknown as Parameters<typeof endingRule>[0];

  it('is waited for no longer', () => {
    expect(endingRule(run)).toBe('all');
    expect(endingRule({ ...run, quorum: 3 })).toBe('impossible');
    expect(endingRule({ ...run, limits: { ...run.limits, calls: 4 } } as typeof run)).toBe('quorum');
  });

  it('is none where nothing is limited, or everybody is asked at once', () => {
    const { limits: _limits, ...unlimited } = run;
    const { stages: _stages, ...together } = run;
    expect([endingRule(unlimited), endingRule(together)]).toEqual(['quorum', 'quorum']);
  });
});

describe('closingRule', () => {
  const deadlineAt = '2026-03-01T10:01:00.000Z';
  const before = new Date('2026-03-01T10:00:59.999Z');
  const after = new Date(deadlineAt);

  it('names what the counts say, and an end before everybody is heard for what the circle waits for', () => {
    for (const counts of allCounts) {
      const rule = endingRule(counts) ?? 'deadline';
      expect(closingRule({ ...counts, deadlineAt, stop: 'quorum' }, before)).toBe(rule);
      expect(closingRule({ ...counts, deadlineAt, stop: 'settled' }, before)).toBe(rule === 'quorum' ? 'settled' : rule);
    }
  });

  it('names the deadline for a quorum that its hung experts put out of reach, and for an outcome that was still open', () => {
    const one = { answered: 1, failed: 2, quorum: 2, experts: ['a', 'b', 'c'], deadlineAt, stop: 'settled' } as const;
    expect(closingRule(one, after)).toBe('deadline');
    expect(closingRule({ ...one, answered: 2, failed: 1 }, after)).toBe('all');
    expect(closingRule({ ...one, answered: 2, failed: 0 }, after)).toBe('deadline');
    expect(closingRule({ ...one, answered: 2, failed: 0, stop: 'quorum' }, after)).toBe('quorum');
  });

  it('is the deadline where rules spoke first and a model hung to the end, though the count was met', () => {
    const run = { answered: 3, failed: 0, quorum: 2, minimum: undefined, experts: { length: 4 }, deadlineAt, stop: 'quorum' } as const;
    const stages = {
      plan: [
        [0, 1],
        [2, 3],
      ],
      begun: [{}, {}],
    };
    expect(closingRule({ ...run, stages } as unknown as Parameters<typeof closingRule>[0], after)).toBe('deadline');
    expect(closingRule(run, after)).toBe('quorum');
    expect(closingRule({ ...run, answered: 4, stages } as unknown as Parameters<typeof closingRule>[0], after)).toBe('all');
  });
});

describe('a run that may settle', () => {
  it.each<[Pick<Parameters<typeof askedInHead>[0], 'kind' | 'ordered' | 'schema'>, boolean]>([
    [{ kind: 'choice' }, true],
    [{ kind: 'short' }, true],
    [{ kind: 'choice', ordered: true }, false],
    [{ kind: 'text' }, false],
    [{ kind: 'text', schema: '{}' }, false],
    [{ kind: 'ranking' }, false],
    [{ kind: 'auto' }, false],
  ])('%j may: %s', (asked, may) => expect(askedInHead({ ...asked, seats: [] }).settles).toBe(may));
});

function countsAfter(outcomes: readonly boolean[], quorum: number, length: number): Counts {
  const answered = outcomes.filter(Boolean).length;
  return { answered, failed: outcomes.length - answered, quorum, experts: { length } };
}

function numbers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
