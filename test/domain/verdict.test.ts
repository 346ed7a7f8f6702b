import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Opinion } from '../../shared/contract/opinion.ts';
import type { Run } from '../../shared/contract/run.ts';
import { verdict as verdictSchema } from '../../shared/contract/verdict.ts';
import { panelOf } from '../../shared/domain/panel.ts';
import { demoNotice, makeVerdict, statusOf } from '../../shared/domain/verdict.ts';
import { positionsInWords } from '../../shared/domain/verdict-words.ts';
import { expertNames, sampleRun, sampleSeat } from '../ports/samples.ts';
import { answered, attemptOf, unanswered, weighingOf } from '../support/samples.ts';

const [a, b, c] = ['expert-0', 'expert-1', 'expert-2'] as const;

function closedRun(overrides: Partial<Run> = {}): Run {
  return sampleRun({ status: 'closed', endedBy: 'all', answered: 3, ...overrides });
}

const three = [answered(a, 'yes'), answered(b, 'yes'), answered(c, 'no, since it is divisible')];

describe('the panel that is weighed', () => {
  it('holds the counted answers in seat order, with the family of the seat', () => {
    const opinions = [answered(c, 'no'), unanswered(b), answered(a, 'yes')];
    expect(panelOf(closedRun(), opinions).opinions).toEqual([
      { expert: a, family: 'script', answer: 'yes' },
      { expert: c, family: 'script', answer: 'no' },
    ]);
  });

  it('tells the day of the question, what is known of the experts, and what is known of the answer', () => {
    const state = { version: 1, experts: { [a]: { right: 1, asked: 2 } } } as const;
    expect(panelOf(closedRun({ learning: 'shadow' }), three, { state, outcome: { right: true, about: a } })).toMatchObject({
      at: Date.parse('2026-03-01T10:00:00.000Z') / 86_400_000,
      reliability: state,
      reliability_mode: 'shadow',
      outcome: { right: true, about: a },
    });
  });

  it('says nothing of all that where the run does not learn', () => {
    const panel = panelOf(closedRun({ learning: 'off' }), three, { outcome: { right: true } });
    expect(Object.keys(panel).toSorted()).toEqual(['id', 'kind', 'opinions', 'options', 'question']);
  });

  it('has no late answer', () => {
    expect(panelOf(closedRun(), [answered(a, 'yes', { status: 'late' })]).opinions).toEqual([]);
  });
});

describe('the answer of a verdict', () => {
  it('is the option that the core points at, in the words of the question', () => {
    const verdict = makeVerdict(closedRun(), weighingOf([[a, b], [c]], { option: 0 }), three, []);
    expect(verdict.answer).toBe('yes');
  });

  it('is what the core has read in the picked reply for kind short, and all of it where it points nowhere', () => {
    const run = closedRun({ kind: 'short' });
    const reply = 'It is \\boxed{42} 😀, I think.';
    expect(makeVerdict(run, weighingOf([[a]], { decided: true, span: [13, 15] }), [answered(a, reply)], []).answer).toBe('42');
    expect(makeVerdict(run, weighingOf([[a]], { decided: true }), [answered(a, '42')], []).answer).toBe('42');
  });

  it('is the whole reply of the picked expert for free text', () => {
    expect(makeVerdict(closedRun({ kind: 'text' }), weighingOf([[c], [a, b]]), three, []).answer).toBe('no, since it is divisible');
  });

  it('holds what the answer comes to, as dissent and positions do', () => {
    const run = closedRun({ kind: 'auto' });
    const reasons = [
      answered(a, 'It takes 69 from 81.', { conclusion: '12' }),
      answered(b, 'By counting.', { conclusion: '12' }),
      answered(c, 'A rough guess.', { conclusion: '13' }),
    ];
    const verdict = makeVerdict(run, weighingOf([[a, b], [c]], { decided: true }), reasons, []);
    expect([verdict.answer, verdict.dissent.map(({ answer }) => answer)]).toEqual(['It takes 69 from 81.\n\n12', ['A rough guess.\n\n13']]);
    const positions = positionsInWords(weighingOf([[a, b], [c]], { decided: false }), reasons, 'auto');
    expect(positions.map(({ answer }) => answer)).toEqual(['It takes 69 from 81.\n\n12', 'A rough guess.\n\n13']);
  });

  it('is nothing where the core picks nobody, or points beyond the options', () => {
    expect(makeVerdict(closedRun(), weighingOf([]), [], []).answer).toBeNull();
    expect(makeVerdict(closedRun(), weighingOf([[a]], { option: 9 }), three, []).answer).toBeNull();
    expect(makeVerdict(closedRun({ kind: 'text' }), weighingOf([['stranger']]), three, []).answer).toBeNull();
  });
});

