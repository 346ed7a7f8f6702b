/** Whom a consultation asks first: the caller's strategy over the circle's. */
import type { Circle } from '../contract/circle.ts';
import { isQueued, type Seat } from '../contract/expert.ts';
import type { NewConsultation, Strategy } from '../contract/question.ts';
import type { QueryTypesFile } from '../contract/selection.ts';
import { InvalidInput } from '../errors.ts';
import { withoutUndefined } from './without-undefined.ts';

/** How a consultation asks, as its run keeps it; empty where everybody is asked at once and nobody has said more. */
export interface Asking {
  readonly strategy?: Strategy | undefined;
  readonly hedgeSeconds?: number | undefined;
  /** Names of seated experts, whom to ask first. */
  readonly order?: string[] | undefined;
  /** What is replayed beside a run that asks everybody. */
  readonly replayed?: Strategy | undefined;
  /** Whether circle or caller has said how many answers it takes. */
  readonly statedQuorum?: boolean | undefined;
}

/** How a consultation asks. People alone are asked at once: no alarm could ring for a stage of theirs. Throws `InvalidInput`. */
export function pickAsking(body: NewConsultation, circle: Circle, seats: readonly Seat[], queryTypes?: QueryTypesFile): Asking {
  const strategy = strategyOf(body, circle, queryTypes);
  requireUsed(body, strategy);
  const seated = new Set(seats.map(({ expert }) => expert));
  const order = circle.order?.filter((expert) => seated.has(expert));
  const statedQuorum = statesQuorum(body, circle) || undefined;
  if (strategy === 'all' || !seats.some(({ provider }) => isQueued(provider)))
    return withoutUndefined({ order, replayed: toReplay(circle), statedQuorum });
  return withoutUndefined({ strategy, hedgeSeconds: body.hedgeSeconds ?? circle.hedgeSeconds, order, statedQuorum });
}

/** The request's strategy, that of the circle, or that of its priority, which may go before the circle's. */
function strategyOf({ strategy, priority }: NewConsultation, circle: Circle, queryTypes: QueryTypesFile | undefined): Strategy {
  if (strategy !== undefined) return strategy;
  const { strategy: ofPriority, overCircle = false } = (priority && queryTypes?.priorities[priority]) ?? {};
  const [first, second] = overCircle ? [ofPriority, circle.strategy] : [circle.strategy, ofPriority];
  return first ?? second ?? 'all';
}

/** Who asks everybody at once has no next stage to hedge with. */
function requireUsed({ hedgeSeconds }: NewConsultation, strategy: Strategy): void {
  if (hedgeSeconds === undefined || strategy !== 'all') return;
  const message = 'has no effect, since everybody is asked at once: give a `strategy` beside it, or leave it out';
  throw new InvalidInput([{ field: 'hedgeSeconds', message }]);
}

/** Whether anybody has said how many answers it takes: a caller's own strategy is not bound by a circle that was not asked. */
function statesQuorum(body: NewConsultation, { quorum }: Circle): boolean {
  return body.quorum !== undefined || (quorum !== undefined && (body.strategy === undefined || asksCircle(body)));
}

/** Who names experts and no circle has no circle's quorum to go below. */
export function asksCircle({ circle, experts }: NewConsultation): boolean {
  return circle !== undefined || experts === undefined;
}

/** The circle's own strategy, where it is not the one that asks. */
function toReplay({ strategy, replay = strategy }: Circle): Strategy | undefined {
  return replay === 'all' ? undefined : replay;
}

/** Throws `InvalidInput` where a caller's stages name an expert whom the consultation could not ask. */
export function requireSeated(strategy: Strategy | undefined, experts: readonly string[], circle: Circle): void {
  const strangers = strangersOf(strategy, [...experts, ...circle.experts]);
  if (strangers.length === 0) return;
  throw new InvalidInput([{ field: 'strategy', message: `names ${strangers.join(', ')}, who are not asked in this consultation` }]);
}

/** Experts whom the stages of a strategy name, and who are not among those of a circle. */
export function strangersOf(strategy: Strategy | undefined, experts: readonly string[]): readonly string[] {
  if (typeof strategy !== 'object' || !('escalate' in strategy)) return [];
  return strategy.escalate.flat().filter((expert) => !experts.includes(expert));
}
