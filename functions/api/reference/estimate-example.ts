/** An example of what is estimated, for the description of the API. */
import type { Estimate } from '../../../shared/contract/estimate.ts';

export const estimated: Estimate = {
  circle: 'default',
  calls: { likely: 2, worst: 6 },
  tokens: { likely: 1640, worst: 27_000 },
  usd: { likely: 0.0118, worst: 0.2601 },
  seconds: { likely: 12, worst: 60 },
  experts: [
    {
      expert: 'claude',
      stage: 1,
      chance: 1,
      calls: { likely: 1, worst: 3 },
      tokens: { likely: 820, worst: 13_500 },
      usd: { likely: 0.0056, worst: 0.1242 },
      seconds: { likely: 9.5, worst: 60 },
      basis: 'stored',
    },
    {
      expert: 'gemini',
      stage: 1,
      chance: 1,
      calls: { likely: 1, worst: 3 },
      tokens: { likely: 820, worst: 13_500 },
      usd: { likely: 0.0062, worst: 0.1359 },
      seconds: { likely: 12, worst: 60 },
      basis: 'assumed',
    },
  ],
  basis: {
    calls: 'certain',
    consultations: 3,
    pricesAsOf: '2026-10-10',
    unpriced: [],
    assumed: ['gemini: 500 tokens an answer, 2 s and a second for each 50 tokens'],
  },
};