describe('what else a verdict says', () => {
  it('quotes who is outside the leading cluster, in their own words', () => {
    const { dissent } = makeVerdict(closedRun(), weighingOf([[a, b], [c]], { option: 0 }), three, []);
    expect(dissent).toEqual([{ expert: c, answer: 'no, since it is divisible' }]);
  });

  it('calls nobody a dissenter where nobody leads', () => {
    expect(makeVerdict(closedRun(), weighingOf([[a, b], [c]], { pick: null }), three, []).dissent).toEqual([]);
  });

  it('cuts out of a dissent the words that the core points at', () => {
    const weighing = weighingOf([[a, b], [c]], { option: 0, dissent: [{ experts: [c], pick: c, span: [0, 2] }] });
    expect(makeVerdict(closedRun(), weighing, three, []).dissent).toEqual([
      { expert: c, answer: 'no, since it is divisible', short: 'no' },
    ]);
  });

  it('passes on how stable the answer is and how much evidence the answers are', () => {
    const numbers = { stability: { unchanged: 2 / 3, pivotal: [b] }, independent: 1.5 };
    expect(makeVerdict(closedRun(), weighingOf([[a, b], [c]], numbers), three, [])).toMatchObject(numbers);
  });

  it('gives each claim in the words of one expert, cut where they are many', () => {
    const lists = { supports: [a], contradicts: [b], silent: [] };
    const claims = [
      { expert: c, span: [4, 25] as [number, number], ...lists },
      { expert: a, span: [0, 600] as [number, number], ...lists },
    ];
    const opinions = [answered(a, 'x'.repeat(600)), answered(c, 'no, since it is divisible')];
    const said = makeVerdict(closedRun({ kind: 'text' }), weighingOf([[a], [c]], { claims }), opinions, []).claims;
    expect(said?.map(({ text }) => text)).toEqual(['since it is divisible', `${'x'.repeat(500)}…`]);
    expect(said?.[0]).toMatchObject({ expert: c, ...lists });
  });

  it('says what earlier consultations would have decided, and not what this one adds to them', () => {
    const reliability = { evidence: 3, weighs: false, estimates: { [a]: 0.9 }, learnt: { [a]: { right: 1, asked: 1 } } };
    const said = (shadow: object | undefined, decided: boolean) => {
      const weighing = weighingOf([[a]], { decided, reliability: { ...reliability, ...(shadow ? { shadow } : {}) } as never });
      return makeVerdict(closedRun(), weighing, three, []).reliability;
    };
    expect(said({ pick: c, option: 1, agrees: false }, true)).toEqual({
      evidence: 3,
      weighs: false,
      estimates: { [a]: 0.9 },
      shadow: { pick: c, answer: 'no', agrees: false, confidence: null },
    });
    expect(said({ pick: c, agrees: false, confidence: 0.5 }, true)?.shadow).toEqual({ pick: c, agrees: false, confidence: 0.5 });
    expect(said(undefined, true)?.shadow).toBeNull();
    // Nothing undecided looks decided.
    expect(said({ pick: c, option: 1, agrees: true }, false)?.shadow).toBeNull();
  });

  it('names whose counted answer was cut off, decided or not', () => {
    const opinions = [answered(a, 'yes', { truncated: true }), answered(b, 'yes'), answered(c, 'no', { truncated: true, status: 'late' })];
    for (const decided of [true, false]) {
      expect(makeVerdict(closedRun(), weighingOf([[a, b]], { decided }), opinions, []).truncated).toEqual([a]);
    }
    expect(makeVerdict(closedRun(), weighingOf([[a, b]]), three, [])).not.toHaveProperty('truncated');
  });

  it('tells both numbers where the request went below the quorum that its circle declares', () => {
    const { coverage } = makeVerdict(closedRun({ quorum: 1, declaredQuorum: 3 }), weighingOf([[a]]), [answered(a, 'yes')], []);
    expect(coverage).toMatchObject({ quorum: 3, minimum: 1 });
    const both = makeVerdict(closedRun({ quorum: 2, declaredQuorum: 3, minimum: 1 }), weighingOf([[a]]), [answered(a, 'yes')], []);
    expect(both.coverage).toMatchObject({ quorum: 3, minimum: 1 });
  });

  it('counts families of those who answered only', () => {
    const opinions = [answered(a, 'yes', { family: 'x' }), answered(b, 'yes', { family: 'x' }), unanswered(c)];
    expect(makeVerdict(closedRun(), weighingOf([[a, b]]), opinions, []).coverage).toEqual({ asked: 3, answered: 2, families: 1 });
  });

  it('carries the notice of the demo circle, and no other', () => {
    expect(makeVerdict(closedRun({ demo: true }), weighingOf([[a]]), three, []).notice).toBe(demoNotice);
    expect(makeVerdict(closedRun(), weighingOf([[a]]), three, [])).not.toHaveProperty('notice');
  });

  it('names the rule under which the run was closed', () => {
    expect(makeVerdict(closedRun({ endedBy: 'deadline' }), weighingOf([[a]]), three, []).endedBy).toBe('deadline');
  });

  it('names the best reason known of each expert without a counted answer', () => {
    const run = closedRun({ seats: expertNames(5).map(sampleSeat), endedBy: 'deadline' });
    const opinions = [answered(a, 'yes'), unanswered(b), answered('expert-3', 'too late', { status: 'late' })];
    const { missing } = makeVerdict(run, weighingOf([[a]]), opinions, [attemptOf(c, 'busy')]);
    expect(missing.map(({ expert, status, error }) => [expert, status, error.message])).toEqual([
      [b, 'failed', 'the provider failed'],
      [c, 'failed', 'busy'],
      ['expert-3', 'late', 'no answer before the deadline'],
      ['expert-4', 'timeout', 'no answer before the deadline'],
    ]);
  });

  it('accounts for every seat: asked is answered plus missing', () => {
    const status = fc.constantFrom<Opinion['status'] | 'none' | 'attempt'>(
      'answered',
      'failed',
      'timeout',
      'late',
      'cancelled',
      'none',
      'attempt',
    );
    fc.assert(
      fc.property(fc.array(status, { minLength: 1, maxLength: 12 }), (fates) => {
        const names = expertNames(fates.length);
        const seats = names.map(sampleSeat);
        const of = (wanted: (fate: string) => boolean) => names.filter((_, index) => wanted(fates[index] ?? 'none'));
        const opinions = of((fate) => fate !== 'none' && fate !== 'attempt').map((expert) =>
          unansweredOrNot(expert, fates[names.indexOf(expert)]),
        );
        const counted = of((fate) => fate === 'answered');

        const run = closedRun({ seats, quorum: 1, answered: counted.length });
        const verdict = makeVerdict(
          run,
          weighingOf(counted.length > 0 ? [counted] : []),
          opinions,
          of((fate) => fate === 'attempt').map((expert) => attemptOf(expert)),
        );

        expect(verdictSchema.parse(verdict)).toEqual(verdict);
        expect(verdict.coverage.asked).toBe(seats.length);
        expect(verdict.coverage.answered + verdict.missing.length).toBe(seats.length);
        expect([...counted, ...verdict.missing.map(({ expert }) => expert)].toSorted()).toEqual(names.toSorted());
      }),
    );
  });
});

