/** `npm run cost -- presets`: what 1,000 questions to each circle that chooses its seats would cost, by the price list and the estimate of the product. */
import { join } from 'node:path';
import type { Knowledge } from '../../shared/contract/circle.ts';
import type { Estimate } from '../../shared/contract/estimate.ts';
import { acceptConsultation } from '../../shared/domain/accept.ts';
import { estimateRun } from '../../shared/domain/estimate.ts';
import { readingOf } from '../../shared/domain/reading-of.ts';
import { planStages } from '../../shared/domain/strategy.ts';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';

/** A question as usual: 600 bytes, with options. */
const question = { question: 'Which of these designs is right? '.padEnd(600, 'x'), options: ['the first', 'the second', 'neither'] };
const nothingStored = { consultations: 0, experts: {}, asked: undefined };

/** One circle with its price. */
export interface PresetPrice {
  readonly circle: string;
  /** Who sits; the worst counts those too who may take a seat. */
  readonly experts: readonly string[];
  readonly calls: number;
  /** US dollars for 1,000 questions; null where a price is not known. */
  readonly likelyUsd: number | null;
  readonly worstUsd: number | null;
  /** The same without those whose price is not known. */
  readonly knownUsd: number;
  readonly unpriced: readonly string[];
}

/** The prices of the circles that choose their seats, where everybody can be asked. */
export function presetPrices(knowledge: Knowledge): readonly PresetPrice[] {
  return Object.entries(knowledge.circles).flatMap(([circle, { choose }]) =>
    choose === undefined ? [] : [priceOf(circle, estimateOf(circle, knowledge))],
  );
}

function estimateOf(circle: string, knowledge: Knowledge): Estimate {
  const now = new Date(0);
  const run = acceptConsultation({ ...question, circle }, { id: 'estimate', tenant: 'default', now }, knowledge, new Set(), undefined);
  const { experts, quorum, settles, strategy = 'all' } = run;
  const plan = planStages(strategy, { experts, quorum, settles, order: [] });
  return estimateRun(run, plan, readingOf(run, run.seats, knowledge), nothingStored, knowledge);
}

function priceOf(circle: string, { experts, calls, usd, basis }: Estimate): PresetPrice {
  const known = experts.reduce((sum, expert) => sum + expert.chance * (expert.usd.likely ?? 0), 0);
  const seated = experts.filter(({ standIn }) => standIn === undefined).map(({ expert }) => expert);
  return {
    circle,
    experts: seated,
    calls: calls.likely,
    likelyUsd: usd.likely === null ? null : 1000 * usd.likely,
    worstUsd: usd.worst === null ? null : 1000 * usd.worst,
    knownUsd: 1000 * known,
    unpriced: basis.unpriced,
  };
}

/** The table of the documents. */
export function presetTable(prices: readonly PresetPrice[]): string {
  const rows = prices.map(({ circle, experts, calls, likelyUsd, worstUsd, knownUsd, unpriced }) => [
    `\`${circle}\``,
    experts.join(', '),
    String(calls),
    likelyUsd === null ? `${sayUsd(knownUsd)} and ${unpriced.filter((expert) => experts.includes(expert)).join(', ')}` : sayUsd(likelyUsd),
    worstUsd === null ? 'not known' : sayUsd(worstUsd),
  ]);
  const head = ['circle', 'sits where all can be asked', 'calls', 'likely, 1,000 questions', 'worst, 1,000 questions'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function sayUsd(usd: number): string {
  return `$${usd.toFixed(2)}`;
}

/** Prints the table, or the figures as JSON. */
export function printPresets(asJson: boolean): void {
  const knowledge = loadKnowledge(join(import.meta.dirname, '../../layers/knowledge'));
  const prices = presetPrices(knowledge);
  const asOf = knowledge.prices.asOf;
  console.log(
    asJson ? JSON.stringify({ pricesAsOf: asOf, presets: prices }, undefined, 2) : `Prices as of ${asOf}.\n\n${presetTable(prices)}`,
  );
}
