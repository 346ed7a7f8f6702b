/** What stored consultations of a circle have taken: seconds and tokens by expert, and how many a strategy has asked. */
import type { Opinion } from '../contract/opinion.ts';
import type { Strategy } from '../contract/question.ts';
import type { Verdict } from '../contract/verdict.ts';
import type { PastFigures } from './estimate.ts';
import { strategyWord } from './strategy.ts';

/** One consultation that has ended. */
export interface Past {
  readonly opinions: readonly Opinion[];
  readonly verdict: Verdict | undefined;
}

/** The figures of consultations, for a strategy. */
export function pastFigures(past: readonly Past[], strategy: Strategy): PastFigures {
  const answered = past.flatMap(({ opinions }) => opinions).filter(({ status }) => status === 'answered');
  const names = [...new Set(answered.map(({ expert }) => expert))];
  const asked = past.flatMap(({ verdict }) => (verdict === undefined ? [] : (partAsked(verdict, strategy) ?? [])));
  return {
    consultations: past.length,
    experts: Object.fromEntries(names.map((name) => [name, figuresOf(answered.filter(({ expert }) => expert === name))])),
    asked: strategy === 'all' || asked.length === 0 ? undefined : mean(asked),
  };
}

function figuresOf(opinions: readonly Opinion[]): PastFigures['experts'][string] {
  const seconds = opinions.map(({ latencyMs }) => latencyMs / 1000).toSorted((a, b) => a - b);
  const written = opinions.flatMap(({ usage }) => usage?.outputTokens ?? []);
  return { seconds: seconds[Math.floor(seconds.length / 2)] ?? 0, outputTokens: written.length === 0 ? undefined : mean(written) };
}

/** Part of the experts that the strategy has asked, or would have where everybody was. */
function partAsked({ strategy, replays, coverage }: Verdict, wanted: Strategy): number | undefined {
  const word = strategyWord(wanted);
  if (strategy?.name === word) return coverage.asked / (coverage.asked + strategy.notAsked.length);
  const replay = replays?.find((one) => one.strategy === word);
  return replay && replay.asked.length / coverage.asked;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
