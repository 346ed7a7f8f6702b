import { describe, expect, it } from 'vitest';
import type { NewConsultation } from '../../shared/contract/question.ts';
import { run as runSchema } from '../../shared/contract/run.ts';
import { acceptConsultation } from '../../shared/domain/accept.ts';
import { testKnowledge } from '../support/test-knowledge.ts';

const now = new Date('2026-03-01T10:00:00.000Z');

function accept(body: Partial<NewConsultation> = {}) {
  const schema = body.schema && JSON.stringify(body.schema);
  return acceptConsultation({ question: 'Why?', ...body }, { id: 'run-1', tenant: 'default', now }, testKnowledge(), new Set(), schema);
}

describe('an accepted consultation', () => {
  it('is an open run that the store takes as it is', () => {
    const run = accept({ options: ['a', 'b'], metadata: { team: 'blue' } });

    expect(runSchema.parse(run)).toEqual(run);
    expect(run).toMatchObject({ id: 'run-1', status: 'open', answered: 0, failed: 0, costUsd: 0, sent: false, metadata: { team: 'blue' } });
  });

  it('ends its deadline as many seconds after now as were asked for', () => {
    expect(accept({ deadlineSeconds: 12.5 })).toMatchObject({
      createdAt: '2026-03-01T10:00:00.000Z',
      deadlineAt: '2026-03-01T10:00:12.500Z',
      deadlineSeconds: 12.5,
    });
  });

  it.each<[Partial<NewConsultation>, string]>([
    [{}, 'auto'],
    [{ options: ['a', 'b'] }, 'choice'],
    [{ kind: 'short' }, 'short'],
    [{ kind: 'ranking', options: ['a', 'b'] }, 'ranking'],
  ])('of %j is of kind %s', (body, kind) => {
    expect(accept(body).kind).toBe(kind);
  });

  it('takes the least agreement of the request, else the one of its circle', () => {
    const stated = testKnowledge({ circles: { default: { experts: ['ada'], leastAgreement: 0.6 } } });
    const least = (body: Partial<NewConsultation>) =>
      acceptConsultation({ question: 'Why?', ...body }, { id: 'run-1', tenant: 'default', now }, stated, new Set(), undefined)
        .leastAgreement;
    expect([least({}), least({ leastAgreement: 0 }), least({ leastAgreement: 1 })]).toEqual([0.6, 0, 1]);
    expect(accept()).not.toHaveProperty('leastAgreement');
  });

  it('is refused when its worst case is over its budget', () => {
    expect(() => accept({ budgetUsd: 0.01 })).toThrowError(expect.objectContaining({ name: 'BudgetExceeded' }));
  });

  it('counts the persona and the rules as text that is paid for', () => {
    const dear = testKnowledge({ personas: { architect: 'x'.repeat(400_000) } });
    const body = { question: 'Why?', experts: ['ada'], budgetUsd: 1 };
    expect(() => acceptConsultation(body, { id: 'run-1', tenant: 'default', now }, dear, new Set(), undefined)).toThrowError(
      expect.objectContaining({ name: 'BudgetExceeded' }),
    );
    expect(() => acceptConsultation(body, { id: 'run-1', tenant: 'default', now }, testKnowledge(), new Set(), undefined)).not.toThrow();
  });

  it('leaves out what nobody has set, since absent and undefined are not the same in a store', () => {
    const run = acceptConsultation(
      { question: 'Why?', experts: ['dot'] },
      { id: 'run-1', tenant: 'default', now },
      testKnowledge({ circles: {} }),
      new Set(),
      undefined,
    );
    expect(Object.values(run)).not.toContain(undefined);
    expect(run).not.toHaveProperty('budgetUsd');
  });

  it('keeps all that goes with the question, the schema as text', () => {
    const body = {
      messages: [{ role: 'user' as const, content: 'Hello.' }],
      instructions: 'Be brief.',
      images: [{ url: 'https://example.test/a.png' }],
      schema: { type: 'number' },
      sampling: { temperature: 1.5, maxOutputTokens: 500, stop: ['END'] },
    };
    const run = accept({ ...body, experts: ['ada', 'bob'] });
    expect(runSchema.parse(run)).toMatchObject({ ...body, schema: '{"type":"number"}' });
  });

  it('freezes into its seats how they are sampled: a caller can lower their tokens, never raise them', () => {
    const seats = (maxOutputTokens: number) => accept({ circle: 'strict', sampling: { temperature: 0, maxOutputTokens } }).seats;
    expect(seats(500)).toMatchObject([
      { expert: 'ada', temperature: 0, maxOutputTokens: 500 },
      { expert: 'bob', temperature: 0, maxOutputTokens: 500 },
    ]);
    expect(seats(100_000).map(({ maxOutputTokens }) => maxOutputTokens)).toEqual([4096, 1000]);
  });

  it.each<[string, Partial<NewConsultation>]>([
    ['a long history', { messages: [{ role: 'user', content: 'x'.repeat(150_000) }] }],
    ['long instructions', { instructions: 'x'.repeat(150_000) }],
    ['a long schema', { schema: { type: 'string', description: 'x'.repeat(150_000) } }],
    ['images', { images: Array.from({ length: 8 }, () => ({ url: 'https://example.test/a.png' })) }],
  ])('has a worst case that counts %s', (_, more) => {
    const body = { experts: ['ada'], budgetUsd: 0.6 };
    expect(() => accept(body)).not.toThrow();
    expect(() => accept({ ...body, ...more })).toThrowError(expect.objectContaining({ name: 'BudgetExceeded' }));
  });

  it('is cheaper at its worst where answers may be no longer', () => {
    const body = { experts: ['ada'], budgetUsd: 0.1 };
    expect(() => accept(body)).toThrowError(expect.objectContaining({ name: 'BudgetExceeded' }));
    expect(() => accept({ ...body, sampling: { maxOutputTokens: 1000 } })).not.toThrow();
  });

  it('is refused with images where those who take them are fewer than the quorum', () => {
    const images = [{ url: 'https://example.test/a.png' }];
    const refused = expect.objectContaining({ name: 'InvalidInput', fields: [expect.objectContaining({ field: 'images' })] });
    expect(() => accept({ images, experts: ['cyd'] })).toThrowError(refused);
    expect(() => accept({ images, experts: ['ada', 'cyd', 'dot'], quorum: 2 })).toThrowError(refused);
    expect(accept({ images, experts: ['ada', 'cyd', 'dot'], quorum: 1 }).seats.map((seat) => seat.images)).toEqual([true, false, false]);
  });

  it('learns as its circle does, and as far as evidence allows unless that says otherwise', () => {
    const knowledge = testKnowledge({ circles: { default: { experts: ['ada'] }, quiet: { experts: ['ada'], learning: 'shadow' } } });
    const learning = (circle: string) =>
      acceptConsultation({ question: 'Why?', circle }, { id: 'run-1', tenant: 'default', now }, knowledge, new Set(), undefined).learning;
    expect([learning('default'), learning('quiet')]).toEqual(['auto', 'shadow']);
  });

  it('says that it is a demo', () => {
    expect(accept({ circle: 'demo' }).demo).toBe(true);
    expect(accept()).not.toHaveProperty('demo');
  });
});
