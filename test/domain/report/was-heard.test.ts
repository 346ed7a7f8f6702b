/** Who counts as heard in a report. */
import { expect, it } from 'vitest';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { wasHeard } from '../../../shared/domain/report/was-heard.ts';

const overLimit: Partial<Opinion> = { status: 'failed', error: { type: 'over-limit', message: 'm', retryable: false } };

it.each<[string, Partial<Opinion>, boolean]>([
  ['answered', { status: 'answered' }, true],
  ['failed', { status: 'failed', error: { type: 'http-error', message: 'm', retryable: true } }, true],
  ['came too late', { status: 'late' }, false],
  ['was never called, since the dollars were used up', { ...overLimit, charged: { usd: 0, over: 'usd' } }, false],
  ['was never called, since nothing was granted', { ...overLimit, charged: { over: 'calls' } }, false],
  ['was called once', { ...overLimit, charged: { calls: 1, over: 'calls' } }, true],
  ['was billed', { ...overLimit, usage: { inputTokens: 1, outputTokens: 1 }, charged: { over: 'usd' } }, true],
])('knows whether somebody was heard who %s', (_, opinion, heard) => {
  expect(wasHeard({ status: 'failed', ...opinion })).toBe(heard);
});
