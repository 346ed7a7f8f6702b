/** What a strategy would have asked and decided, replayed from the opinions of a consultation in which everybody was asked. */
import type { Kind } from '../contract/question.ts';
import type { Judgement, StageReason, StopReason } from '../contract/strategy.ts';
import { nextStep, type Plan, type StagedStrategy, type Step } from './strategy.ts';

/** What became of one seat. */
export interface PlayedSeat {
  readonly answered: boolean;
  /** Seconds until it was heard. */
  readonly seconds: number;
  /** US dollars; null where that is not known. */
  readonly usd: number | null;
}

/** A consultation to replay. */
export interface Played {
  readonly kind: Kind;
  readonly quorum: number;
  /** In the order of the plan's places. */
  readonly seats: readonly PlayedSeat[];
  readonly hedgeSeconds?: number | undefined;
  /** What the core says of the seats at these places, as if no others had been asked; undefined where it cannot. */
  readonly judge: (asked: readonly number[]) => Judgement | undefined;
}

/** What a strategy would have done. */
export interface Replay {
  readonly stages: readonly { readonly places: readonly number[]; readonly reason: StageReason; readonly seconds: number }[];
  readonly stopped: StopReason;
  /** Places of all that were asked. */
  readonly asked: readonly number[];
  readonly usd: number | null;
  /** Until the last stage was heard. */
  readonly seconds: number;
  readonly judgement: Judgement | undefined;
}

/**
 * Replays a plan. A stage is over when its slowest seat is heard, or with a hedge once that time is over: whoever is not in then is waited for no
 * longer, and those who are in decide whether the next stage is asked.
 */
export function replayStages(strategy: StagedStrategy, plan: Plan, played: Played): Replay {
  const stages: Replay['stages'][number][] = [];
  const heardAt = new Map<number, number>();
  let [reason, awaited]: [StageReason, readonly number[]] = ['first', []];
  let look = lookAt(strategy, heardAt, 0, played);
  for (const [index, places] of plan.entries()) {
    const begun = look.seconds;
    stages.push({ places, reason, seconds: begun });
    for (const place of places) heardAt.set(place, begun + secondsOf(place, played));
    awaited = reason === 'late' ? places : [...awaited, ...places];
    const allIn = Math.max(begun, ...awaited.flatMap((place) => heardAt.get(place) ?? []));
    if (index === plan.length - 1) return replayOf(stages, 'everybody', lookAtLast(strategy, heardAt, allIn, played), played);
    const over = Math.min(allIn, begun + (played.hedgeSeconds ?? Number.POSITIVE_INFINITY));
    look = lookAt(strategy, heardAt, over, played);
    if ('stop' in look.step) return replayOf(stages, look.step.stop, look, played);
    reason = over < allIn ? 'late' : look.step.ask;
  }
  return replayOf(stages, 'everybody', look, played);
}

function replayOf(stages: Replay['stages'], stopped: StopReason, { seconds, judgement }: Look, { seats }: Played): Replay {
  const asked = stages.flatMap(({ places }) => places);
  return { stages, stopped, asked, usd: sum(asked.map((place) => seats[place]?.usd ?? null)), seconds, judgement };
}

function secondsOf(place: number, { seats }: Played): number {
  return seats[place]?.seconds ?? 0;
}

/** What those who are heard at a moment say. */
interface Look {
  readonly seconds: number;
  readonly step: Step;
  readonly judgement: Judgement | undefined;
}

function lookAt(strategy: StagedStrategy, heardAt: ReadonlyMap<number, number>, seconds: number, played: Played): Look {
  const { kind, quorum, seats, judge } = played;
  const heard = [...heardAt].flatMap(([place, at]) => (at <= seconds ? [place] : []));
  const answered = heard.filter((place) => seats[place]?.answered).length;
  const judgement = judge(heard);
  return { seconds, step: nextStep(strategy, { kind, quorum, answered, judgement }), judgement };
}

/** Nobody is left to ask: where those who are waited for do not suffice, those who were overtaken are waited for too. */
function lookAtLast(strategy: StagedStrategy, heardAt: ReadonlyMap<number, number>, allIn: number, played: Played): Look {
  const look = lookAt(strategy, heardAt, allIn, played);
  return 'stop' in look.step ? look : lookAt(strategy, heardAt, Math.max(...heardAt.values()), played);
}

function sum(amounts: readonly (number | null)[]): number | null {
  return amounts.reduce((total, amount) => (total === null || amount === null ? null : total + amount), 0);
}
