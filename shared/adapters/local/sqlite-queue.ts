/** The durable queues of embedded mode: visibility, receive counts and dead letters as SQS has them. */
import { deliveryMessage } from '../../contract/delivery.ts';
import { opinionName } from '../../contract/rounds.ts';
import { writeStored } from '../../contract/stored.ts';
import { maxReceives, seatMessage } from '../../contract/workflow.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Queue, QueueName } from '../../ports/queue.ts';
import type { Database } from './sqlite-database.ts';
import { queueTime } from './sqlite-queue-time.ts';

/**
 * Times that a message may be in the hands of a process that dies. A death is mostly not the message's fault and uses up none of its tries, but
 * what ends every process that takes it up must not do so for ever. A clean stop hands messages back and counts for nothing.
 */
export const maxInterruptions = 10;

/** The mark of a message that a process has handed back when it stopped. */
const handedBack = 2;

/** A message in the hands of a worker; invisible to others until it is removed or returned. */
export interface ReceivedMessage {
  readonly id: number;
  readonly body: string;
  /** How often it has been received, this time included. */
  readonly receives: number;
  /** If it fails now it becomes a dead letter. */
  readonly last: boolean;
  /** Its workers have stopped too often: it is not to be tried again. */
  readonly stalled: boolean;
}

/** The queue port, and the other end of it for the runner of the workers. */
export interface SqliteQueue extends Queue {
  /** Up to `limit` visible messages, oldest first. */
  receive(queue: QueueName, limit: number): readonly ReceivedMessage[];
  /** The message is done; resolves once that is committed. */
  remove(id: number): Promise<void>;
  /** The message failed: it becomes visible again after `delayMs`. */
  giveBack(id: number, delayMs: number): void;
  /** The message failed for good: it becomes a dead letter. */
  bury(id: number, reason: string): void;
  /** Makes every message visible that is held, and takes no try of it: the process stops, and nobody has failed. */
  handBack(): void;
  /** Makes every message visible that is held: at start nobody holds one, since its holder died with the process. */
  releaseAll(): void;
  /** The time by which messages wait, in epoch milliseconds: nobody sets it. */
  now(): number;
  /** When the next message of a queue becomes visible, by that time. */
  nextVisibleAt(queue: QueueName): number | undefined;
  /** Makes messages visible that would be waited for longer than any delay is: the clock was set back before the machine was started anew. */
  mendVisibility(queue: QueueName): void;
  countDeadLetters(queue: QueueName): number;
  /** Offers what is sent to a queue to its worker, and tells it of what it does not take. */
  serve(queue: QueueName, worker: QueueWorker): void;
  /** Puts a text on a queue as it is, for drills of what a broken message does. */
  sendRaw(queue: QueueName, body: string): void;
}

/** Who works on a queue in this process. */
export interface QueueWorker {
  /** Sets as many places aside as it has, `wanted` at most, and says how many: messages go straight into them. */
  reserve(wanted: number): number;
  /** Works on messages in the places that were set aside; `unused` of these stay empty. */
  take(messages: readonly ReceivedMessage[], unused: number): void;
  /** Something lies in the queue. */
  wake(): void;
}

/** Further than any deadline: a held message comes back only by `giveBack` or a restart. */
const heldMs = 24 * 60 * 60 * 1000;

/** Milliseconds of the longest delay of a message: 900 s. */
const longestDelayMs = 900_000;

