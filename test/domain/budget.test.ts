import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  costOf,
  likelyOutputTokens,
  likelyTokensOf,
  likelyUsd,
  priceOf,
  requireBudget,
  tokensPerImage,
  worstCallOf,
  worstCaseUsd,
} from '../../shared/domain/budget.ts';
import { resolveSeat } from '../../shared/domain/resolve-seat.ts';
import { testKnowledge } from '../support/test-knowledge.ts';

const knowledge = testKnowledge();
const price = { inputUsdPerMillion: 10, outputUsdPerMillion: 30 };
const tokens = fc.integer({ min: 0, max: 1_000_000 });
const dollars = fc.double({ min: 0.01, max: 100, noNaN: true });

describe('priceOf', () => {
  it('is the price of the model at its provider', () => {
    expect(priceOf({ preset: 'openai', model: 'large' }, knowledge)).toEqual(price);
  });

  it.each(['openai', 'ollama', 'unheard-of'])('is what its expert states, whatever a list says of %s', (preset) => {
    const own = { inputUsdPerMillion: 0.2, outputUsdPerMillion: 0.4 };
    expect(priceOf({ preset, model: 'large', ...own }, knowledge)).toEqual(own);
  });

  it.each([{ inputUsdPerMillion: 7 }, { outputUsdPerMillion: 7 }])(
    'is that of the list where its expert states half of one: %j',
    (half) => {
      expect(priceOf({ preset: 'openai', model: 'large', ...half }, knowledge)).toEqual(price);
    },
  );

  it('reaches the seat from the declaration of its expert', () => {
    const own = { inputUsdPerMillion: 0, outputUsdPerMillion: 0.4 };
    const declared = testKnowledge({ experts: { mine: { provider: 'openai', model: 'unheard-of', ...own } } });
    expect(priceOf(resolveSeat('mine', declared), declared)).toEqual(own);
  });

  it('is zero for a server of one’s own', () => {
    expect(priceOf({ preset: 'ollama', model: 'anything' }, knowledge)).toEqual({ inputUsdPerMillion: 0, outputUsdPerMillion: 0 });
  });

  it.each([
    ['openai', 'unheard-of'],
    ['groq', 'large'],
  ])('is unknown for %s %s: nothing is taken from a like model or provider', (preset, model) => {
    expect(priceOf({ preset, model }, knowledge)).toBeUndefined();
  });
});

describe('costOf', () => {
  it('is what the tokens cost', () => {
    expect(costOf({ inputTokens: 100_000, outputTokens: 10_000 }, price)).toBeCloseTo(1.3, 12);
  });

  it.each([
    ['the price', { inputTokens: 1, outputTokens: 1 }, undefined],
    ['the usage', undefined, price],
    ['the input', { inputTokens: null, outputTokens: 1 }, price],
    ['the output', { inputTokens: 1, outputTokens: null }, price],
  ])('is unknown where %s is unknown', (_, usage, known) => {
    expect(costOf(usage, known)).toBeNull();
  });

  it('is zero for what is free, though nothing was counted', () => {
    expect(costOf(undefined, { inputUsdPerMillion: 0, outputUsdPerMillion: 0 })).toBe(0);
  });

  it.each([
    [{ inputUsdPerMillion: 0, outputUsdPerMillion: 30 }, 30],
    [{ inputUsdPerMillion: 10, outputUsdPerMillion: 0 }, 10],
  ])('counts the half that is not free: %j', (half, usd) => {
    expect(costOf({ inputTokens: 1e6, outputTokens: 1e6 }, half)).toBe(usd);
    expect(costOf(undefined, half)).toBeNull();
  });

  it('never falls when more is used', () => {
    fc.assert(
      fc.property(tokens, tokens, tokens, dollars, dollars, (inputTokens, outputTokens, more, inputUsdPerMillion, outputUsdPerMillion) => {
        const dear = { inputUsdPerMillion, outputUsdPerMillion };
        const base = costOf({ inputTokens, outputTokens }, dear);

        expect(costOf({ inputTokens: inputTokens + more, outputTokens }, dear)).toBeGreaterThanOrEqual(Number(base));
        expect(costOf({ inputTokens, outputTokens: outputTokens + more }, dear)).toBeGreaterThanOrEqual(Number(base));
      }),
    );
  });
});

