/** What a strategy would have asked and decided, replayed from the opinions of a consultation in which everybody was asked. */
import type { Kind } from '../contract/question.ts';
import type { Judgement, StageReason, StopReason } from '../contract/strategy.ts';
import { nextStep, type Plan, type StagedStrategy } from './strategy.ts';

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

/** Replays a plan. A stage is over when its slowest seat is heard; with a hedge the next one has then begun, once that time was over. */
export function replayStages(strategy: StagedStrategy, plan: Plan, played: Played): Replay {
  const { kind, quorum, seats, hedgeSeconds = Number.POSITIVE_INFINITY, judge } = played;
  const stages: Replay['stages'][number][] = [];
  let reason: StageReason = 'first';
  let stopped: StopReason = 'everybody';
  let begun = 0;
  let over = 0;
  let judgement: Judgement | undefined;
  const heardOf = (places: readonly number[]) => places.flatMap((place) => seats[place] ?? []);
  for (const [index, places] of plan.entries()) {
    stages.push({ places, reason, seconds: begun });
    const slowest = Math.max(0, ...heardOf(places).map(({ seconds }) => seconds));
    over = Math.max(over, begun + slowest);
    const asked = plan.slice(0, index + 1).flat();
    judgement = judge(asked);
    if (index === plan.length - 1) break;
    if (over - begun > hedgeSeconds) {
      reason = 'late';
      begun += hedgeSeconds;
      continue;
    }
    const answered = heardOf(asked).filter((seat) => seat.answered).length;
    const step = nextStep(strategy, { kind, quorum, answered, judgement });
    if ('stop' in step) {
      stopped = step.stop;
      break;
    }
    reason = step.ask;
    begun = over;
  }
  const asked = stages.flatMap(({ places }) => places);
  return { stages, stopped, asked, usd: sum(heardOf(asked).map(({ usd }) => usd)), seconds: over, judgement };
}

function sum(amounts: readonly (number | null)[]): number | null {
  return amounts.reduce((total, amount) => (total === null || amount === null ? null : total + amount), 0);
}
