/** The durable queues of embedded mode: visibility, receive counts and dead letters as SQS has them. */
import type { QueuedProviderKind } from '../../contract/expert.ts';
import { seatMessage } from '../../contract/workflow.ts';
import type { Clock, Queue } from '../../ports.ts';
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
  receive(provider: QueuedProviderKind, limit: number): readonly ReceivedMessage[];
  /** The message is done. */
  remove(id: number): void;
  /** The message failed: it becomes visible again after `delayMs`. */
  giveBack(id: number, delayMs: number): void;
  /** Makes every message visible: at start nobody holds one, since its holder died with the process. */
  releaseAll(): void;
  /** When the next message of a provider becomes visible, in epoch milliseconds. */
  nextVisibleAt(provider: QueuedProviderKind): number | undefined;
  countDeadLetters(provider: QueuedProviderKind): number;
  /** Calls `listener` after each send. */
  onSend(listener: (provider: QueuedProviderKind) => void): void;
  /** Puts a text on a queue as it is, for drills of what a broken message does. */
  sendRaw(provider: QueuedProviderKind, body: string): void;
}

/** Further than any deadline: a held message comes back only by `giveBack` or a restart. */
const heldMs = 24 * 60 * 60 * 1000;

/** Opens the queues on a database. */
export function sqliteQueue(options: { readonly database: Database; readonly clock: Clock }): SqliteQueue {
  const { database: db, clock } = options;
  const listeners: ((provider: QueuedProviderKind) => void)[] = [];
  const now = () => clock.now().getTime();
  const insert = (provider: string, body: string, dedupe: string | null) =>
    db.sql('INSERT OR IGNORE INTO messages (provider, body, dedupe, visibleAt) VALUES (?, ?, ?, ?)').run(provider, body, dedupe, now());
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
  const announce = (provider: QueuedProviderKind) => {
    for (const listener of listeners) listener(provider);
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
    sendRaw(provider, body) {
      insert(provider, body, null);
      announce(provider);
    },
    receive(provider, limit) {
      return db.transaction(() => {
        const rows = db
          .sql('SELECT id, body, receives FROM messages WHERE provider = ? AND visibleAt <= ? ORDER BY visibleAt, id LIMIT ?')
          .all(provider, now(), limit)
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
      db.sql('UPDATE messages SET visibleAt = ?').run(now());
    },
    nextVisibleAt(provider) {
      const at = db.sql('SELECT min(visibleAt) AS at FROM messages WHERE provider = ?').get(provider)?.['at'];
      return typeof at === 'number' ? at : undefined;
    },
    countDeadLetters(provider) {
      return Number(db.sql('SELECT count(*) AS n FROM deadLetters WHERE provider = ?').get(provider)?.['n'] ?? 0);
    },
    onSend(listener) {
      listeners.push(listener);
    },
  };
}
