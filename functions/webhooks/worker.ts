/** The Lambda entry point of the webhooks function. */
import { env } from '../../shared/contract/env.ts';
import {
  cloudDeliveries,
  cloudOpinions,
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
  [cloudDeliveries, cloudOpinions, cloudQueue, cloudRuns, cloudSecretUses, cloudVault, cloudVerdicts, cloudWebhooks],
  (record, ports) => handleRecord(record, ports, process.env[env.publicUrl] || undefined),
);
