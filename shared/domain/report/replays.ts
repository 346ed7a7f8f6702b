/** What other circles and strategies would have decided on a question, replayed from its stored opinions by the core's own judgements. */
import type { Opinion } from '../../contract/opinion.ts';
import type { Strategy } from '../../contract/question.ts';
import type { Run } from '../../contract/run.ts';
import type { Judgement } from '../../contract/strategy.ts';
import { type PlayedSeat, replayStages } from '../replay.ts';
import { groupsOf, type Replayable } from '../strategy-words.ts';
import { smallerCircles } from './smaller-circles.ts';
import { wasHeard } from './was-heard.ts';

/** Confidences at which `sure` is replayed: a curve of calls against right answers. */
const sureBounds = [0.7, 0.8, 0.9, 0.95];

/** The strategies that a report replays. */
export function reportedStrategies({ replayed }: Pick<Run, 'replayed'>): readonly Strategy[] {
  const told = replayed !== undefined && !(typeof replayed === 'object' && 'sure' in replayed && sureBounds.includes(replayed.sure));
  return ['settled', ...sureBounds.map((sure) => ({ sure })), ...(told && replayed !== 'settled' ? [replayed] : [])];
}

/** What another circle or strategy would have come to. */
export interface Outcome {
  readonly name: string;
  /** Whom it would have asked. */
  readonly asked: readonly string[];
  /** Whose words the answer would be; null where it would decide nothing. */
  readonly pick: string | null;
  readonly seconds: number;
}

/** The whole circle and its parts, which the core judges as if nobody else had a seat. */
export function partsToJudge(run: Run): readonly (readonly string[])[] {
  const groups = [run.experts, ...smallerCircles(run.experts).map(({ experts }) => inSeatOrder(run, experts))];
  return [...new Map(groups.map((group) => [keyOf(group), group])).values()];
}

/** What the core said of the parts of a circle and of the stages of strategies, each in the order in which it was asked. */
export interface Judged {
  readonly parts: readonly Judgement[];
  readonly stages: readonly Judgement[];
}

/**
 * What each smaller circle and each strategy would have come to. One that needs somebody who was not heard in time is left out: nobody
 * knows what it would have been told.
 */
export function outcomesOf(run: Run, opinions: readonly Opinion[], replays: readonly Replayable[], judged: Judged): readonly Outcome[] {
  const lookUp = (groups: readonly (readonly string[])[], judgements: readonly Judgement[]) => {
    const known = new Map(groups.map((group, at) => [keyOf(group), judgements[at]]));
    return (experts: readonly string[]) => known.get(keyOf(experts));
  };
  const [judgePart, judgeStage] = [lookUp(partsToJudge(run), judged.parts), lookUp(groupsOf(run, replays), judged.stages)];
  const seats = playedSeats(run, opinions);
  const whole = [{ name: 'everybody', experts: run.experts }, ...smallerCircles(run.experts)].flatMap(({ name, experts }): Outcome[] => {
    const heard = experts.flatMap((expert) => seats.get(expert) ?? []);
    if (heard.length < experts.length) return [];
    const answered = heard.filter((seat) => seat.answered).length;
    const { pick = null, decided = false } = judgePart(experts) ?? {};
    const decides = decided && answered >= quorumOfPart(run, experts.length);
    return [{ name, asked: experts, pick: decides ? pick : null, seconds: Math.max(0, ...heard.map(({ seconds }) => seconds)) }];
  });
  return [...whole, ...replays.flatMap((replay) => stagedOutcome(run, seats, replay, judgeStage))];
}

/** One strategy. A seat that was not heard plays no part as long as its stage is not reached. */
function stagedOutcome(
  run: Run,
  heard: ReadonlyMap<string, PlayedSeat>,
  { strategy, plan, quorum }: Replayable,
  judge: (experts: readonly string[]) => Judgement | undefined,
): readonly Outcome[] {
  const { kind, experts, hedgeSeconds } = run;
  const named = (places: readonly number[]) => places.flatMap((place) => experts[place] ?? []);
  const seats = experts.map((expert) => heard.get(expert) ?? { answered: false, seconds: 0, usd: null });
  const replay = replayStages(strategy, plan, { kind, quorum, seats, hedgeSeconds, judge: (places) => judge(named(places)) });
  const asked = named(replay.asked);
  if (asked.some((expert) => !heard.has(expert))) return [];
  const { pick = null, decided = false } = replay.judgement ?? {};
  const decides = decided && asked.filter((expert) => heard.get(expert)?.answered).length >= quorum;
  return [{ name: `strategy ${sayStrategyPlainly(strategy)}`, asked, pick: decides ? pick : null, seconds: replay.seconds }];
}

/** The seats that were heard in time, with or without an answer. */
function playedSeats({ experts }: Run, opinions: readonly Opinion[]): ReadonlyMap<string, PlayedSeat> {
  return new Map(
    opinions
      .filter((opinion) => experts.includes(opinion.expert) && wasHeard(opinion))
      .map(({ expert, status, latencyMs, costUsd = 0 }) => [
        expert,
        { answered: status === 'answered', seconds: latencyMs / 1000, usd: costUsd },
      ]),
  );
}

/** Answers that a part of a circle takes: as many as were stated, where it has so many seats, else more than half. */
function quorumOfPart({ statedQuorum, quorum }: Run, seats: number): number {
  return statedQuorum ? Math.min(quorum, seats) : Math.floor(seats / 2) + 1;
}

function sayStrategyPlainly(strategy: Strategy): string {
  if (typeof strategy === 'string') return strategy;
  return 'sure' in strategy ? `sure ${strategy.sure}` : `escalate ${strategy.escalate.map((stage) => stage.join(',')).join('/')}`;
}

function inSeatOrder({ experts: seated }: Run, experts: readonly string[]): readonly string[] {
  return seated.filter((expert) => experts.includes(expert));
}

function keyOf(experts: readonly string[]): string {
  return experts.toSorted().join(' ');
}
