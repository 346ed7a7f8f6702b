/** Strategies replayed on recorded answers: the product's own plan, step and replay, with the core judging what was heard. */
import { z } from 'zod';
import type { Strategy } from '../../shared/contract/question.ts';
import { estimates, type ReliabilityState, reliabilityState } from '../../shared/contract/reliability.ts';
import { type Judgement, judgement } from '../../shared/contract/strategy.ts';
import { askingOrder } from '../../shared/domain/asking-order.ts';
import { type Replay, replayStages } from '../../shared/domain/replay.ts';
import { type Plan, planStages } from '../../shared/domain/strategy.ts';
import { mean } from './figures.ts';
import type { Line } from './panels.ts';
import type { Core } from './verdicts.ts';

/** The day on which the core's sums count as they are. */
const landmark = 20_454;

/** What one seat did. */
export interface RecordedSeat {
  readonly expert: string;
  readonly family: string | null;
  readonly answer: string | null;
  readonly seconds: number;
  readonly usd: number;
  /** 1 for a right answer. */
  readonly worth: number;
}

/** A question with the answers of a circle. */
export interface Recorded {
  readonly id: string;
  readonly kind: 'choice' | 'short';
  readonly question: string | null;
  readonly options: readonly string[] | null;
  /** The right answer, where whoever is picked stands for an option; else `worth` tells. */
  readonly seats: readonly RecordedSeat[];
}

/** What a strategy did on many questions. */
export interface StrategyFigures {
  readonly accuracy: number;
  readonly calls: number;
  /** Of the calls that asking everybody takes. */
  readonly share: number;
  readonly usdPerThousand: number;
  readonly p50: number;
  readonly p95: number;
  /** Verdicts that differ from that of everybody. */
  readonly changed: number;
}

/** How a strategy is run. */
export interface Policy {
  readonly strategy: Strategy;
  readonly quorum: number;
  /** What was learnt of the experts before. */
  readonly state?: ReliabilityState | undefined;
  /** What a likely call of each seat costs; left out, prices do not order. */
  readonly usd?: readonly number[] | undefined;
}

/** Replays a policy on all questions of one circle. */
export function replayAll(core: Core, items: readonly Recorded[], { strategy, quorum, state, usd }: Policy): StrategyFigures {
  const [first] = items;
  if (!first) throw new Error('there is no question to replay');
  const experts = first.seats.map(({ expert }) => expert);
  const order = orderOf(core, items, state, usd);
  const plan = planStages(strategy, { experts, quorum, settles: true, order });
  const judged = judgeStages(core, items, plan, state);
  const played = items.map((item, at) => playOne(item, plan, strategy, quorum, judged[at] ?? []));
  const seconds = played.map(({ replay }) => replay.seconds).toSorted((a, b) => a - b);
  return {
    accuracy: mean(played.map(({ worth }) => worth)),
    calls: mean(played.map(({ replay }) => replay.asked.length)),
    share: mean(played.map(({ replay }) => replay.asked.length)) / experts.length,
    usdPerThousand: 1000 * mean(played.map(({ replay }) => replay.usd ?? 0)),
    p50: seconds[Math.floor(seconds.length / 2)] ?? Number.NaN,
    p95: seconds[Math.floor(seconds.length * 0.95)] ?? Number.NaN,
    changed: played.filter(({ changed }) => changed).length,
  };
}

/** The places of the experts in the order of asking. */
export function orderOf(
  core: Core,
  [first]: readonly Recorded[],
  state: ReliabilityState | undefined,
  usd?: readonly number[],
): readonly number[] {
  const experts = first?.seats.map(({ expert }) => expert) ?? [];
  const skills = state && first ? estimate(core, first.kind, experts, state) : {};
  return askingOrder(experts.map((expert, place) => ({ skill: skills[expert], usd: usd?.[place] })));
}

/** The state that panels teach, with what is known of them or without. */
export function learn(core: Core, panels: readonly object[]): ReliabilityState {
  return reliabilityState.parse(ask(core, ['learn'], [{ panels }])[0]);
}

/** A line of the core for a question, for learning from it. */
export function lineOf({ id, kind, question, options, seats }: Recorded): Line & { readonly at: number } {
  const opinions = seats.map(({ expert, family, answer }) => ({ expert, family, answer }));
  return { id, kind, question, options, opinions, at: landmark };
}

function playOne(item: Recorded, plan: Plan, strategy: Strategy, quorum: number, judged: readonly Judgement[]) {
  const { kind, seats } = item;
  const judge = (asked: readonly number[]) => judged.find((_, stage) => plan.slice(0, stage + 1).flat().length === asked.length);
  const all = (): Replay => replayStages('settled', [plan.flat()], { kind, quorum, seats: outcomes, judge });
  const outcomes = seats.map(({ answer, seconds, usd }) => ({ answered: answer !== null, seconds, usd }));
  const replay = strategy === 'all' ? all() : replayStages(strategy, plan, { kind, quorum, seats: outcomes, judge });
  const everybody = judged.at(-1);
  const answerOf = (pick: string | null | undefined) => seats.find(({ expert }) => expert === pick);
  const said = answerOf(replay.judgement?.pick);
  return { replay, worth: said?.worth ?? 0, changed: differs(said, answerOf(everybody?.pick), kind) };
}

/** Two picks of a short answer are the same where both are right: how they are written is the core's affair. */
function differs(one: RecordedSeat | undefined, other: RecordedSeat | undefined, kind: Recorded['kind']): boolean {
  return kind === 'choice' ? one?.answer !== other?.answer : one?.worth !== other?.worth;
}

const judgements = z.object({ judgements: z.array(judgement) });

/** What the core says after each stage, for every question. */
function judgeStages(core: Core, items: readonly Recorded[], plan: Plan, state: ReliabilityState | undefined): Judgement[][] {
  const requests = items.map((item) => {
    const { opinions, ...line } = lineOf(item);
    const known = state ? { reliability: state, reliability_mode: 'auto' } : {};
    return {
      panel: { ...line, ...known, opinions: opinions.filter(({ answer }) => answer !== null) },
      seats: item.seats.map(({ expert, family }) => ({ expert, family })),
      groups: plan.map((_, stage) =>
        plan.slice(0, stage + 1).flatMap((places) => places.flatMap((place) => item.seats[place]?.expert ?? [])),
      ),
    };
  });
  return ask(
    core,
    requests.map(() => 'judge'),
    requests,
  ).map((reply) => judgements.parse(reply).judgements);
}

function estimate(
  core: Core,
  kind: Recorded['kind'],
  experts: readonly string[],
  reliability: ReliabilityState,
): Readonly<Record<string, number>> {
  return estimates.parse(ask(core, ['estimate'], [{ kind, experts, reliability, at: landmark, mode: 'auto' }])[0]).estimates;
}

/** The core's answers to requests, in their order. */
function ask(core: Core, words: readonly string[], requests: readonly object[]): unknown[] {
  const lines = requests.map((request, at) => `${at + 1} ${words[at]} ${JSON.stringify(request)}\n`);
  const replies = core.run(['serve'], lines.join('')).output.trimEnd().split('\n');
  return replies.map((reply) => JSON.parse(reply.slice(reply.indexOf(' ') + 1)));
}
