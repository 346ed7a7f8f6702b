/** What an answer comes to, how much of it is shown, and what feedback says of it. */
import { describe, expect, it } from 'vitest';
import { beginningOf } from '../../../functions/console/text/beginning.ts';
import { feedbackOf, hasRightAnswer } from '../../../functions/console/text/feedback-form.ts';
import { explainStatus, sayStatus } from '../../../functions/console/text/format.ts';
import { indentedJson } from '../../../functions/console/text/indented-json.ts';
import { conclusionOf, positionsOf } from '../../../functions/console/text/positions.ts';
import { newFeedback } from '../../../shared/contract/feedback.ts';
import { opinionStatus } from '../../../shared/contract/opinion.ts';
import { kind } from '../../../shared/contract/question.ts';
import { judge, sayFeedback } from '../../../shared/domain/feedback-words.ts';
import { sampleVerdict } from '../../ports/samples.ts';
import { answered } from '../../support/samples.ts';

describe('what an answer comes to', () => {
  it('is its vote, else its conclusion', () => {
    expect(conclusionOf({ vote: 'yes', conclusion: 'It is.' })).toBe('yes');
    expect(conclusionOf({ conclusion: 'It is.' })).toBe('It is.');
    expect(conclusionOf({})).toBeUndefined();
  });
});

describe('positions', () => {
  const opinions = [answered('ada', 'Because.\nAnswer: yes'), answered('bob', 'No.', { vote: 'no' })];

  it('are those of the verdict, the short form first', () => {
    const positions = [
      { experts: ['bob'], share: 0.5, answer: 'A long answer', short: 'no' },
      { experts: ['ada'], share: 0.5, answer: 'yes' },
    ];
    expect(positionsOf({ opinions, kind: 'choice' }, sampleVerdict({ positions }))).toEqual([
      { experts: ['bob'], share: 0.5, says: 'no' },
      { experts: ['ada'], share: 0.5, says: 'yes' },
    ]);
  });

  it('are the clusters where the verdict is older, the heaviest first', () => {
    const clusters = [
      { experts: ['ada'], share: 0.4 },
      { experts: ['bob'], share: 0.6 },
    ];
    expect(positionsOf({ opinions, kind: 'choice' }, sampleVerdict({ clusters }))).toEqual([
      { experts: ['bob'], share: 0.6, says: 'no' },
      { experts: ['ada'], share: 0.4, says: 'yes' },
    ]);
    expect(positionsOf({ opinions: [answered('ada', 'It is.\nMore.')], kind: 'text' }, sampleVerdict({ clusters }))).toContainEqual({
      experts: ['ada'],
      share: 0.4,
      says: 'It is.',
    });
  });
});

describe('the beginning of a text', () => {
  it.each([
    ['short', 'short'],
    ['a'.repeat(100), 'a'.repeat(40)],
    ['one\ntwo\nthree\nfour\nfive\nsix', 'one\ntwo\nthree'],
    [`${'a'.repeat(30)}\n${'b'.repeat(60)}`, 'a'.repeat(30)],
    [`${'a'.repeat(39)}😀${'b'.repeat(60)}`, 'a'.repeat(39)],
    ['a'.repeat(49), 'a'.repeat(49)],
  ])('of %j is %j', (text, beginning) => {
    expect(beginningOf(text, { characters: 40, lines: 3 })).toBe(beginning);
  });
});

describe('an answer in JSON', () => {
  it('gets a line for each value, unless it is none or nested beyond use', () => {
    expect(indentedJson(' {"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(indentedJson('[a] is first')).toBeUndefined();
    expect(indentedJson(`${'['.repeat(41)}${']'.repeat(41)}`)).toBeUndefined();
    expect(indentedJson('['.repeat(300_000))).toBeUndefined();
    expect(indentedJson('7')).toBeUndefined();
  });
});

describe('a status of an opinion', () => {
  it('has a word, and a sentence where it is uncommon', () => {
    for (const status of opinionStatus.options) expect(sayStatus(status)).not.toBe('');
    expect(opinionStatus.options.filter((status) => explainStatus(status))).toEqual([
      'abstained',
      'unreadable',
      'late',
      'abandoned',
      'cancelled',
    ]);
  });
});

describe('feedback', () => {
  const empty = { judgement: '', answer: '', note: '', by: '' } as const;

  it('is what was filled in', () => {
    expect(newFeedback.parse(feedbackOf({ judgement: 'wrong', answer: ' no ', note: ' seen ', by: ' Ada ' }))).toEqual({
      right: false,
      answer: 'no',
      note: 'seen',
      by: 'Ada',
    });
    expect(feedbackOf({ ...empty, judgement: 'right', answer: 'no' })).toEqual({ right: true });
    expect(feedbackOf(empty)).toEqual({});
  });

  it('names the right answer where the kind of question has one', () => {
    expect(kind.options.filter(hasRightAnswer)).toEqual(['choice', 'short', 'auto']);
  });

  it.each([
    [{ right: true }, 'yes', 'right', 'right'],
    [{ right: false }, 'yes', 'wrong', 'wrong'],
    [{ answer: 'YES ' }, 'yes', 'right', 'right'],
    [{ answer: 'no', by: 'Ada' }, 'yes', 'wrong', 'wrong; right is: no (says Ada)'],
    [{ answer: 'no' }, null, undefined, 'right is: no'],
    [{ right: false, answer: 'no' }, 'yes', 'wrong', 'wrong; right is: no'],
  ] as const)('%j on the answer %j is %s', (said, answer, judgement, sentence) => {
    expect(judge(said, { answer })).toBe(judgement);
    expect(sayFeedback(said, { answer })).toBe(sentence);
  });
});
