/** Asking in stages: who is asked in which order, and after each stage whether the next one is. Pure: what the answers say is the core's word. */
import type { Kind, Strategy } from '../contract/question.ts';
import type { Judgement, StageReason, StopReason } from '../contract/strategy.ts';

/** Stages by the places of their seats. */
export type Plan = readonly (readonly number[])[];

/** A strategy that may leave somebody out. */
export type StagedStrategy = Exclude<Strategy, 'all'>;

/** Answers without which no confidence suffices: one alone has nobody to agree with. */
export const leastSure = 2;

/** What a plan is made from. `order` names places of seats, whom to ask first; those that it lacks come last, in their own order. */
export interface Plannable {
  readonly experts: readonly string[];
  readonly quorum: number;
  /** Whether an outcome can stand before everybody is heard. */
  readonly settles: boolean;
  readonly order: readonly number[];
}

/** The stages in which a strategy asks: together they hold every seat once, and no stage is empty. */
export function planStages(strategy: Strategy, { experts, quorum, settles, order }: Plannable): Plan {
  const places = experts.map((_, place) => place);
  const ordered = [...new Set([...order.filter((place) => place in experts), ...places])];
  if (strategy === 'all' || (strategy === 'settled' && !settles)) return [ordered.toSorted((a, b) => a - b)];
  if (strategy === 'settled') return oneByOne(ordered, Math.max(quorum, Math.floor(experts.length / 2) + 1));
  if ('sure' in strategy) return oneByOne(ordered, Math.max(quorum, leastSure));
  const stages = strategy.escalate.map((stage) => stage.map((expert) => experts.indexOf(expert)).filter((place) => place >= 0));
  const named = new Set(stages.flat());
  return [...stages, places.filter((place) => !named.has(place))].filter((stage) => stage.length > 0);
}

/** How many a strategy asks at least before it may stop; undefined where that is a question of the quorum. */
export function leastAsked(strategy: Strategy | undefined, experts: readonly string[]): number | undefined {
  if (typeof strategy !== 'object') return undefined;
  if ('sure' in strategy) return leastSure;
  const first = strategy.escalate.find((stage) => stage.some((expert) => experts.includes(expert)));
  return first?.filter((expert) => experts.includes(expert)).length;
}

/** Nothing can be settled or sure before `first` have answered, so that many are asked at once; the others one by one. */
function oneByOne(ordered: readonly number[], first: number): Plan {
  return [ordered.slice(0, first), ...ordered.slice(first).map((place) => [place])];
}

/** What a step is taken on. */
export interface Heard {
  readonly kind: Kind;
  readonly quorum: number;
  /** Counted answers of all stages so far. */
  readonly answered: number;
  /** Undefined where the core could not be asked. */
  readonly judgement: Judgement | undefined;
}

/** What happens after a stage: the next one is asked, or nobody else. */
export type Step = { readonly ask: StageReason } | { readonly stop: StopReason };

/**
 * Whether the stage after those that were heard is asked, and why. A kind of which every stage is asked comes before everything that the
 * answers say; else an outcome that the rest cannot change stops every strategy, however unsure it is.
 */
export function nextStep(strategy: StagedStrategy, heard: Heard): Step {
  const { answered, quorum, judgement } = heard;
  if (answered === 0) return { ask: 'failed' };
  if (answered < quorum) return { ask: 'quorum' };
  if (asksEveryStage(strategy, heard.kind)) return { ask: 'kind' };
  if (judgement === undefined) return { ask: 'unjudged' };
  if (judgement.settled && judgement.decided) return { stop: 'settled' };
  if (strategy === 'settled') return { ask: 'open' };
  return 'sure' in strategy ? ifSure(strategy.sure, answered, judgement) : ifAgreed(strategy, judgement);
}

/** Whether a strategy asks every stage whatever the answers say. */
export function asksEveryStage(strategy: Strategy, kind: Kind): boolean {
  return typeof strategy === 'object' && 'escalate' in strategy && (strategy.kinds?.includes(kind) ?? false);
}

function ifSure(bound: number, answered: number, { decided, confidence }: Judgement): Step {
  const isSure = answered >= leastSure && decided && confidence !== null && confidence >= bound;
  return isSure ? { stop: 'sure' } : { ask: 'unsure' };
}

function ifAgreed({ below }: Extract<StagedStrategy, { escalate: unknown }>, { decided, confidence, answers }: Judgement): Step {
  if (!decided || answers > 1) return { ask: 'split' };
  if (below !== undefined && (confidence ?? 0) < below) return { ask: 'unsure' };
  return { stop: 'agreed' };
}

/** The word for a strategy. */
export function strategyWord(strategy: Strategy): 'all' | 'settled' | 'sure' | 'escalate' {
  if (typeof strategy === 'string') return strategy;
  return 'sure' in strategy ? 'sure' : 'escalate';
}

/** Seconds that a message may be delayed at the most: what SQS allows. */
const longestDelay = 900;

/** Whole seconds until the next stage is asked although the one before is not in: the hedge, else an equal share of the time that is left. */
export function alarmSeconds(given: {
  readonly leftMs: number;
  /** Stages that have not been asked. */
  readonly stagesLeft: number;
  readonly hedgeSeconds: number | undefined;
}): number {
  const { leftMs, stagesLeft, hedgeSeconds = leftMs / 1000 / (stagesLeft + 1) } = given;
  return Math.min(longestDelay, Math.max(1, Math.ceil(hedgeSeconds)));
}
