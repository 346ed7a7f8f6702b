/** What is read of a synthesis, and which of its sentences stand up to the ledger. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Opinion } from '../../shared/contract/opinion.ts';
import type { Run } from '../../shared/contract/run.ts';
import type { Support } from '../../shared/contract/synthesis.ts';
import type { Verdict } from '../../shared/contract/verdict.ts';
import { sentenceMaxCharacters, sentencesMax } from '../../shared/contract/written-synthesis.ts';
import { sayGrounds, saySynthesis } from '../../shared/domain/say-synthesis.ts';
import { promptOfSynthesis, synthesisBytes, synthesisIn } from '../../shared/domain/synthesis-prompt.ts';
import { synthesisInWords } from '../../shared/domain/synthesis-words.ts';
import { answered } from '../support/samples.ts';

const ledger = {
  decided: 'A',
  claims: [
    { expert: 'ada', span: [0, 3] as [number, number], text: 'one', supports: ['A', 'B'], contradicts: [] },
    { expert: 'bob', span: [4, 7] as [number, number], text: 'two', supports: ['B'], contradicts: ['A'] },
  ],
};

/** A reply of one sentence that cites claim 1, and another one. */
const replyWith = (sentence: unknown) => JSON.stringify({ sentences: [{ text: 'It is one.', claims: [1] }, sentence] });

describe('a synthesis', () => {
  it.each<[string, unknown, string]>([
    ['cites nothing', { text: 'So.', claims: [] }, 'uncited'],
    ['has no list of claims', { text: 'So.' }, 'uncited'],
    ['has no words', { text: ' ', claims: [1] }, 'uncited'],
    ['is no object', 'So.', 'uncited'],
    ['cites a claim that there is not', { text: 'So.', claims: [1, 3] }, 'unknown'],
    ['cites a part of a claim', { text: 'So.', claims: [1.5] }, 'unknown'],
    ['cites claim 0', { text: 'So.', claims: [0] }, 'unknown'],
    ['cites a name', { text: 'So.', claims: ['ada'] }, 'unknown'],
    ['is too long', { text: 'so '.repeat(sentenceMaxCharacters), claims: [1] }, 'excess'],
  ])('drops and counts a sentence that %s', (_, sentence, flaw) => {
    const none = { uncited: 0, unknown: 0, excess: 0 };
    const sentences = [{ text: 'It is one.', claims: [{ expert: 'ada', span: [0, 3] }] }];
    expect(synthesisIn(replyWith(sentence), ledger)).toEqual({ sentences, ...none, [flaw]: 1 });
  });

  it('takes numbers however they are written, each once, and puts a sentence on one line', () => {
    const plain = synthesisIn(
      `<think>{}</think>Here: ${JSON.stringify({ sentences: [{ text: ' It is\none. ', claims: ['2', 2, 1] }] })}`,
      ledger,
    );
    expect(plain?.sentences).toEqual([
      {
        text: 'It is one.',
        claims: [
          { expert: 'bob', span: [4, 7] },
          { expert: 'ada', span: [0, 3] },
        ],
      },
    ]);
  });

  it('keeps so many sentences and counts all beyond', () => {
    const sentences = Array.from({ length: sentencesMax + 7 }, (_, at) => ({ text: `Sentence ${at}.`, claims: [1] }));
    const read = synthesisIn(JSON.stringify({ sentences }), ledger);
    expect([read?.sentences.length, read?.excess]).toEqual([sentencesMax, 7]);
  });

  it('is read from any reply without a throw, and cites only what was shown', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.jsonValue().map(replyWith)), (reply) => {
        for (const { claims } of synthesisIn(reply, ledger)?.sentences ?? []) {
          for (const { expert } of claims) expect(['ada', 'bob']).toContain(expert);
        }
      }),
    ));

  it('shows no more of the claims than it may cost', () => {
    const letters = Array.from({ length: 50 }, (_, at) => `A${at}`.slice(0, 2));
    const claim = {
      expert: 'ada',
      span: [0, 1] as [number, number],
      text: 'ö€<claim>'.repeat(2000),
      supports: letters,
      contradicts: letters,
    };
    const bytes = (claims: number) => {
      const { instructions, prompt } = promptOfSynthesis(
        { question: '?', kind: 'text' } as never,
        { decided: null, claims: Array.from({ length: claims }, () => claim) },
        undefined,
        undefined,
      );
      return Buffer.byteLength(instructions) + Buffer.byteLength(prompt);
    };
    expect(bytes(60)).toBe(bytes(40));
    expect(bytes(60)).toBeGreaterThan(30_000);
    expect(bytes(60)).toBeLessThan(synthesisBytes(50) + 200);
    expect(bytes(0)).toBeLessThan(synthesisBytes(0) - 40 * 900 + 200);
  });
});

