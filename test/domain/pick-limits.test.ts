import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitName, type WorstCall } from '../../shared/contract/limits.ts';
import { grantCalls, limitLacking } from '../../shared/domain/limits.ts';
import { pickLimits, requireRoom } from '../../shared/domain/pick-limits.ts';

describe('the limits of a consultation', () => {
  it('are those of its circle, as far as the request lowers none of them', () => {
    const circle = { experts: ['ada'], limits: { calls: 5, usd: 0.5 } };
    expect(pickLimits({ question: 'Why?' }, { experts: ['ada'] })).toBeUndefined();
    expect(pickLimits({ question: 'Why?' }, circle)).toEqual({ calls: 5, usd: 0.5 });
    expect(pickLimits({ question: 'Why?', limits: { calls: 2, tokens: 900 } }, circle)).toEqual({ calls: 2, tokens: 900, usd: 0.5 });
  });

  it.each(limitName.options)('are refused by name where a request raises %s of its circle', (name) => {
    const circle = { experts: ['ada'], limits: { [name]: 5 } };
    expect(() => pickLimits({ question: 'Why?', limits: { [name]: 6 } }, circle)).toThrow(
      expect.objectContaining({ fields: [{ field: `limits.${name}`, message: expect.stringContaining("circle's") }] }),
    );
    expect(pickLimits({ question: 'Why?', limits: { [name]: 5 } }, circle)).toEqual({ [name]: 5 });
  });
});

const call: fc.Arbitrary<WorstCall> = fc.oneof(
  fc.record({
    calls: fc.constant(1),
    tokens: fc.integer({ min: 1, max: 5000 }),
    usd: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  }),
  fc.constant({ calls: 0, tokens: 0, usd: 0 }),
);
const granting = fc.record({
  now: fc.array(call, { minLength: 1, maxLength: 8 }),
  later: fc.array(call, { maxLength: 8 }),
  left: fc.record(
    {
      calls: fc.integer({ min: 0, max: 20 }),
      tokens: fc.integer({ min: 0, max: 40_000 }),
      usd: fc.double({ min: 0, max: 5, noNaN: true }),
    },
    { requiredKeys: [] },
  ),
  needed: fc.integer({ min: -2, max: 9 }),
});

describe('what seats are granted', () => {
  it('is never more than there is, and enough for one call of each that is granted anything', () => {
    fc.assert(
      fc.property(granting, (given) => {
        const grants = grantCalls(given);
        expect(grants).toHaveLength(given.now.length);
        for (const name of limitName.options) {
          const left = given.left[name];
          if (left === undefined) continue;
          const sum = grants.reduce((total, grant) => total + ('lacks' in grant ? 0 : (grant[name] ?? 0)), 0);
          expect(sum).toBeLessThanOrEqual(left + 1e-9);
        }
        grants.forEach((grant, at) => {
          const worst = given.now[at];
          if (!('lacks' in grant) && worst) expect(limitLacking(grant, worst)).toBeUndefined();
        });
      }),
    );
  });
});

describe('the room that limits leave', () => {
  const free: WorstCall = { calls: 0, tokens: 0, usd: 0 };
  const kinds = { model: 'openai', rules: 'rules', person: 'human' } as const;
  const kind = fc.constantFrom<keyof typeof kinds>('model', 'rules', 'person');

  it('is enough just where so many can answer who answer for sure, whatever rules sit beside them', () => {
    fc.assert(
      fc.property(
        fc.array(kind, { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 7 }),
        (seats, calls, stated) => {
          const quorum = Math.min(stated, seats.length);
          const given = seats.map((one) => ({
            seat: { provider: kinds[one] },
            worst: one === 'model' ? { calls: 1, tokens: 10, usd: 0.1 } : free,
          }));
          const count = (one: keyof typeof kinds) => seats.filter((seat) => seat === one).length;
          const sure = count('model') + count('person');
          // Where the quorum needs rules anyway, or all are rules, no limit is to blame.
          const wanted = Math.min(quorum, sure);
          const isEnough = Math.min(calls, count('model')) + count('person') >= wanted;
          const ask = () => requireRoom({ calls }, given, { quorum });
          if (isEnough) expect(ask()).toEqual({ calls, worst: given.map(({ worst }) => worst) });
          else expect(ask).toThrow(expect.objectContaining({ fields: [expect.objectContaining({ field: 'limits.calls' })] }));
        },
      ),
    );
  });
});
