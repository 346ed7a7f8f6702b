/** The experts that the last probe could not reach, for circles that seat only who can be asked. */
import type { Health } from '../ports/health.ts';

/** Names of experts whose stored health is `unavailable`. */
export async function unavailableExperts(health: Pick<Health, 'read'>): Promise<ReadonlySet<string>> {
  const probed = await health.read();
  return new Set(probed.filter(({ status }) => status === 'unavailable').map(({ expert }) => expert));
}
