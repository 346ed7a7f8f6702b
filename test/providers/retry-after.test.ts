import { expect, it } from 'vitest';
import { retryAfterSeconds } from '../../shared/providers/retry-after.ts';

const date = 'Tue, 03 Mar 2026 10:00:00 GMT';

it.each([
  [{ 'retry-after': '17' }, 17],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '1.5' }, 1.5],
  [{ 'retry-after-ms': '250', 'retry-after': '1' }, 0.25],
  [{ 'retry-after': 'Tue, 03 Mar 2026 10:01:30 GMT', date }, 90],
  [{ 'retry-after': 'Tue, 03 Mar 2026 09:00:00 GMT', date }, 0],
  [{ 'retry-after': '-1' }, undefined],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('reads %j as %s seconds', (headers, seconds) => {
  expect(retryAfterSeconds(new Headers(headers), undefined, '')).toBe(seconds);
});

it.each([
  ['Please try again in 20s.', 20],
  ['Please try again in 6m0s. Visit the console.', 360],
  ['Please try again in 7m57.792s.', 477.792],
  ['Please try again in 1h2m3s.', 3723],
  ['Please try again in 120ms.', 0.12],
  ['Please retry in 17.5 seconds.', 17.5],
  ['Retry after 2 minutes', 120],
  ['Please try again later.', undefined],
  ['You have used 20s of audio.', undefined],
])('reads "%s" as %s seconds', (message, seconds) => {
  expect(retryAfterSeconds(new Headers(), undefined, message)).toBe(seconds);
});

it('prefers what a header says over a delay in the body, and that over the message', () => {
  const message = 'Please retry in 3s.';

  expect(retryAfterSeconds(new Headers({ 'retry-after': '1' }), '2s', message)).toBe(1);
  expect(retryAfterSeconds(new Headers(), '2s', message)).toBe(2);
  expect(retryAfterSeconds(new Headers(), undefined, message)).toBe(3);
});
