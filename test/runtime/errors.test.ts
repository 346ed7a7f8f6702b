import { describe, expect, it } from 'vitest';
import {
  BudgetExceeded,
  CircleError,
  Conflict,
  ExpertFailure,
  expertFailures,
  InvalidConfiguration,
  InvalidInput,
  messageOf,
  NotFound,
  RunEnded,
  Unauthorized,
  Unavailable,
} from '../../shared/errors.ts';

const cause = new TypeError('the cause');

describe('every error', () => {
  it.each<[string, CircleError, boolean, RegExp]>([
    ['InvalidInput', new InvalidInput([{ field: 'options.1', message: 'is empty' }]), false, /^options\.1: is empty$/],
    ['NotFound', new NotFound('expert x'), false, /^expert x does not exist$/],
    ['Conflict', new Conflict('already there'), false, /^already there$/],
    ['Unauthorized', new Unauthorized('no key'), false, /^no key$/],
    ['BudgetExceeded', new BudgetExceeded('too dear'), false, /^too dear$/],
    ['InvalidConfiguration', new InvalidConfiguration('wrong file'), false, /^wrong file$/],
    ['Unavailable', new Unavailable('the store'), true, /^the store is not available$/],
    ['RunEnded', new RunEnded('run-1'), false, /^consultation run-1 has ended$/],
    ['ExpertFailure', new ExpertFailure('rate-limited', 'too many calls'), true, /^too many calls$/],
    ['CoreNotBuilt', new CircleError('CoreNotBuilt', 'build it', { retryable: false }), false, /^build it$/],
  ])('%s has its name, its sentence, and says whether a repetition helps', (name, error, retryable, message) => {
    expect(error).toBeInstanceOf(CircleError);
    expect(error).toMatchObject({ name, retryable, message: expect.stringMatching(message) });
  });

  it.each<[string, CircleError]>([
    ['InvalidInput', new InvalidInput([], { cause })],
    ['InvalidConfiguration', new InvalidConfiguration('x', { cause })],
    ['Unavailable', new Unavailable('x', { cause })],
    ['ExpertFailure', new ExpertFailure('cut-off', 'x', { cause })],
  ])('%s keeps its cause', (_, error) => {
    expect(error.cause).toBe(cause);
  });

  it('has no cause where none was given', () => {
    expect(new Unavailable('x')).not.toHaveProperty('cause');
  });
});

describe('InvalidInput', () => {
  it('tells all fields in one message, and one that is no field without a colon', () => {
    const fields = [
      { field: '', message: 'must be an object' },
      { field: 'quorum', message: 'is 4' },
    ];
    expect(new InvalidInput(fields).message).toBe('must be an object; quorum: is 4');
  });
});

describe('ExpertFailure', () => {
  it.each(Object.entries(expertFailures))('%s says whether asking again may help', (type, { retryable }) => {
    expect(new ExpertFailure(type as keyof typeof expertFailures, 'x')).toMatchObject({ type, retryable });
  });

  it('carries the provider’s hint and what the call has used', () => {
    const usage = { inputTokens: 5, outputTokens: null };
    expect(new ExpertFailure('rate-limited', 'x', { retryAfterSeconds: 7, usage })).toMatchObject({ retryAfterSeconds: 7, usage });
  });
});

describe('messageOf', () => {
  it.each([
    [new Error('words'), 'words'],
    ['text', 'text'],
    [undefined, 'undefined'],
  ])('of %s is %j', (thrown, message) => {
    expect(messageOf(thrown)).toBe(message);
  });
});
