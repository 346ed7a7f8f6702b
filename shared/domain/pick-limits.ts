/** The limits that hold for a consultation: the request may only lower those of its circle. */
import type { Circle } from '../contract/circle.ts';
import type { Seat } from '../contract/expert.ts';
import { type Amounts, type LimitName, type Limits, limitName, type RunLimits, type WorstCall } from '../contract/limits.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import type { NewConsultation } from '../contract/question.ts';
import { InvalidInput } from '../errors.ts';
import { leastAnswers } from './least-answers.ts';
import { grantCalls, limitsSet, worstOf } from './limits.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Throws `InvalidInput` naming the limit of a request that is above its circle's. */
export function pickLimits({ limits: ofCaller = {} }: NewConsultation, { limits: ofCircle = {} }: Circle): Limits | undefined {
  for (const name of limitName.options) {
    const [asked, most] = [ofCaller[name], ofCircle[name]];
    if (asked === undefined || most === undefined || asked <= most) continue;
    throw new InvalidInput([{ field: `limits.${name}`, message: `must not be above the circle's, which is ${most}` }]);
  }
  const held = withoutUndefined({ ...ofCircle, ...withoutUndefined(ofCaller) });
  return Object.keys(held).length === 0 ? undefined : held;
}

/** A seat with the worst case of its call. */
export interface SeatCall {
  readonly seat: Pick<Seat, 'provider'>;
  readonly worst: WorstCall;
}

/**
 * The limits of a run, with the worst case of a call by seat. Throws `InvalidInput` naming the limit that is too small for the answers that it takes:
 * nothing could come of what would be paid. Rules that find nothing are silent, so that beside others none of them is an answer to count on.
 */
export function requireRoom(
  held: Limits,
  calls: readonly SeatCall[],
  counts: { readonly quorum: number; readonly minimum?: number | undefined },
): RunLimits {
  const worst = decidingOf(calls);
  const needed = Math.min(leastAnswers(counts), worst.length);
  const grants = grantCalls({ now: worst, later: [], left: held, needed });
  const lacking = grants.flatMap((grant) => ('lacks' in grant ? [grant.lacks] : []));
  const binding = lacking.toSorted((a, b) => timesIn(lacking, b) - timesIn(lacking, a))[0];
  if (binding !== undefined && grants.length - lacking.length < needed) {
    throw new InvalidInput([{ field: `limits.${binding}`, message: tooSmall(binding, held, worst, needed) }]);
  }
  return { ...held, worst: calls.map((call) => call.worst) };
}

function decidingOf(calls: readonly SeatCall[]): readonly WorstCall[] {
  const others = calls.filter(({ seat }) => factsOf(seat.provider).judge !== 'rules');
  return (others.length > 0 ? others : calls).map(({ worst }) => worst);
}

function timesIn(names: readonly LimitName[], name: LimitName): number {
  return names.filter((one) => one === name).length;
}

function tooSmall(name: LimitName, held: Amounts, worst: readonly WorstCall[], needed: number): string {
  const known = worst.map((call) => worstOf(call, name)).filter((amount) => Number.isFinite(amount));
  const unpriced = worst.length - known.length;
  const takes = known
    .toSorted((a, b) => a - b)
    .slice(0, needed)
    .reduce((sum, amount) => sum + amount, 0);
  const others = limitsSet(held).length > 1 ? ' with the other limits' : '';
  if (known.length < needed) {
    return `is too small${others}: it takes ${needed} answers, and the price of ${unpriced} of the ${worst.length} experts is not known`;
  }
  return `is too small${others}: it takes ${needed} answers, whose calls may use up to ${inFull(takes)}`;
}

function inFull(amount: number): string {
  return amount.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 6 });
}