describe('the verdict on a ranking', () => {
  const run = closedRun({ kind: 'ranking', options: ['tea', 'coffee', 'milk'] });
  const ranking = {
    order: [[1], [0, 2]],
    borda: [1.5, 4, 0.5],
    copeland: [0, 2, 0],
    kemeny: { order: [1, 0, 2], distance: 2, exact: true },
    concordance: 0.5,
  };

  it('has options for the indexes of the core', () => {
    const verdict = makeVerdict(run, weighingOf([[a, b], [c]], { option: 1, ranking }), three, []);
    expect(verdict).toMatchObject({
      answer: 'coffee',
      ranking: {
        order: [['coffee'], ['tea', 'milk']],
        scores: [
          { option: 'tea', borda: 1.5, copeland: 0 },
          { option: 'coffee', borda: 4, copeland: 2 },
          { option: 'milk', borda: 0.5, copeland: 0 },
        ],
        kemeny: { order: ['coffee', 'tea', 'milk'], distance: 2, exact: true },
        concordance: 0.5,
      },
    });
    expect(verdictSchema.parse(verdict)).toEqual(verdict);
  });

  it('finds the dissent where the core sees it, though the expert nearest to all of them prefers another option', () => {
    const weighing = weighingOf([[a, b], [c]], { pick: c, option: 1, ranking, dissent: [{ experts: [c], pick: c }] });
    expect(makeVerdict(run, weighing, three, []).dissent.map(({ expert }) => expert)).toEqual([c]);
  });

  it('is no consensus where two options share the first place, and decided where one has it, though no two orders match', () => {
    const status = (order: number[][]) => statusOf(run, weighingOf([[a], [b], [c]], { ranking: { ...ranking, order } }));
    expect(status([[0], [1], [2]])).toBe('decided');
    expect(status([[0, 1], [2]])).toBe('no-consensus');
  });
});

