/** What a verdict says of asking in stages: what was done and saved, or what other strategies would have done. */
import type { Knowledge } from '../contract/circle.ts';
import type { Opinion, Usage } from '../contract/opinion.ts';
import type { Strategy } from '../contract/question.ts';
import type { Run } from '../contract/run.ts';
import { firstSeated } from '../contract/seats-now.ts';
import type { Judgement, ShownReplay, ShownStrategy, StopReason } from '../contract/strategy.ts';
import type { Weighing } from '../contract/verdict.ts';
import { askedExperts, hasMoreStages, stageExperts } from './asked.ts';
import { askingOrder } from './asking-order.ts';
import { costOf, likelyUsd, priceOf } from './budget.ts';
import { isDebated } from './debate.ts';
import { outOfReach } from './limits.ts';
import { replayStages } from './replay.ts';
import { leastAsked, type Plan, planStages, type StagedStrategy, strategyWord } from './strategy.ts';

type Prices = Pick<Knowledge, 'prices' | 'providers'>;

/** What a staged run asked, and what that spared; undefined where everybody was asked at once. `kept`: a limit kept it from asking on. */
export function strategyInWords(
  run: Run,
  weighing: Pick<Weighing, 'confidence' | 'clusters'>,
  opinions: readonly Opinion[],
  prices: Prices,
  kept = false,
): ShownStrategy | undefined {
  const { stages, strategy = 'all' } = run;
  const word = strategyWord(strategy);
  if (stages === undefined || word === 'all') return undefined;
  const asked = new Set(askedExperts(run));
  const notAsked = run.experts.filter((expert) => !asked.has(expert));
  return {
    name: word,
    stages: stages.begun.map(({ at, reason }, stage) => ({ experts: [...stageExperts(run, stage)], at, reason })),
    stopped: kept ? 'limit' : whyStopped(run, strategy, weighing),
    notAsked,
    saved: { calls: notAsked.length, usd: savedUsd(run, new Set(notAsked), opinions, prices) },
  };
}

function whyStopped(run: Run, strategy: Strategy, weighing: Pick<Weighing, 'confidence' | 'clusters'>): StopReason {
  const { endedBy = 'deadline' } = run;
  if (!hasMoreStages(run)) return 'everybody';
  // With nobody within reach of a limit the run has heard everybody, though its strategy had enough.
  if (endedBy === 'all') return outOfReach(run).length > 0 ? whySettled(strategy, weighing) : 'everybody';
  return endedBy === 'settled' ? whySettled(strategy, weighing) : endedBy;
}

function whySettled(strategy: Strategy, { confidence, clusters }: Pick<Weighing, 'confidence' | 'clusters'>): StopReason {
  if (typeof strategy !== 'object') return 'settled';
  if ('sure' in strategy) return (confidence ?? 0) >= strategy.sure ? 'sure' : 'settled';
  return clusters.filter(({ share }) => share > 0).length > 1 ? 'settled' : 'agreed';
}

/** By the mean tokens of those who answered. One unknown price makes the sum unknown. */
function savedUsd(run: Run, spared: ReadonlySet<string>, opinions: readonly Opinion[], prices: Prices): number | null {
  const usage = meanUsage(opinions.flatMap(({ status, usage: used }) => (status === 'answered' && used ? [used] : [])));
  return run.seats
    .filter(({ expert }) => spared.has(expert))
    .map((seat) => costOf(usage, priceOf(seat, prices)))
    .reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}

function meanUsage(used: readonly Usage[]): Usage | undefined {
  if (used.length === 0) return undefined;
  const mean = (field: keyof Usage) =>
    used.reduce<number | null>((sum, { [field]: tokens }) => (sum === null || tokens === null ? null : sum + tokens / used.length), 0);
  return { inputTokens: mean('inputTokens'), outputTokens: mean('outputTokens') };
}

/** A strategy to replay, and the stages in which it would have asked. */
export interface Replayable {
  readonly strategy: StagedStrategy;
  readonly plan: Plan;
  readonly quorum: number;
}

/** How sure the strategy `sure` is where nobody has said it. */
const usualBound = 0.9;

/** The strategies that a verdict tells of: those that everybody may take, and the circle's own. */
function toldStrategies({ replayed }: Pick<Run, 'replayed'>): readonly Strategy[] {
  return ['settled', { sure: usualBound }, ...(replayed ? [replayed] : [])];
}

