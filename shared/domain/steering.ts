/** Parameters that only some models take: whose, and what becomes of the seats of a consultation that sets them. */
import type { Sampling, SteeringParameter } from '../contract/context.ts';
import type { Seat } from '../contract/expert.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import { InvalidInput } from '../errors.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Whether an expert's model takes a parameter. */
export function takes({ provider, takes: own }: Pick<Seat, 'provider' | 'takes'>, parameter: SteeringParameter): boolean {
  return (own ?? factsOf(provider).takes).includes(parameter);
}

/**
 * The seat under the caller's sampling. Its temperature goes before the expert's; its limit on tokens can only lower what the expert
 * may write. Throws `InvalidInput` for a parameter that the expert does not take.
 */
export function sampled(seat: Seat, sampling: Sampling = {}): Seat {
  const { temperature, maxOutputTokens = Number.POSITIVE_INFINITY, topP, seed, reasoningEffort } = sampling;
  const steering = withoutUndefined({ topP, seed, reasoningEffort });
  for (const parameter of notTaken(seat, sampling)) {
    const message = `is not taken by the expert "${seat.expert}"; leave it out, or have the operator list it under its \`takes\``;
    throw new InvalidInput([{ field: `sampling.${parameter}`, message }]);
  }
  return { ...seat, ...withoutUndefined({ temperature }), ...steering, maxOutputTokens: Math.min(seat.maxOutputTokens, maxOutputTokens) };
}

/** Whether an expert takes all that a caller's sampling sets. */
export function isSteered(seat: Seat, sampling: Sampling = {}): boolean {
  return notTaken(seat, sampling).length === 0;
}

/** The demo steps in for a circle that cannot be asked, and its scripts have nothing to steer; nor have rules. */
function notTaken(seat: Seat, { topP, seed, reasoningEffort }: Sampling): readonly SteeringParameter[] {
  if (['script', 'rules'].includes(factsOf(seat.provider).judge)) return [];
  const steering = withoutUndefined({ topP, seed, reasoningEffort });
  return (Object.keys(steering) as SteeringParameter[]).filter((parameter) => !takes(seat, parameter));
}
