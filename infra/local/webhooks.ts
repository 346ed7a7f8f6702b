/** The webhooks of embedded mode: how they get out, and the worker on their queue. */
import { handleRecord } from '../../functions/webhooks/handle-record.ts';
import type { SqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import { httpWebhooks } from '../../shared/adapters/node/http-webhooks.ts';
import { anyTargets } from '../../shared/domain/webhook-target.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { Vault } from '../../shared/ports/vault.ts';
import type { Webhooks } from '../../shared/ports/webhooks.ts';
import { type QueueRunner, runQueue } from './queue-runner.ts';

/** Deliveries under way at once: each waits ten seconds at most. */
const concurrency = 50;

/** Webhooks may go anywhere from a machine of the team, and a key that is not set is seen when the question is asked. */
export function openWebhooks(vault: Pick<Vault, 'has'>): Webhooks {
  return httpWebhooks({ targets: anyTargets, hasKey: (key) => vault.has(key) });
}

/** Starts the worker; `publicUrl` is where callers reach the API, if the operator has said so. */
export function runWebhooks(queues: SqliteQueue, ports: Ports, publicUrl: string | undefined): QueueRunner {
  return runQueue(
    queues,
    { queue: 'webhooks', name: 'webhooks', concurrency, handle: (message) => handleRecord(message, ports, publicUrl) },
    ports,
  );
}
