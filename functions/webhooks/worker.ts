/** The Lambda entry point of the webhooks function. */
import {
  cloudDeliveries,
  cloudQueue,
  cloudRuns,
  cloudSecretUses,
  cloudVault,
  cloudVerdicts,
  cloudWebhooks,
} from '../../shared/runtime/cloud/parts.ts';
import { queueDoor } from '../../shared/runtime/queue-door.ts';
import { handleRecord } from './handle-record.ts';

// called by the queue
export const handler = queueDoor(
  'webhooks',
  [cloudDeliveries, cloudQueue, cloudRuns, cloudSecretUses, cloudVault, cloudVerdicts, cloudWebhooks],
  handleRecord,
);
