/** From the core's verdict line to the weighing that the workflow carries. */
import { describe, expect, it } from 'vitest';
import { coreVerdict, toWeighing } from '../../shared/adapters/local/core-verdict.ts';
import { maxClaims, type Panel } from '../../shared/contract/verdict.ts';

const line = {
  id: 'run-1',
  answer: 'tea',
  pick: 'ada',
  agreement: 0.5,
  confidence: null,
  clusters: [{ experts: ['ada', 'bob'], share: 1 }],
  method: 'some-rule-1',
  stability: null,
  independent: null,
  dissent: [],
};

function weigh(fields: object, panel: Partial<Panel> = {}) {
  const asked: Panel = { id: 'run-1', question: 'Which?', kind: 'choice', options: ['milk', 'tea'], opinions: [], ...panel };
  return toWeighing(coreVerdict.parse({ ...line, ...fields }), asked);
}

describe('a weighing', () => {
  it('holds no words: an option is its index, and an answer without options is its expert', () => {
    expect(weigh({})).toMatchObject({ option: 1, pick: 'ada' });
    expect(weigh({}, { kind: 'short', options: null })).toMatchObject({ option: null });
    expect(JSON.stringify([weigh({}), weigh({}, { kind: 'text', options: null })])).not.toContain('tea');
  });

  it('has the options of a ranking as indexes, whatever they are called', () => {
    const options = ['milk', 'tea', '__proto__'];
    const ranking = {
      order: [['tea'], ['milk', '__proto__']],
      borda: { milk: 1, tea: 4 },
      copeland: { tea: 2, milk: 0.5 },
      kemeny: { order: ['tea', '__proto__', 'milk'], distance: 3, exact: true, bound: 3 },
      concordance: null,
    };
    const weighed = weigh({ ranking }, { kind: 'ranking', options });
    expect(weighed).toMatchObject({
      option: 1,
      ranking: { order: [[1], [0, 2]], borda: [1, 4, 0], copeland: [0.5, 2, 0], kemeny: { order: [1, 2, 0], distance: 3, exact: true } },
    });
    expect(JSON.stringify(weighed)).not.toContain('tea');
  });

  it('holds the most supported claims, as many as the state of a workflow can carry', () => {
    const claims = Array.from({ length: maxClaims + 5 }, (_, at) => ({
      expert: 'ada',
      span: [at, at + 1],
      supports: ['ada'],
      contradicts: [],
      silent: [],
    }));
    expect(weigh({ claims }).claims?.map(({ span }) => span[0])).toEqual(Array.from({ length: maxClaims }, (_, at) => at));
  });

  it('names the experts of its pairs once, in the order of the panel, and rounds the scores', () => {
    const opinions = ['ada', 'bob', 'cyd', 'dan'].map((expert) => ({ expert, family: null, answer: 'x' }));
    // Bob's answer could not be read.
    const pairs = [
      [0, 2, 0.123_456],
      [0, 3, 1],
      [2, 3, 0.0004],
    ];
    expect(weigh({ pairs }, { opinions }).pairs).toEqual({ experts: ['ada', 'cyd', 'dan'], scores: [0.123, 1, 0] });
    expect(weigh({ pairs: [] }, { opinions }).pairs).toBeUndefined();
  });

  it('fits the state of a workflow with the longest names, and as many of them as can sit', () => {
    const experts = Array.from({ length: 50 }, (_, index) => `${String(index).padStart(2, '0')}${'x'.repeat(62)}`);
    const claims = Array.from({ length: 100 }, (_, at) => ({
      expert: experts[0],
      span: [at, at + 1],
      supports: experts,
      contradicts: [],
      silent: [],
    }));
    const byExpert = <Value>(value: Value) => Object.fromEntries(experts.map((expert) => [expert, value]));
    const number = 0.123_456_789_012_345_6;
    const opinions = experts.map((expert) => ({ expert, family: null, answer: 'x' }));
    const pairs = experts.flatMap((_, i) => experts.slice(i + 1).map((__, j) => [i, i + 1 + j, number]));
    const fields = {
      claims,
      pairs,
      clusters: experts.map((expert) => ({ experts: [expert], share: 0.02 })),
      dissent: experts.map((expert) => ({ experts: [expert], pick: expert, span: [100_000, 200_000] })),
      stability: { unchanged: 0, pivotal: experts },
      reliability: { learnt: byExpert({ right: number, asked: number }), evidence: number, weighs: true, estimates: byExpert(number) },
    };
    const weighed = weigh(fields, { opinions });
    expect(weighed.pairs?.scores).toHaveLength(1225);
    expect(Buffer.byteLength(JSON.stringify(weighed))).toBeLessThan(200_000);
  });

  it('lacks what its kind of question does not have', () => {
    expect(weigh({ reliability: null, ranking: null, claims: null, pairs: null, span: null })).toEqual(weigh({}));
  });

  it('is refused where it lacks a number that every verdict has', () => {
    for (const field of ['stability', 'independent', 'dissent']) expect(() => weigh({ [field]: undefined })).toThrow(field);
  });
});
