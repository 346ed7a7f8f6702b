import { describe, expect, it } from 'vitest';
import { answerOf, choicesOf, formInWords, peopleOf } from '../../../functions/console/text/answer-form.ts';
import { sampleOpinion } from '../../ports/samples.ts';

const experts = [
  { name: 'ada', provider: 'human' },
  { name: 'bob', provider: 'human' },
  { name: 'claude', provider: 'anthropic' },
] as const;

describe('who may answer', () => {
  it('are the people who sit there; those who have not answered come first, and the others correct', () => {
    const opinions = [sampleOpinion('ada', { provider: 'human' }), sampleOpinion('gpt')];
    expect(peopleOf({ pending: [{ expert: 'claude' }, { expert: 'bob' }], opinions }, experts)).toEqual([
      { expert: 'bob', hasAnswered: false },
      { expert: 'ada', hasAnswered: true },
    ]);
    expect(peopleOf({ pending: [{ expert: 'claude' }], opinions: [] }, experts)).toEqual([]);
    expect(peopleOf({ pending: [{ expert: 'gone' }], opinions: [] }, experts)).toEqual([{ expert: 'gone', hasAnswered: false }]);
  });
});

describe('an answer', () => {
  it.each([
    [{ option: 'approve', text: '' }, 'approve'],
    [{ option: 'approve', text: ' It is small. ' }, 'It is small.\n\nAnswer: approve'],
    [{ option: '', text: ' Paris \n' }, 'Paris'],
    [{ option: '', text: '' }, ''],
  ])('of %j is %j', (fields, answer) => {
    expect(answerOf(fields)).toBe(answer);
  });

  it.each([
    ['choice', ['a', 'b'], undefined, ['a', 'b'], undefined],
    ['ranking', ['a', 'b'], undefined, [], /best first.*a, b/],
    ['short', undefined, undefined, [], /a number/],
    ['text', undefined, undefined, [], undefined],
    ['auto', undefined, undefined, [], undefined],
    ['choice', ['a', 'b'], { type: 'object' }, [], /schema/],
  ] as const)('to a question of kind %s with options %j and schema %j', (kind, options, schema, choices, words) => {
    const asked = { kind, ...(options && { options: [...options] }), ...(schema && { schema }) };
    expect(choicesOf(asked)).toEqual(choices);
    if (words) expect(formInWords(asked)).toMatch(words);
    else expect(formInWords(asked)).toBeUndefined();
  });
});