describe('what a verdict says of a synthesis', () => {
  const claims = [
    { expert: 'ada', span: [0, 3], text: 'one', supports: ['ada', 'bob'], contradicts: [], silent: [] },
    { expert: 'bob', span: [4, 7], text: 'two', supports: ['bob'], contradicts: ['ada'], silent: [] },
  ] satisfies NonNullable<Verdict['claims']>;
  const round = { round: 10, at: '2026-03-01T10:00:00.000Z', reason: 'claims', experts: ['scribe'], after: 2, heard: [], sent: true };
  const run = { deliberation: { synthesis: 'scribe' }, rounds: [round] } as unknown as Run;
  const word = (overrides: Partial<Opinion> = {}): Opinion => {
    const cited = [
      { text: 'It is one.', claims: [{ expert: 'ada', span: [0, 3] as [number, number] }] },
      { text: 'Or two.', claims: [{ expert: 'bob', span: [4, 7] as [number, number] }] },
      { text: 'Or gone.', claims: [{ expert: 'bob', span: [8, 9] as [number, number] }] },
    ];
    return answered('scribe', '', { round: 10, synthesis: { sentences: cited, uncited: 1, unknown: 0, excess: 0 }, ...overrides });
  };
  const told = (opinion: Opinion | undefined, support: readonly Support[] | undefined) =>
    synthesisInWords(run, { opinions: [], rounds: opinion ? [opinion] : [], attempts: [] }, claims, support);

  it('holds the sentences that the claims support, with their places and experts, and counts all others by what is wrong', () => {
    const synthesis = told(word(), ['holds', 'contradicts']);
    expect(synthesis).toMatchObject({
      by: 'scribe',
      text: 'It is one.',
      sentences: [{ text: 'It is one.', claims: [1], experts: ['ada', 'bob'] }],
      unsupported: 3,
      dropped: { uncited: 1, unknown: 1, contradicts: 1, figures: 0, foreign: 0, excess: 0 },
    });
    expect(synthesis).not.toHaveProperty('failed');
    expect(synthesis && saySynthesis(synthesis)).toContain('by scribe');
    expect(synthesis?.sentences.map(sayGrounds)).toEqual(['claim 1: ada, bob']);
  });

  it.each<[string, Opinion | undefined, readonly Support[] | undefined, object]>([
    ['no sentence is supported', word(), ['foreign', 'figures'], { failed: 'unsupported', unsupported: 4 }],
    ['the sentences could not be compared', word(), undefined, { failed: 'unjudged' }],
    ['the writer was not in time', undefined, [], { failed: 'expert', error: { type: 'not-in-time' } }],
    ['the answer came late', word({ status: 'late' }), [], { failed: 'expert', error: { type: 'not-in-time' } }],
  ])('is that there is none where %s', (_, opinion, support, expected) => {
    const synthesis = told(opinion, support);
    expect(synthesis).toMatchObject({ text: null, sentences: [], ...expected });
    expect(synthesis && saySynthesis(synthesis)).toContain('none by scribe');
  });

  it('names the time where nobody was asked any more', () => {
    expect(synthesisInWords({ ...run, rounds: [] } as unknown as Run, { opinions: [], attempts: [] }, claims, [])).toMatchObject({
      failed: 'no-time',
      calls: 0,
      usd: 0,
    });
  });
});