describe('the status of a verdict', () => {
  const status = (clusters: readonly (readonly string[])[], run: Partial<Run> = {}, weighing = {}) =>
    statusOf(closedRun({ answered: clusters.flat().length, ...run }), weighingOf(clusters, weighing));

  it.each<[string, readonly (readonly string[])[], Partial<Run>]>([
    ['a majority', [[a, b], [c]], {}],
    ['everybody', [[a, b, c]], {}],
    ['a plurality', [['p', 'q'], ['r'], ['s'], ['t']], { quorum: 5 }],
    ['a single answer that was enough', [[a]], { quorum: 1 }],
    ['free text, though no two texts match', [[a], [b], [c]], { kind: 'text' }],
  ])('is decided by %s', (_, clusters, run) => {
    expect(status(clusters, run)).toBe('decided');
  });

  it.each<[string, readonly (readonly string[])[], Partial<Run>]>([
    [
      'a dead heat',
      [
        ['p', 'q'],
        ['r', 's'],
      ],
      {},
    ],
    ['a dead heat with others below', [['p', 'q'], ['r', 's'], ['t']], { kind: 'short' }],
    ['answers of which no two match', [[a], [b], [c]], { kind: 'short' }],
  ])('is no consensus for %s', (_, clusters, run) => {
    expect(status(clusters, run)).toBe('no-consensus');
  });

  it('is no consensus where the core picks nobody', () => {
    expect(status([[a, b]], {}, { pick: null })).toBe('no-consensus');
  });

  it('does not hang on the order of the clusters', () => {
    const clusters = [
      { experts: [c], share: 1 / 3 },
      { experts: [a, b], share: 2 / 3 },
    ];
    expect(status([[c], [a, b]], {}, { clusters })).toBe('decided');
  });

  it('is no quorum whenever too few answered, whatever they say', () => {
    expect(status([[a]], { quorum: 2 })).toBe('no-quorum');
    expect(status([], { quorum: 1 })).toBe('no-quorum');
  });

  it('is no consensus where no two match, though one of them weighs more', () => {
    const clusters = [
      { experts: [a], share: 0.6 },
      { experts: [b], share: 0.4 },
    ];
    expect(status([[a], [b]], { kind: 'short' }, { clusters })).toBe('no-consensus');
  });

  it('weighs shares, not heads: weights that differ by a rounding error are a dead heat', () => {
    const clusters = [
      { experts: ['p', 'q'], share: 0.5 + 1e-12 },
      { experts: ['r', 's'], share: 0.5 - 1e-12 },
    ];
    expect(
      status(
        [
          ['p', 'q'],
          ['r', 's'],
        ],
        {},
        { clusters },
      ),
    ).toBe('no-consensus');
  });
});

function unansweredOrNot(expert: string, fate: Opinion['status'] | 'none' | 'attempt' | undefined): Opinion {
  if (fate === 'answered' || fate === 'late') return answered(expert, 'yes', { status: fate });
  return unanswered(expert, fate === 'timeout' || fate === 'cancelled' ? fate : 'failed');
}