/** The strategies that a run in which everybody was asked is replayed under; none where there is nobody to spare. */
export function replayables(
  run: Run,
  estimates: Readonly<Record<string, number | undefined>>,
  prices: Prices,
  strategies: readonly Strategy[] = toldStrategies(run),
): readonly Replayable[] {
  // What a second round has changed is no answer to one question asked once.
  const isStaged = run.stages !== undefined && run.strategy !== undefined;
  const experts = firstSeated(run);
  if (isStaged || isDebated(run) || experts.length < 3) return [];
  const { settles } = run;
  const bytes = Buffer.byteLength(run.question);
  const order = run.order
    ? run.order.map((expert) => experts.indexOf(expert))
    : askingOrder(
        run.seats.slice(0, experts.length).map((seat) => ({ skill: estimates[seat.expert], usd: likelyUsd(seat, bytes, prices) })),
      );
  return strategies.flatMap((strategy) => {
    if (strategy === 'all') return [];
    // As many as the strategy itself takes, where nobody has said how many it is to be.
    const quorum = run.statedQuorum ? run.quorum : (leastAsked(strategy, experts) ?? run.quorum);
    const plan = planStages(strategy, { experts, quorum, settles, order });
    return plan.length > 1 ? [{ strategy, plan: withStandIns(plan, run), quorum }] : [];
  });
}

/** Whoever has sat in the place of another one is asked in its stage. */
function withStandIns(plan: Plan, { experts, replaced = [] }: Run): Plan {
  const placeOf = (expert: string) => experts.indexOf(expert);
  return plan.map((stage) => [...stage, ...replaced.filter(({ seat }) => stage.includes(placeOf(seat))).map(({ by }) => placeOf(by))]);
}

/** The groups of experts that have to be judged for a replay: those whom each plan has asked after each stage. */
export function groupsOf({ experts }: Pick<Run, 'experts'>, replays: readonly Replayable[]): readonly (readonly string[])[] {
  const groups = replays.flatMap(({ plan }) => plan.map((_, stage) => plan.slice(0, stage + 1).flat()));
  const distinct = new Map(groups.map((places) => [keyOf(places), places]));
  return [...distinct.values()].map((places) => places.toSorted((a, b) => a - b).flatMap((place) => experts[place] ?? []));
}

/**
 * What each strategy would have asked and decided. `judged` are the judgements of the groups. One that would have asked somebody who was not
 * heard in time is left out: nobody knows what it would have been told.
 */
export function replaysInWords(
  run: Run,
  weighing: Pick<Weighing, 'pick' | 'clusters'>,
  opinions: readonly Opinion[],
  replays: readonly Replayable[],
  judged: readonly Judgement[],
): ShownReplay[] {
  const groups = groupsOf(run, replays);
  const judgementOf = new Map(groups.map((group, at) => [keyOf(group.map((expert) => run.experts.indexOf(expert))), judged[at]]));
  const heard = new Map(opinions.map((opinion) => [opinion.expert, opinion]));
  const seats = run.experts.map((expert) => {
    const { status, latencyMs = 0, costUsd = 0 } = heard.get(expert) ?? {};
    return { answered: status === 'answered', seconds: latencyMs / 1000, usd: costUsd };
  });
  const { kind, hedgeSeconds } = run;
  return replays.flatMap(({ strategy, plan, quorum }) => {
    const judge = (asked: readonly number[]) => judgementOf.get(keyOf(asked));
    const replay = replayStages(strategy, plan, { kind, quorum, seats, hedgeSeconds, judge });
    const { pick = null, decided = false } = replay.judgement ?? {};
    const asked = replay.asked.flatMap((place) => run.experts[place] ?? []);
    if (asked.some((expert) => (heard.get(expert)?.status ?? 'late') === 'late')) return [];
    return {
      strategy: strategyWord(strategy) as ShownReplay['strategy'],
      asked,
      stopped: replay.stopped,
      same: isSame(weighing, decided ? pick : null),
      usd: replay.usd,
      seconds: replay.seconds,
    };
  });
}

/** Whether a pick stands for the answer of the verdict: its expert gave that answer, or neither decides anything. */
export function isSame({ pick, clusters }: Pick<Weighing, 'pick' | 'clusters'>, other: string | null): boolean {
  if (pick === null || other === null) return pick === other;
  return pick === other || clusters.some(({ experts }) => experts.includes(pick) && experts.includes(other));
}

function keyOf(places: readonly number[]): string {
  return places.toSorted((a, b) => a - b).join(' ');
}
