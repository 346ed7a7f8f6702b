/** The durable queues of embedded mode: visibility, receive counts and dead letters as SQS has them. */
import { deliveryMessage } from '../../contract/delivery.ts';
import { seatMessage } from '../../contract/workflow.ts';
import type { Clock, Queue, QueueName } from '../../ports.ts';
import type { Database } from './sqlite-database.ts';

/** Receives after which a message that keeps failing becomes a dead letter, as on the deployed queues. */
export const maxReceives = 3;

/** A message in the hands of a worker; invisible to others until it is removed or returned. */
export interface ReceivedMessage {
  readonly id: number;
  readonly body: string;
  /** How often it has been received, this time included. */
  readonly receives: number;
}

/** The queue port, and the other end of it for the runner of the workers. */
export interface SqliteQueue extends Queue {
  /** Up to `limit` visible messages, oldest first. Those received too often are moved to the dead letters instead. */
  receive(queue: QueueName, limit: number): readonly ReceivedMessage[];
  /** The message is done. */
  remove(id: number): void;
  /** The message failed: it becomes visible again after `delayMs`. */
  giveBack(id: number, delayMs: number): void;
  /** Makes every message visible that has been received: at start nobody holds one, since its holder died with the process. */
  releaseAll(): void;
  /** When the next message of a queue becomes visible, in epoch milliseconds. */
  nextVisibleAt(queue: QueueName): number | undefined;
  countDeadLetters(queue: QueueName): number;
  /** Calls `listener` after each send. */
  onSend(listener: (queue: QueueName) => void): void;
  /** Puts a text on a queue as it is, for drills of what a broken message does. */
  sendRaw(queue: QueueName, body: string): void;
}

/** Further than any deadline: a held message comes back only by `giveBack` or a restart. */
const heldMs = 24 * 60 * 60 * 1000;

/** Opens the queues on a database. */
export function sqliteQueue(options: { readonly database: Database; readonly clock: Clock }): SqliteQueue {
  const { database: db, clock } = options;
  const listeners: ((queue: QueueName) => void)[] = [];
  const now = () => clock.now().getTime();
  const insert = (queue: string, body: string, dedupe: string | null, delayMs = 0) =>
    db
      .sql('INSERT OR IGNORE INTO messages (provider, body, dedupe, visibleAt) VALUES (?, ?, ?, ?)')
      .run(queue, body, dedupe, now() + delayMs);
  const bury = (id: number) =>
    db
      .sql(
        `INSERT INTO deadLetters (provider, body, reason, at)
         SELECT provider, body, 'received ' || receives || ' times', ? FROM messages WHERE id = ?`,
      )
      .run(clock.now().toISOString(), id);
  const remove = (id: number) => {
    db.sql('DELETE FROM messages WHERE id = ?').run(id);
  };
  const announce = (queue: QueueName) => {
    for (const listener of listeners) listener(queue);
  };

  return {
    async send(provider, messages) {
      db.transaction(() => {
        for (const message of messages) {
          const body = JSON.stringify(seatMessage.parse(message));
          // A repeated Ask sends its messages again; one that is still queued is enough.
          insert(provider, body, `${message.consultationId} ${message.expert}`);
        }
      });
      announce(provider);
    },
    async sendDelivery(message, delaySeconds) {
      // A worker may send a message like the one that it holds, so that none may stand for the other.
      insert('webhooks', JSON.stringify(deliveryMessage.parse(message)), null, delaySeconds * 1000);
      announce('webhooks');
    },
    sendRaw(queue, body) {
      insert(queue, body, null);
      announce(queue);
    },
    receive(queue, limit) {
      return db.transaction(() => {
        const rows = db
          .sql('SELECT id, body, receives FROM messages WHERE provider = ? AND visibleAt <= ? ORDER BY visibleAt, id LIMIT ?')
          .all(queue, now(), limit)
          .map((row) => ({ id: Number(row['id']), body: String(row['body']), receives: Number(row['receives']) + 1 }));
        return rows.filter(({ id, receives }) => {
          if (receives > maxReceives) {
            bury(id);
            remove(id);
            return false;
          }
          db.sql('UPDATE messages SET visibleAt = ?, receives = ? WHERE id = ?').run(now() + heldMs, receives, id);
          return true;
        });
      });
    },
    remove,
    giveBack(id, delayMs) {
      db.sql('UPDATE messages SET visibleAt = ? WHERE id = ?').run(now() + delayMs, id);
    },
    releaseAll() {
      db.sql('UPDATE messages SET visibleAt = ? WHERE receives > 0').run(now());
    },
    nextVisibleAt(queue) {
      const at = db.sql('SELECT min(visibleAt) AS at FROM messages WHERE provider = ?').get(queue)?.['at'];
      return typeof at === 'number' ? at : undefined;
    },
    countDeadLetters(queue) {
      return Number(db.sql('SELECT count(*) AS n FROM deadLetters WHERE provider = ?').get(queue)?.['n'] ?? 0);
    },
    onSend(listener) {
      listeners.push(listener);
    },
  };
}
