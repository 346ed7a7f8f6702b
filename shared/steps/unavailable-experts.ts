/** The experts that the last probe could not reach, for circles that seat only who can be asked. */
import type { Store } from '../ports.ts';

/** Names of experts whose stored health is `unavailable`. */
export async function unavailableExperts(store: Pick<Store, 'readHealth'>): Promise<ReadonlySet<string>> {
  const health = await store.readHealth();
  return new Set(health.filter(({ status }) => status === 'unavailable').map(({ expert }) => expert));
}
