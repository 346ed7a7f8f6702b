import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, type FailedAttempt, longestWaitMs, maxAttempts, nextAttemptMs } from '../../shared/domain/retry.ts';

const attempts = fc.integer({ min: 1, max: 500 });
const chance = fc.double({ min: 0, max: 1, noNaN: true });
const hint = fc.double({ min: 0, max: 900, noNaN: true });
const failed: fc.Arbitrary<FailedAttempt> = fc.record({
  retryable: fc.boolean(),
  passes: fc.boolean(),
  well: fc.boolean(),
  retryAfterSeconds: fc.option(hint, { nil: undefined }),
  counted: fc.integer({ min: 0, max: 5 }),
  attempts,
  leftMs: fc.double({ min: -1000, max: 900_000, noNaN: true }),
});

describe('the wait before an attempt is repeated', () => {
  it('lies between zero and half a second, and the bound doubles each time up to ten seconds', () => {
    fc.assert(
      fc.property(attempts, chance, (n, luck) => {
        const wait = backoffMs(n, undefined, luck);

        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(longestWaitMs, 500 * 2 ** (n - 1)));
      }),
    );
    expect([1, 2, 3, 9].map((n) => backoffMs(n, undefined, 1))).toEqual([500, 1000, 2000, 10_000]);
  });

  it('is never shorter than the provider’s hint, and little longer', () => {
    fc.assert(
      fc.property(attempts, chance, hint, (n, luck, seconds) => {
        const wait = backoffMs(n, seconds, luck);

        expect(wait).toBeGreaterThanOrEqual(seconds * 1000);
        expect(wait).toBeLessThanOrEqual(Math.max(longestWaitMs, seconds * 1000 + 2000));
      }),
    );
  });

  it('differs from caller to caller', () => {
    expect(backoffMs(1, undefined, 0.25)).not.toBe(backoffMs(1, undefined, 0.75));
  });
});

describe('the next attempt', () => {
  const next = (more: Partial<FailedAttempt>, luck = 1) =>
    nextAttemptMs(
      { retryable: true, passes: false, well: false, retryAfterSeconds: undefined, counted: 1, attempts: 1, leftMs: 30_000, ...more },
      luck,
    );

  it('never comes after the deadline, nor before the time that the provider named', () => {
    fc.assert(
      fc.property(failed, chance, (attempt, luck) => {
        const wait = nextAttemptMs(attempt, luck);
        if (wait === undefined) return;

        expect(wait).toBeLessThan(attempt.leftMs);
        expect(wait).toBeGreaterThanOrEqual(attempt.well ? 0 : (attempt.retryAfterSeconds ?? 0) * 1000);
      }),
    );
  });

  it('never comes where asking again cannot help, nor a fourth time where it may cost something', () => {
    fc.assert(
      fc.property(failed, chance, (attempt, luck) => {
        if (attempt.retryable && (attempt.passes || attempt.counted < maxAttempts)) return;

        expect(nextAttemptMs(attempt, luck)).toBeUndefined();
      }),
    );
  });

  it('of what passes by itself always comes while there is time for it', () => {
    fc.assert(
      fc.property(failed, chance, (attempt, luck) => {
        const wait = nextAttemptMs({ ...attempt, retryable: true, passes: true, well: false }, luck);

        expect(wait !== undefined).toBe(attempt.leftMs - (attempt.retryAfterSeconds ?? 0) * 1000 >= 500);
      }),
    );
  });

  it('is waited for as long as the time allows, in a bounded number of attempts', () => {
    let [leftMs, asked] = [870_000, 0];
    for (
      let wait = next({ passes: true, leftMs, attempts: 1 }, 0.5);
      wait !== undefined;
      wait = next({ passes: true, leftMs, attempts: asked + 1 }, 0.5)
    ) {
      leftMs -= wait + 1;
      asked += 1;
    }
    expect(leftMs).toBeLessThan(500);
    expect(asked).toBeLessThan(200);
  });

  it('comes at once where only the answer was not taken', () => {
    expect(next({ well: true })).toBe(0);
    expect(next({ well: true, leftMs: 0 })).toBeUndefined();
  });
});
