/** Which experts can be asked. */
import type { ExpertHealth } from '../contract/expert.ts';

/** Health of experts. Methods throw `Unavailable` when the store cannot be reached. */
export interface Health {
  save(health: readonly ExpertHealth[]): Promise<void>;
  read(): Promise<readonly ExpertHealth[]>;
}