describe('worstCaseUsd', () => {
  const seats = ['ada', 'bob', 'cyd', 'dot'].map((expert) => resolveSeat(expert, knowledge));

  it('bounds what every priced seat can cost, whatever it reads and writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (bytes, part) => {
        const spent = seats.map((seat) => {
          // Half a token a byte is the most that the rule reckons with.
          const usage = { inputTokens: Math.floor(bytes / 2), outputTokens: Math.floor(seat.maxOutputTokens * part) };
          return costOf(usage, priceOf(seat, knowledge)) ?? 0;
        });

        const total = spent.reduce((sum, cost) => sum + cost, 0);
        expect(worstCaseUsd(seats, { promptBytes: bytes, images: 0 }, knowledge)).toBeGreaterThanOrEqual(total - 1e-12);
      }),
    );
  });

  it('leaves out a seat whose price is unknown', () => {
    expect(worstCaseUsd([resolveSeat('cyd', knowledge)], { promptBytes: 1000, images: 1 }, knowledge)).toBe(0);
  });
});

describe('worstCallOf', () => {
  const seat = { ...resolveSeat('ada', knowledge), ...price, maxOutputTokens: 1000 };

  it('is half a token for each byte, what its images bill at the most, and all that it may write', () => {
    const inputTokens = 51 + 2 * tokensPerImage;
    const usd = (inputTokens * price.inputUsdPerMillion + 1000 * price.outputUsdPerMillion) / 1e6;
    expect(worstCallOf(seat, { promptBytes: 101, images: 2 }, knowledge)).toEqual({ calls: 1, tokens: inputTokens + 1000, usd });
  });

  it.each(['human', 'rules'] as const)('is nothing for %s, who are no models', (provider) => {
    expect(worstCallOf({ ...seat, provider }, { promptBytes: 101, images: 2 }, knowledge)).toEqual({ calls: 0, tokens: 0, usd: 0 });
  });
});

describe('a usual call', () => {
  const seat = { ...resolveSeat('ada', knowledge), ...price };

  it('reads a token for each four bytes, and 1,500 for an image', () => {
    expect(likelyTokensOf(401, 2)).toBe(101 + 2 * 1500);
  });

  it.each([
    [100, 100],
    [100_000, likelyOutputTokens],
  ])('of a seat that may write %d tokens costs what is read and %d', (maxOutputTokens, written) => {
    const usd = (101 * price.inputUsdPerMillion + written * price.outputUsdPerMillion) / 1e6;
    expect(likelyUsd({ ...seat, maxOutputTokens }, 401, knowledge)).toBe(usd);
  });

  it('has no cost where its price is not known', () => {
    const unpriced = { preset: 'openai', model: 'unheard-of', maxOutputTokens: 100 };
    expect(likelyUsd(unpriced, 401, knowledge)).toBeUndefined();
  });
});

describe('requireBudget', () => {
  it('lets pass what the budget covers to the cent, and anything without a budget', () => {
    expect(() => requireBudget(0.5, 0.5)).not.toThrow();
    expect(() => requireBudget(1e6, undefined)).not.toThrow();
  });

  it('refuses the rest with both figures', () => {
    expect(() => requireBudget(0.51, 0.5)).toThrowError(
      expect.objectContaining({ name: 'BudgetExceeded', message: expect.stringMatching(/\$0\.5100.*\$0\.5;/) }),
    );
  });

  it.each([
    [1e-7, '$0.0000001;'],
    [1234.5, '$1234.5;'],
  ])('writes a budget of %d in full', (budget, written) => {
    expect(() => requireBudget(5000, budget)).toThrow(written);
  });
});