/** Opens the queues on a database. */
export function sqliteQueue(options: { readonly database: Database; readonly clock: Clock }): SqliteQueue {
  const { database: db, clock } = options;
  const workers = new Map<QueueName, QueueWorker>();
  const time = queueTime(db, clock);
  const { now } = time;
  const insert = (queue: string, body: string, dedupe: string | null, delayMs = 0) =>
    db
      .sql('INSERT OR IGNORE INTO messages (provider, body, dedupe, visibleAt) VALUES (?, ?, ?, ?)')
      .run(queue, body, dedupe, now() + delayMs);
  /** A message that is received in the moment in which it is sent; undefined for one that is in the queue already. */
  const insertHeld = (queue: string, body: string, dedupe: string): ReceivedMessage | undefined => {
    const { changes, lastInsertRowid } = db
      .sql('INSERT OR IGNORE INTO messages (provider, body, dedupe, visibleAt, receives, held) VALUES (?, ?, ?, ?, 1, 1)')
      .run(queue, body, dedupe, now() + heldMs);
    return changes === 0 ? undefined : { id: Number(lastInsertRowid), body, receives: 1, last: false, stalled: false };
  };
  const remove = (id: number) => {
    db.sql('DELETE FROM messages WHERE id = ?').run(id);
  };
  const nextVisibleAt = (queue: QueueName): number | undefined => {
    const at = db.sql('SELECT min(visibleAt) AS at FROM messages WHERE provider = ?').get(queue)?.['at'];
    return typeof at === 'number' ? at : undefined;
  };
  /** What waits goes first. */
  const reserve = (queue: QueueName, wanted: number): number => {
    const worker = workers.get(queue);
    return worker === undefined || (nextVisibleAt(queue) ?? Number.POSITIVE_INFINITY) <= now() ? 0 : worker.reserve(wanted);
  };

  return {
    async send(provider, messages, delaySeconds = 0) {
      const places = delaySeconds > 0 ? 0 : reserve(provider, messages.length);
      const held: ReceivedMessage[] = [];
      try {
        await db.write(() => {
          for (const message of messages) {
            const body = JSON.stringify(writeStored(seatMessage, message));
            // A repeated Ask sends its messages again; one that is still queued is enough.
            const { consultationId, stage, expert, round } = message;
            // No name has a space, so that no expert's is that of an alarm.
            const dedupe = `${consultationId} ${stage === undefined ? opinionName({ expert, round }) : `stage ${stage}`}`;
            const taken =
              held.length < places ? insertHeld(provider, body, dedupe) : insert(provider, body, dedupe, delaySeconds * 1000) && undefined;
            if (taken) held.push(taken);
          }
        });
      } catch (error) {
        workers.get(provider)?.take([], places);
        throw error;
      }
      workers.get(provider)?.take(held, places - held.length);
    },
    async sendDelivery(message, delaySeconds) {
      // A worker may send a message like the one that it holds, so that none may stand for the other.
      await db.write(() => insert('webhooks', JSON.stringify(writeStored(deliveryMessage, message)), null, delaySeconds * 1000));
      workers.get('webhooks')?.wake();
    },
    sendRaw(queue, body) {
      insert(queue, body, null);
      workers.get(queue)?.wake();
    },
    receive(queue, limit) {
      return db.transaction(() => {
        const rows = db
          .sql(
            'SELECT id, body, receives, interruptions, held FROM messages WHERE provider = ? AND visibleAt <= ? ORDER BY visibleAt, id LIMIT ?',
          )
          .all(queue, now(), limit);
        return rows.map((row) => {
          const [id, receives, interruptions] = [Number(row['id']), Number(row['receives']) + 1, Number(row['interruptions'])];
          db.sql('UPDATE messages SET visibleAt = ?, receives = ?, held = 1 WHERE id = ?').run(now() + heldMs, receives, id);
          const stalled = interruptions >= maxInterruptions;
          // Whoever takes up what was handed back must know that it was in somebody's hands: its call may have been paid for.
          const taken = receives + (Number(row['held']) === handedBack ? 1 : 0);
          return { id, body: String(row['body']), receives: taken, last: stalled || receives - interruptions >= maxReceives, stalled };
        });
      });
    },
    remove: (id) => db.write(() => remove(id)),
    giveBack(id, delayMs) {
      db.sql('UPDATE messages SET visibleAt = ?, held = 0 WHERE id = ?').run(now() + delayMs, id);
    },
    bury(id, reason) {
      db.transaction(() => {
        db.sql('INSERT INTO deadLetters (provider, body, reason, at) SELECT provider, body, ?, ? FROM messages WHERE id = ?').run(
          reason,
          clock.now().toISOString(),
          id,
        );
        remove(id);
      });
    },
    handBack() {
      db.sql('UPDATE messages SET visibleAt = ?, held = ?, receives = max(0, receives - 1) WHERE held = 1').run(now(), handedBack);
    },
    releaseAll() {
      db.sql('UPDATE messages SET visibleAt = ?, held = 0, interruptions = interruptions + 1 WHERE held = 1').run(now());
      db.transaction(time.keep);
    },
    now,
    nextVisibleAt,
    mendVisibility(queue) {
      db.sql('UPDATE messages SET visibleAt = ? WHERE provider = ? AND held <> 1 AND visibleAt > ?').run(
        now(),
        queue,
        now() + longestDelayMs,
      );
    },
    countDeadLetters(queue) {
      return Number(db.sql('SELECT count(*) AS n FROM deadLetters WHERE provider = ?').get(queue)?.['n'] ?? 0);
    },
    serve(queue, worker) {
      workers.set(queue, worker);
    },
  };
}
