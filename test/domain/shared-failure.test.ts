import { expect, it } from 'vitest';
import { sharedFailure } from '../../shared/domain/shared-failure.ts';

const failed = (type: string) => ({ status: 'failed' as const, error: { type, message: 'm', retryable: false } });
const unheard = { status: 'late' as const, error: { type: 'not-awaited', message: 'm', retryable: true } };
const answered = { status: 'answered' as const };

it.each(['prompt-too-long', 'refused', 'length-limit'])('is what all who were heard failed by: %s', (type) => {
  expect(sharedFailure([failed(type), failed(type), unheard])).toMatchObject({ type, message: expect.stringMatching(/\w/) });
});

it.each([
  ['reasons differ', [failed('refused'), failed('prompt-too-long')]],
  ['somebody answered', [failed('refused'), answered]],
  ['nobody was heard', [unheard]],
  ['another attempt may help', [failed('unreachable'), failed('unreachable')]],
])('is none where %s', (_, opinions) => {
  expect(sharedFailure(opinions)).toBeUndefined();
});
