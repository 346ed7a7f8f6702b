/**
 * Hard limits of a consultation. Each seat is granted what it may use before it is asked, and its worker makes no call beyond that; all grants
 * together stay within the limits, so that nobody has to count for all.
 */

import { type Amounts, type Grant, type LimitName, limitName, type RunLimits, type WorstCall } from '../contract/limits.ts';
import { opinionName } from '../contract/rounds.ts';
import type { RunState } from '../contract/run.ts';
import { firstSeated } from '../contract/seats-now.ts';
import { leastAnswers } from './least-answers.ts';
import { againOf, worstAmounts, worstCallIn } from './worst-calls.ts';

/** What is read of a run. */
export type Limited = Pick<
  RunState,
  | 'experts'
  | 'spare'
  | 'replaced'
  | 'stages'
  | 'rounds'
  | 'arrivals'
  | 'answered'
  | 'quorum'
  | 'minimum'
  | 'strategy'
  | 'limits'
  | 'charges'
  | 'deliberation'
>;

/** Sums of prices carry noise: a millionth of a millionth of a dollar is none. */
const noise = 1e-12;

/** The limits that are set. */
export function limitsSet(amounts: Amounts): readonly LimitName[] {
  return limitName.options.filter((name) => amounts[name] !== undefined);
}

/** What a call may use of one limit at the most; without end where nobody knows it. */
export function worstOf(call: WorstCall, name: LimitName): number {
  return call[name] ?? Number.POSITIVE_INFINITY;
}

/** The limit that has no room for an amount more, if one has not. */
export function limitLacking(left: Amounts, call: WorstCall): LimitName | undefined {
  return limitsSet(left).find((name) => worstOf(call, name) > (left[name] ?? 0) + noise);
}

/** Whom grants are given to. */
export interface Granting {
  /** Worst cases of the seats that are asked now, in their order, and of those that may be asked later. */
  readonly now: readonly WorstCall[];
  readonly later: readonly WorstCall[];
  readonly left: Amounts;
  /** Answers that are still needed to decide. */
  readonly needed: number;
}

/**
 * Grants each seat that is asked now one call, in their order, where it fits and leaves room for a quorum. What is left after one call for everybody
 * who may be asked later is shared equally, for calls that are repeated.
 */
export function grantCalls({ now, later, left, needed }: Granting): readonly Grant[] {
  const names = limitsSet(left);
  const taken: Record<LimitName, number> = { calls: 0, tokens: 0, usd: 0 };
  let granted = 0;
  const lacking = now.map((call, at): LimitName | undefined => {
    const free = Object.fromEntries(names.map((name) => [name, (left[name] ?? 0) - taken[name]]));
    const rest = [...now.slice(at + 1), ...later];
    const lacks = limitLacking(free, call) ?? limitBreaking(free, call, rest, needed - granted);
    if (lacks !== undefined) return lacks;
    for (const name of names) taken[name] += worstOf(call, name);
    granted += 1;
    return undefined;
  });
  const called = now.filter((call, at) => lacking[at] === undefined && call.calls > 0).length;
  const spare = Object.fromEntries(names.map((name) => [name, Math.max(0, (left[name] ?? 0) - taken[name] - sumOf(later, name))]));
  let place = 0;
  return now.map((call, at): Grant => {
    const lacks = lacking[at];
    if (lacks !== undefined) return { lacks };
    const turn = call.calls > 0 ? place++ : undefined;
    return Object.fromEntries(names.map((name) => [name, worstOf(call, name) + share(spare[name] ?? 0, name, called, turn)]));
  });
}

/** Part of what is spare; nobody is called in a half. */
function share(spare: number, name: LimitName, parts: number, turn: number | undefined): number {
  if (turn === undefined) return 0;
  if (name === 'usd') return spare / parts;
  return Math.floor(spare / parts) + (turn < spare % parts ? 1 : 0);
}

/** The limit by which a seat would make a quorum impossible that is possible without it. */
function limitBreaking(left: Amounts, call: WorstCall, rest: readonly WorstCall[], needed: number): LimitName | undefined {
  return limitsSet(left).find((name) => {
    const least = (count: number) => leastOf(rest, name, count);
    const room = (left[name] ?? 0) + noise;
    return needed > 1 && worstOf(call, name) + least(needed - 1) > room && least(needed) <= room;
  });
}

/** The least that so many of the calls can use together. */
function leastOf(calls: readonly WorstCall[], name: LimitName, count: number): number {
  if (calls.length < count) return Number.POSITIVE_INFINITY;
  const amounts = calls.map((call) => worstOf(call, name)).toSorted((a, b) => a - b);
  return amounts.slice(0, count).reduce((sum, amount) => sum + amount, 0);
}

/** Calls of an unknown price are not made, so nothing is kept for them. */
function sumOf(calls: readonly WorstCall[], name: LimitName): number {
  return calls.reduce((sum, call) => sum + (call[name] ?? 0), 0);
}

/** What a seat may use; undefined where nothing is limited, or the seat is not asked yet. */
export function grantOf(run: Limited, expert: string): Grant | undefined {
  const joined = run.limits && run.replaced?.find(({ by }) => by === expert);
  if (joined) return joined.grant ?? {};
  const place = run.experts.indexOf(expert);
  const stage = run.stages ? run.stages.plan.findIndex((places) => places.includes(place)) : 0;
  return grantsOf(run, stage)?.get(place);
}

