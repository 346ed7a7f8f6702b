/** What calls cost, before and after. An unknown price is said, never guessed. */
import type { Knowledge, Price } from '../contract/circle.ts';
import type { Seat } from '../contract/expert.ts';
import type { WorstCall } from '../contract/limits.ts';
import type { Usage } from '../contract/opinion.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import { BudgetExceeded } from '../errors.ts';

/** Tokens of one image as an upper bound: what a model bills for the largest that it takes without making it smaller. */
export const tokensPerImage = 10_000;

/** UTF-8 bytes a token holds at the least, as an upper bound of the tokens in a text: code and rare scripts come near it. */
const bytesPerTokenAtLeast = 2;

const free: Price = { inputUsdPerMillion: 0, outputUsdPerMillion: 0 };

/** Where prices are looked up. */
export type Prices = Pick<Knowledge, 'prices' | 'providers'>;

/** What a price is looked up by. */
type Priced = Pick<Seat, 'preset' | 'model' | 'inputUsdPerMillion' | 'outputUsdPerMillion'>;

/** The price of a seat: its own, or that of its model; undefined if nobody has written it down. */
export function priceOf(seat: Priced, knowledge: Prices): Price | undefined {
  const { inputUsdPerMillion, outputUsdPerMillion } = seat;
  if (inputUsdPerMillion !== undefined && outputUsdPerMillion !== undefined) return { inputUsdPerMillion, outputUsdPerMillion };
  if (knowledge.providers[seat.preset]?.free) return free;
  return knowledge.prices.prices[seat.preset]?.[seat.model];
}

/** US dollars of one call, or null where price or usage is not known. */
export function costOf(usage: Usage | undefined, price: Price | undefined): number | null {
  if (price === undefined) return null;
  if (price.inputUsdPerMillion === 0 && price.outputUsdPerMillion === 0) return 0;
  if (usage === undefined || usage.inputTokens === null || usage.outputTokens === null) return null;
  return (usage.inputTokens * price.inputUsdPerMillion + usage.outputTokens * price.outputUsdPerMillion) / 1e6;
}

/** Tokens of an answer as it usually is, and bytes of a token in usual text: for what is told before, and never for what is billed. */
export const likelyOutputTokens = 500;
const likelyBytesPerToken = 4;
const likelyTokensPerImage = 1500;

/** Tokens that a usual prompt is. */
export function likelyTokensOf(promptBytes: number, images: number): number {
  return Math.ceil(promptBytes / likelyBytesPerToken) + images * likelyTokensPerImage;
}

/** US dollars of a usual call; undefined where the price is not known. */
export function likelyUsd(seat: Priced & Pick<Seat, 'maxOutputTokens'>, promptBytes: number, knowledge: Prices): number | undefined {
  const inputTokens = likelyTokensOf(promptBytes, 0);
  const usage = { inputTokens, outputTokens: Math.min(likelyOutputTokens, seat.maxOutputTokens) };
  return costOf(usage, priceOf(seat, knowledge)) ?? undefined;
}

/** What a seat reads at the most. */
export interface Reading {
  /** Bytes of the longest text. */
  readonly promptBytes: number;
  readonly images: number;
}

/** The most that one call of a seat can use: it reads all of it, and writes as much as it may. People and rules are no models. */
export function worstCallOf(seat: Seat, { promptBytes, images }: Reading, knowledge: Prices): WorstCall {
  const { judge } = factsOf(seat.provider);
  if (judge === 'person' || judge === 'rules') return { calls: 0, tokens: 0, usd: 0 };
  const inputTokens = Math.ceil(promptBytes / bytesPerTokenAtLeast) + images * tokensPerImage;
  const usd = costOf({ inputTokens, outputTokens: seat.maxOutputTokens }, priceOf(seat, knowledge));
  return { calls: 1, tokens: inputTokens + seat.maxOutputTokens, usd };
}

/** US dollars if every seat with a known price is called once at its worst. */
export function worstCaseUsd(seats: readonly Seat[], reading: Reading, knowledge: Prices): number {
  return seats.reduce((sum, seat) => sum + (worstCallOf(seat, reading, knowledge).usd ?? 0), 0);
}

/** Throws `BudgetExceeded` if the worst case is over the budget; nothing has been spent then. */
export function requireBudget(worstCase: number, budgetUsd: number | undefined): void {
  if (budgetUsd === undefined || worstCase <= budgetUsd) return;
  throw new BudgetExceeded(
    `this consultation may cost up to $${worstCase.toFixed(4)}, over its budget of $${inFull(budgetUsd)}; ask fewer experts, lower their maxOutputTokens or raise budgetUsd`,
  );
}

/** An amount without an exponent: nobody reads $1e-7. */
function inFull(usd: number): string {
  return usd.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 12 });
}
