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
import { kind, type NewConsultation, newConsultation, takesOptions } from '../../../shared/contract/question.ts';
import { acceptConsultation } from '../../../shared/domain/accept.ts';
import { viewConsultation } from '../../../shared/domain/consultation-view.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

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
  kept: {},
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

/** For every field of a request: a request with it. It does not compile if one is missing; `undefined` is one that must not be repeated. */
const fields: { readonly [Field in keyof Required<NewConsultation>]: Partial<NewConsultation> | undefined } = {
  question: {},
  kind: { kind: 'ranking', options: ['this', 'that'] },
  options: { options: ['this', 'that'] },
  ordered: { options: ['this', 'that'], ordered: true },
  circle: { circle: 'plain' },
  queryType: { queryType: 'technical' },
  priority: { priority: 'low' },
  experts: { experts: ['ada', 'bob'] },
  quorum: { quorum: 1 },
  minimum: { minimum: 1 },
  leastAgreement: { leastAgreement: 0.9 },
  deadlineSeconds: { deadlineSeconds: 2.5 },
  budgetUsd: { budgetUsd: 1.5 },
  limits: { limits: { calls: 3 } },
  deliberation: { deliberation: { debate: true } },
  messages: { messages: [{ role: 'user', content: 'before' }] },
  instructions: { instructions: 'Be brief.' },
  images: { images: [{ url: 'https://example.test/a.png' }] },
  schema: { kind: 'text', schema: { type: 'object' } },
  sampling: { sampling: { temperature: 0 } },
  requireWhole: { requireWhole: true },
  metadata: { metadata: { team: 'blue' } },
  strategy: { strategy: { sure: 0.9 } },
  hedgeSeconds: { strategy: { sure: 0.9 }, hedgeSeconds: 5 },
  promise: { promise: 0.95 },
  webhook: { webhook: { url: 'https://hooks.example.com/', key: 'WEBHOOK_SECRET' } },
  // The texts of files are not told by a consultation; a review is asked again as a review.
  review: undefined,
  // Whoever asks again wants it asked, and looks at it in the console.
  repeats: undefined,
  onDisconnect: undefined,
};

describe('a question that is asked again', () => {
  it.each(Object.entries(fields).filter(([, body]) => body !== undefined))('keeps %s', (field, given) => {
    const body = newConsultation.parse({ question: 'Which one?', ...given });
    const schema = body.schema === undefined ? undefined : JSON.stringify(body.schema);
    const run = acceptConsultation(body, { id: 'run-1', tenant: 'default', now: new Date(0) }, testKnowledge(), new Set(), schema);
    const again = newConsultation.parse(bodyOf(formOf(viewConsultation(run, [], [], undefined))));
    expect(again[field as keyof NewConsultation]).toEqual(body[field as keyof NewConsultation]);
  });

  it('knows every field of a request', () => {
    expect(Object.keys(fields).sort()).toEqual(Object.keys(newConsultation.shape).sort());
  });

  it('leaves out what does not go with another kind', () => {
    const again = { ...formOf({ question: 'Why?', kind: 'text', circle: 'plain', schema: { type: 'object' } }), kind: 'short' as const };
    expect(bodyOf(again)).not.toHaveProperty('schema');
  });
});