/** Grants of a stage that is asked, by place. The first one is read off the limits, what a later one had left is written down. */
function grantsOf(run: Limited, stage: number): ReadonlyMap<number, Grant> | undefined {
  const { limits, stages } = run;
  if (limits === undefined) return undefined;
  const plan = stages?.plan ?? [firstSeated(run).map((_, place) => place)];
  const places = plan[stage] ?? [];
  const grants = stage === 0 ? grantsAt(limits, plan, 0, limitsOf(limits), leastAnswers(run)) : (stages?.begun[stage]?.grants ?? []);
  return new Map(places.flatMap((place, at) => (grants[at] ? [[place, grants[at]] as const] : [])));
}

function grantsAt(limits: RunLimits, plan: readonly (readonly number[])[], stage: number, left: Amounts, needed: number) {
  const worst = (places: readonly number[]) => places.flatMap((place) => limits.worst[place] ?? []);
  return grantCalls({ now: worst(plan[stage] ?? []), later: worst(plan.slice(stage + 1).flat()), left, needed });
}

/** The limits alone. */
export function limitsOf({
  worst: _worst,
  again: _again,
  ranks: _ranks,
  judges: _judges,
  writer: _writer,
  ...amounts
}: RunLimits): Amounts {
  return amounts;
}

/** What is left of the limits: who has been heard counts by what was used, whoever is under way by all that was granted. */
export function leftOf(run: Limited): Amounts {
  const { limits, stages, experts, charges = {} } = run;
  if (limits === undefined) return {};
  const stated = limitsOf(limits);
  const first = Array.from({ length: stages?.begun.length ?? 1 }, (_, stage) => [...(grantsOf(run, stage) ?? [])])
    .flat()
    .map(([place, grant]) => charges[experts[place] ?? ''] ?? grant);
  const joined = (run.replaced ?? []).map(({ by, grant }) => charges[by] ?? grant ?? {});
  const used = [...first, ...joined, ...usedInRounds(run)];
  const sum = (name: LimitName) => used.reduce((total, one) => total + (name in one ? ((one as Amounts)[name] ?? 0) : 0), 0);
  return Object.fromEntries(limitsSet(stated).map((name) => [name, Math.max(0, (stated[name] ?? 0) - sum(name))]));
}

/** Whoever is asked again counts by one call at its worst, until it is known what it has used. */
function usedInRounds(run: Limited): readonly Amounts[] {
  const { rounds = [], charges = {} } = run;
  return rounds.flatMap(({ round, experts }) =>
    experts.map((expert) => charges[opinionName({ expert, round })] ?? worstAmounts(againOf(run, { expert, round }))),
  );
}

/** The limit that has no room for asking these experts beyond the first round, if one has not. */
export function limitOnRound(run: Limited, round: number, asked: readonly string[]): LimitName | undefined {
  const left = leftOf(run);
  return limitsSet(left).find(
    (name) => asked.reduce((sum, expert) => sum + worstOf(againOf(run, { expert, round }), name), 0) > (left[name] ?? 0) + noise,
  );
}

/** What the seats of the next stage are granted; undefined where nothing is limited or no stage is left. */
export function nextGrants(run: Limited): readonly Grant[] | undefined {
  const { limits, stages } = run;
  if (limits === undefined || stages === undefined || stages.begun.length >= stages.plan.length) return undefined;
  return grantsAt(limits, stages.plan, stages.begun.length, leftOf(run), stillNeeded(run));
}

/** What an expert is granted that takes the seat of another one: all that is left beside one call for everybody who may be asked later. */
export function grantToStandIn(run: Limited, expert: string): Grant | undefined {
  const { limits, stages } = run;
  const call = worstCallIn(run, expert);
  if (limits === undefined || call === undefined) return undefined;
  const later = stages?.plan.slice(stages.begun.length).flat() ?? [];
  const [grant] = grantCalls({
    now: [call],
    later: later.flatMap((place) => limits.worst[place] ?? []),
    left: leftOf(run),
    needed: stillNeeded(run),
  });
  return grant;
}

/** Answers that are needed beside those that are in or under way. */
function stillNeeded(run: Limited): number {
  const { stages, experts, arrivals, answered, replaced = [] } = run;
  const heard = new Set(arrivals);
  const granted = Array.from({ length: stages?.begun.length ?? 1 }, (_, stage) => [...(grantsOf(run, stage) ?? [])]).flat();
  const underWay = granted.filter(([place, grant]) => !heard.has(experts[place] ?? '') && !('lacks' in grant)).length;
  return leastAnswers(run) - answered - underWay - replaced.filter(({ by }) => !heard.has(by)).length;
}

/**
 * The limit that keeps everybody from being asked who has not been; undefined while somebody fits, or nobody is left. Where rules are asked first and
 * everybody is wanted, each one is told by name that no limit has room for it.
 */
export function limitReached(run: Limited): LimitName | undefined {
  const { limits, stages, strategy = 'all' } = run;
  if (limits === undefined || stages === undefined || strategy === 'all') return undefined;
  const rest = stages.plan.slice(stages.begun.length).flat();
  const left = leftOf(run);
  const lacking = rest.map((place) => limitLacking(left, limits.worst[place] ?? { calls: 0, tokens: 0, usd: 0 }));
  return lacking.every((name) => name !== undefined) ? lacking[0] : undefined;
}

/** Experts whom nobody will ask any more: all who were asked are heard, and no limit has room for another call. */
export function outOfReach(run: Limited): readonly string[] {
  const { stages, experts, arrivals, replaced = [] } = run;
  if (stages === undefined || limitReached(run) === undefined) return [];
  const heard = new Set(arrivals);
  const asked = [
    ...stages.begun.flatMap((_, stage) => stages.plan[stage] ?? []).map((place) => experts[place] ?? ''),
    ...replaced.map(({ by }) => by),
  ];
  if (!asked.every((expert) => heard.has(expert))) return [];
  return experts.filter((expert) => !asked.includes(expert) && !heard.has(expert));
}
