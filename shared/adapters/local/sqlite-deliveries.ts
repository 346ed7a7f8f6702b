/** Deliveries of webhooks in SQLite: each change is written under the version that it was made from. */
import { delivery as deliverySchema } from '../../contract/delivery.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import type { Deliveries } from '../../ports/deliveries.ts';
import type { Database } from './sqlite-database.ts';

/** Deliveries in SQLite. */
export function sqliteDeliveries(db: Database): Deliveries {
  return {
    async save(delivery) {
      const { consultationId, webhook, version } = delivery;
      const text = JSON.stringify(writeStored(deliverySchema, delivery));
      const saved = await db.write(() =>
        version === 1
          ? db
              .sql('INSERT OR IGNORE INTO deliveries (version, delivery, consultationId, webhook) VALUES (?, ?, ?, ?)')
              .run(version, text, consultationId, webhook)
          : db
              .sql('UPDATE deliveries SET version = ?, delivery = ? WHERE consultationId = ? AND webhook = ? AND version = ?')
              .run(version, text, consultationId, webhook, version - 1),
      );
      return saved.changes > 0;
    },

    async read(consultationId) {
      await db.settled();
      return db
        .sql('SELECT delivery FROM deliveries WHERE consultationId = ? ORDER BY webhook')
        .all(consultationId)
        .map((row) => readStored(deliverySchema, JSON.parse(String(row['delivery']))));
    },
  };
}
