/** The form, and the body that the API takes. */
import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  emptyForm,
  errorsByField,
  formOf,
  listsOptions,
  type QuestionForm,
} from '../../../functions/console/text/question-form.ts';
import { kind, newConsultation, takesOptions } from '../../../shared/contract/question.ts';

const filled: QuestionForm = {
  question: 'Which one?',
  kind: 'choice',
  options: ' this \n\nthat\n',
  circle: 'pair',
  experts: ['ada'],
  quorum: '1',
  deadlineSeconds: '2,5',
  budgetUsd: '0.5',
  tags: 'change: 1482\nurl:https://example.org',
};

describe('the form of a question', () => {
  it('becomes a body of the contract', () => {
    expect(newConsultation.parse(bodyOf(filled))).toEqual({
      question: 'Which one?',
      kind: 'choice',
      options: ['this', 'that'],
      circle: 'pair',
      experts: ['ada'],
      quorum: 1,
      deadlineSeconds: 2.5,
      budgetUsd: 0.5,
      metadata: { change: '1482', url: 'https://example.org' },
    });
  });

  it('leaves to the circle what was left empty', () => {
    expect(newConsultation.parse(bodyOf({ ...emptyForm, question: 'Why?' }))).toEqual({ question: 'Why?' });
  });

  it('keeps options that another kind does not list out of the body', () => {
    expect(bodyOf({ ...filled, kind: 'short' })).not.toHaveProperty('options');
    for (const asked of kind.options) expect(listsOptions(asked)).toBe(takesOptions(asked));
  });

  it('has the server name a number that cannot be read', () => {
    const judged = newConsultation.safeParse(JSON.parse(JSON.stringify(bodyOf({ ...filled, quorum: 'two' }))));
    expect(judged.error?.issues.map(({ path }) => path)).toEqual([['quorum']]);
  });

  it('shows each message at its field, places counted from one', () => {
    const found = errorsByField([
      { field: 'options.1', message: 'must not be empty' },
      { field: 'metadata.change', message: 'is too long' },
      { field: 'question', message: 'must not be empty' },
      { field: 'question', message: 'must be shorter' },
      { field: 'constructor', message: 'is not known' },
      { field: '', message: 'is no object' },
    ]);
    expect(found).toEqual({
      fields: { options: 'number 2: must not be empty', tags: 'change: is too long', question: 'must not be empty' },
      rest: ['constructor: is not known', 'is no object'],
    });
  });

  it('can be filled from an earlier consultation', () => {
    const earlier = {
      question: 'Which one?',
      kind: 'choice',
      options: ['this', 'that'],
      circle: 'pair',
      metadata: { change: '1482' },
    } as const;
    expect(formOf(earlier)).toMatchObject({
      kind: 'choice',
      options: 'this\nthat',
      circle: 'pair',
      tags: 'change:1482',
    });
  });
});
