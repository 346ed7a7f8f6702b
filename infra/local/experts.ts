/** Runs the expert functions on the durable queues, one for each provider kind. */
import { handleRecord } from '../../functions/experts/handle-record.ts';
import type { SqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import { type QueuedProviderKind, queuedProviderKinds } from '../../shared/contract/expert.ts';
import type { Model } from '../../shared/ports/model.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { type QueueRunner, runQueue } from './queue-runner.ts';

/** Calls under way at once for one provider. A call only waits, so this guards the provider, not this machine. */
const concurrency = 512;

/** Loads a provider's model when its first message comes, so that a start does not pay for providers nobody uses. */
export type ModelLoader = () => Promise<Model>;

/** Starts a worker for each queue. */
export function runExperts(queues: SqliteQueue, models: Readonly<Record<QueuedProviderKind, ModelLoader>>, ports: Ports): QueueRunner {
  const runners = queuedProviderKinds.map((provider) =>
    runQueue(
      queues,
      {
        queue: provider,
        name: `experts-${provider}`,
        concurrency,
        handle: async (message) => handleRecord(message, await models[provider](), ports),
      },
      ports,
    ),
  );
  return {
    async drain() {
      await Promise.all(runners.map((runner) => runner.drain()));
    },
    stop() {
      for (const runner of runners) runner.stop();
    },
  };
}
