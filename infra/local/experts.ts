/** Runs the expert functions on the durable queues: what event source mappings do in the cloud. */
import { handleRecord } from '../../functions/experts/handle-record.ts';
import type { ReceivedMessage, SqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import { type QueuedProviderKind, queuedProviderKinds } from '../../shared/contract/expert.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Model, Ports } from '../../shared/ports.ts';

/** Calls under way at once for one provider. A call only waits, so this guards the provider, not this machine. */
const concurrency = 512;
/** Milliseconds until a message that failed comes back, times the receives so far. */
const returnMs = 1000;

/** Loads a provider's model when its first message comes, so that a start does not pay for providers nobody uses. */
export type ModelLoader = () => Promise<Model>;

/** The running workers. */
export interface ExpertRunner {
  /** Takes no more messages; those in hand come back after a restart. */
  stop(): void;
}

/** Starts a worker for each queue. */
export function runExperts(queue: SqliteQueue, models: Readonly<Record<QueuedProviderKind, ModelLoader>>, ports: Ports): ExpertRunner {
  let stopped = false;
  const active = new Map<QueuedProviderKind, number>();
  const alarms = new Map<QueuedProviderKind, NodeJS.Timeout>();

  const handle = async (provider: QueuedProviderKind, message: ReceivedMessage): Promise<void> => {
    try {
      await handleRecord(message, await models[provider](), ports);
      queue.remove(message.id);
    } catch (error) {
      if (stopped) return;
      ports.log.error('FUNCTION_FAILED', { function: `experts-${provider}`, reason: messageOf(error), receives: message.receives });
      queue.giveBack(message.id, returnMs * message.receives);
    }
  };

  const pump = (provider: QueuedProviderKind): void => {
    if (stopped) return;
    const free = concurrency - (active.get(provider) ?? 0);
    for (const message of free > 0 ? queue.receive(provider, free) : []) {
      active.set(provider, (active.get(provider) ?? 0) + 1);
      void handle(provider, message).finally(() => {
        active.set(provider, (active.get(provider) ?? 1) - 1);
        wake(provider);
      });
    }
  };

  /** Looks again at once if something is visible, else when the next returned message becomes so. */
  const wake = (provider: QueuedProviderKind): void => {
    if (stopped) return;
    clearTimeout(alarms.get(provider));
    const at = queue.nextVisibleAt(provider);
    if (at === undefined) return;
    const inMs = at - ports.clock.now().getTime();
    if (inMs <= 0) pump(provider);
    // Held messages lie a day ahead: they are woken by their own end.
    else if (inMs < 3_600_000)
      alarms.set(
        provider,
        setTimeout(() => pump(provider), inMs),
      );
  };

  queue.onSend(pump);
  queue.releaseAll();
  for (const provider of queuedProviderKinds) pump(provider);
  return {
    stop() {
      stopped = true;
      for (const alarm of alarms.values()) clearTimeout(alarm);
    },
  };
}
