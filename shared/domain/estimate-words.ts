/** An estimate in words, for people. */
import type { Estimate } from '../contract/estimate.ts';

/** What it costs, in one line: "about $0.02, at most $0.09; 3 calls, at most 9; about 12 s, at most 60 s". */
export function sayEstimate({ calls, usd, seconds }: Estimate): string {
  return [
    sayCost(usd),
    `${sayCount(calls.likely)} calls, at most ${calls.worst}`,
    `about ${Math.ceil(seconds.likely)} s, at most ${seconds.worst} s`,
  ].join('; ');
}

/** Dollars as likely and at the most. */
export function sayCost({ likely, worst }: Estimate['usd']): string {
  if (worst === 0) return 'costs nothing';
  return `${likely === null ? 'a cost that is not known' : `about ${sayDollars(likely)}`}, ${worst === null ? 'no known limit' : `at most ${sayDollars(worst)}`}`;
}

/** What the figures rest on, a sentence each. */
export function sayBasis({ basis, experts }: Estimate): readonly string[] {
  const { consultations, pricesAsOf, unpriced, assumed, calls } = basis;
  const stored = experts.some((expert) => expert.basis === 'stored') || calls === 'stored';
  return [
    ...(stored ? [`from the newest ${consultations} consultations of the circle`] : []),
    ...assumed.map((sentence) => `assumed: ${sentence}`),
    `prices as of ${pricesAsOf}`,
    ...(unpriced.length === 0 ? [] : [`the price of ${unpriced.join(', ')} is not known`]),
  ];
}

/** Two digits of what is worth telling: nobody plans by a hundredth of a cent. */
function sayDollars(usd: number): string {
  if (usd === 0) return '$0';
  return `$${usd >= 0.01 ? usd.toFixed(2) : usd.toPrecision(2)}`;
}

function sayCount(count: number): string {
  return Number.isInteger(count) ? String(count) : `about ${count.toFixed(1)}`;
}
