/** Events for others. */
import type { ConsultationEnded } from '../contract/workflow.ts';

/** Events for others. */
export interface Bus {
  publish(event: ConsultationEnded): Promise<void>;
}
