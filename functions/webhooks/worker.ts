/** The Lambda door of the webhooks function. */
import { cloudQueue, cloudStore, cloudVault, cloudWebhooks } from '../../shared/runtime/cloud/parts.ts';
import { queueDoor } from '../../shared/runtime/queue-door.ts';
import { handleRecord } from './handle-record.ts';

// called by the queue
export const handler = queueDoor('webhooks', [cloudQueue, cloudStore, cloudVault, cloudWebhooks], handleRecord);
