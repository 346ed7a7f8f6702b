/** What became of the webhooks of runs. */
import type { Delivery } from '../contract/delivery.ts';

/** Deliveries. Methods throw `Unavailable` when the store cannot be reached. */
export interface Deliveries {
  /** Stores a delivery in place of the one whose version is one lower; version 1 is new. False if another change came first. */
  save(delivery: Delivery): Promise<boolean>;
  /** Consistent read of what became of a run's webhooks, in their order. */
  read(consultationId: string): Promise<readonly Delivery[]>;
}
