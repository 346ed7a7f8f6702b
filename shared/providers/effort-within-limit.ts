/**
 * An effort of thinking that lets a model write no more than its seat may. The SDK adds the tokens of thinking to the limit where the vendor
 * counts both in one, as a part of the most that the model can write, and leaves the limit out where it goes with no effort at all.
 */
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import type { Seat } from '../contract/expert.ts';
import { ExpertFailure } from '../errors.ts';
import type { Exchange, Fetch } from './exchange.ts';

/** Tokens that a request lets a model write, thinking included, by the body that would be sent; without a limit `undefined`. */
export type LimitOf = (body: Readonly<Record<string, unknown>>) => unknown;

/** The part of a seat's tokens that goes into thinking where it has to be told as a number. */
const shares: Readonly<Record<string, number>> = { minimal: 0.1, low: 0.2, medium: 0.4, high: 0.6, xhigh: 0.8, max: 0.9 };
/** The least that Claude takes for thinking, and what is left for the answer. */
const [leastBudget, leastAnswer] = [1024, 512];

/** Calls the model by the first of the ways that keeps to the seat's limit; a way that does not is never sent. */
export async function generateWithin(
  model: Pick<LanguageModelV4, 'doGenerate'>,
  options: LanguageModelV4CallOptions,
  { seat, exchange, limitOf }: { readonly seat: Seat; readonly exchange: Exchange; readonly limitOf: LimitOf },
  run: <Result>(exchange: Exchange, call: () => Result) => Result,
): Promise<LanguageModelV4GenerateResult> {
  for (const way of waysToAsk(options, seat)) {
    const held = holding(exchange, seat, limitOf);
    try {
      return await run(held, () => model.doGenerate(way));
    } catch (error) {
      if (!held.refused()) throw error;
    }
  }
  throw new ExpertFailure('request-rejected', `${seat.preset} cannot be asked within ${seat.maxOutputTokens} tokens`);
}

/** As it is asked for; with the thinking within the limit; with less of it; without. */
function* waysToAsk(options: LanguageModelV4CallOptions, { maxOutputTokens }: Seat): Iterable<LanguageModelV4CallOptions> {
  yield options;
  const { reasoning, ...rest } = options;
  const budgetTokens = Math.min(
    maxOutputTokens - leastAnswer,
    Math.max(leastBudget, Math.round(maxOutputTokens * (shares[reasoning ?? ''] ?? 0))),
  );
  if (budgetTokens >= leastBudget) {
    const providerOptions = {
      ...options.providerOptions,
      anthropic: { ...options.providerOptions?.['anthropic'], thinking: { type: 'enabled', budgetTokens } },
      amazonBedrock: { ...options.providerOptions?.['amazonBedrock'], reasoningConfig: { type: 'enabled', budgetTokens } },
    };
    yield { ...rest, maxOutputTokens: maxOutputTokens - budgetTokens, providerOptions };
  }
  yield { ...rest, reasoning: 'medium' };
  yield rest;
}

/** The exchange, but what lets the model write more than it may is not sent. */
function holding(exchange: Exchange, { maxOutputTokens }: Seat, limitOf: LimitOf): Exchange & { refused(): boolean } {
  let refused = false;
  const fetch: Fetch = async (input, init) => {
    const limit = typeof init?.body === 'string' ? limitOf(JSON.parse(init.body)) : undefined;
    if (typeof limit === 'number' && limit <= maxOutputTokens) return exchange.fetch(input, init);
    refused = true;
    throw new Error('more tokens than the seat may write');
  };
  return { fetch, sent: () => exchange.sent(), refused: () => refused };
}
