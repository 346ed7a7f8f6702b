/** Runs a function on one durable queue: what an event source mapping does in the cloud. */
import type { ReceivedMessage, SqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { QueueName } from '../../shared/ports/queue.ts';
import { keepTrying } from './keep-trying.ts';

/** Milliseconds until a message that failed comes back, times the receives so far. */
const returnMs = 1000;
/** Milliseconds after which the queue is looked at whatever was said before. */
const longestWaitMs = 30_000;

/** What runs on a queue. */
export interface QueueWork {
  readonly queue: QueueName;
  /** Name of the function in the log. */
  readonly name: string;
  /** Messages in hand at once. */
  readonly concurrency: number;
  /** Handles a message; throws if it should come again. */
  handle(message: ReceivedMessage): Promise<void>;
}

/** A running worker. */
export interface QueueRunner {
  /** Takes no more messages; resolves when those in hand are done. */
  drain(): Promise<void>;
  /** Gives up those in hand too: they come back after a restart. */
  stop(): void;
}

/** Starts a worker. */
export function runQueue(queues: SqliteQueue, work: QueueWork, ports: Pick<Ports, 'clock' | 'log'>): QueueRunner {
  const plumbing = keepTrying(work.name, ports.log);
  let stopped = false;
  let draining = false;
  let idle: (() => void) | undefined;
  let active = 0;
  let alarm: NodeJS.Timeout | undefined;
  let mendAt = ports.clock.monotonic();

  /** What becomes of a message is written down whatever the store says at first: a message in nobody's hands would be lost. */
  const handle = async (message: ReceivedMessage): Promise<void> => {
    const release = await work.handle(message).then(
      () => () => queues.remove(message.id),
      (error: unknown) => {
        const reason = messageOf(error);
        if (!stopped) ports.log.error('FUNCTION_FAILED', { function: work.name, reason, receives: message.receives });
        return async () => (message.last ? queues.bury(message.id, reason) : queues.giveBack(message.id, returnMs * message.receives));
      },
    );
    plumbing.do(release, () => leave(1));
  };

  /** Places become free; something may lie in the queue for them. */
  const leave = (places: number): void => {
    active -= places;
    if (draining && active === 0) idle?.();
    wake();
  };

  const free = () => (stopped || draining ? 0 : work.concurrency - active);
  const pump = (): void => {
    for (const message of free() > 0 ? queues.receive(work.queue, free()) : []) {
      active += 1;
      void handle(message);
    }
  };

  /** A clock that was set back while the machine was off would keep what is delayed for as long as it was set back. */
  const mend = (): void => {
    mendAt = ports.clock.monotonic() + longestWaitMs;
    queues.mendVisibility(work.queue);
  };

  /** Takes what is visible, and looks again when the next delayed or returned message becomes so. */
  const look = (): void => {
    if (stopped || draining) return;
    clearTimeout(alarm);
    if (ports.clock.monotonic() >= mendAt) mend();
    let inMs = waitMs();
    if (inMs <= 0) {
      pump();
      // What was taken may take longer than the next one is delayed. What is still visible has no place until one becomes free, which wakes.
      inMs = waitMs();
    }
    if (inMs > 0 && inMs < Number.POSITIVE_INFINITY) alarm = setTimeout(wake, Math.min(inMs, longestWaitMs));
  };
  /** Milliseconds until a message is visible. Held ones lie a day ahead. */
  const waitMs = () => (queues.nextVisibleAt(work.queue) ?? Number.POSITIVE_INFINITY) - queues.now();
  const wake = (): void => plumbing.do(async () => look());

  queues.serve(work.queue, {
    reserve(wanted) {
      const places = Math.min(wanted, free());
      active += places;
      return places;
    },
    take(messages, unused) {
      for (const message of messages) void handle(message);
      leave(unused);
    },
    wake,
  });
  wake();
  return {
    drain() {
      draining = true;
      return active === 0 ? Promise.resolve() : new Promise((resolve) => (idle = resolve));
    },
    stop() {
      stopped = true;
      clearTimeout(alarm);
      plumbing.stop();
    },
  };
}
