/** What a circle has learnt of experts so far. */
import type { Estimates, Learning, ReliabilityKey } from '../contract/reliability.ts';
import { dayOf } from '../domain/panel.ts';
import { judgedExperts } from '../domain/reliability.ts';
import type { Ports } from '../ports/ports.ts';

/** The core's estimates of those experts that have been judged; undefined if none has, or if the circle does not learn. */
export async function estimateExperts(
  key: ReliabilityKey,
  learning: Learning,
  experts: readonly string[],
  { reliability, consensus, clock }: Pick<Ports, 'reliability' | 'consensus' | 'clock'>,
): Promise<Estimates | undefined> {
  if (learning === 'off') return undefined;
  const { state } = await reliability.read(key);
  const judged = judgedExperts(state, experts);
  if (judged.length === 0) return undefined;
  return consensus.estimate({ kind: key.kind, experts: judged, reliability: state, at: dayOf(clock.now()), mode: learning });
}
