import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, maxAttempts } from '../../shared/domain/retry.ts';

const attempts = fc.integer({ min: 1, max: maxAttempts });
const chance = fc.double({ min: 0, max: 1, noNaN: true });
const hint = fc.double({ min: 0, max: 900, noNaN: true });

describe('the wait before an attempt is repeated', () => {
  it('lies between zero and half a second, and the bound doubles each time', () => {
    fc.assert(
      fc.property(attempts, chance, (n, luck) => {
        const wait = backoffMs(n, undefined, luck);

        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(500 * 2 ** (n - 1));
      }),
    );
    expect([1, 2].map((n) => backoffMs(n, undefined, 1))).toEqual([500, 1000]);
  });

  it('is never shorter than the provider’s hint, and little longer', () => {
    fc.assert(
      fc.property(attempts, chance, hint, (n, luck, seconds) => {
        const wait = backoffMs(n, seconds, luck);

        expect(wait).toBeGreaterThanOrEqual(seconds * 1000);
        expect(wait).toBeLessThanOrEqual(seconds * 1000 + 500 * 2 ** (n - 1));
      }),
    );
  });

  it('differs from caller to caller', () => {
    expect(backoffMs(1, undefined, 0.25)).not.toBe(backoffMs(1, undefined, 0.75));
  });
});
