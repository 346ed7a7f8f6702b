/** Requests that a caller may repeat, in SQLite. */
import { type KeptRequest, keptRequest } from '../../contract/kept-request.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Requests } from '../../ports/requests.ts';
import type { Database } from './sqlite-database.ts';

/** Requests in SQLite. */
export function sqliteRequests({ db, clock }: { readonly db: Database; readonly clock: Clock }): Requests {
  return {
    async add(fingerprint, request) {
      await db.write(() =>
        db
          .sql('INSERT OR REPLACE INTO requests (fingerprint, consultationId, holder, request, expiresAt) VALUES (?, ?, ?, ?, ?)')
          .run(fingerprint, request.consultationId, request.holder, written(request), Date.parse(request.until)),
      );
    },

    async list(fingerprint) {
      await db.settled();
      return db
        .sql('SELECT request FROM requests WHERE fingerprint = ? AND expiresAt > ? ORDER BY consultationId')
        .all(fingerprint, clock.now().getTime())
        .map(({ request }) => read(request));
    },

    async change(fingerprint, holder, request) {
      const changed = await db.write(() =>
        db
          .sql('UPDATE requests SET holder = ?, request = ?, expiresAt = ? WHERE fingerprint = ? AND consultationId = ? AND holder = ?')
          .run(request.holder, written(request), Date.parse(request.until), fingerprint, request.consultationId, holder),
      );
      return changed.changes > 0;
    },
  };
}

/** No connection outlives its process: what somebody waited for has reached nobody. */
export function loseAwaited(db: Database): void {
  for (const { fingerprint, consultationId, request } of db.sql('SELECT fingerprint, consultationId, request FROM requests').all()) {
    const kept = read(request);
    if (kept.state !== 'awaited') continue;
    db.sql('UPDATE requests SET request = ? WHERE fingerprint = ? AND consultationId = ?').run(
      written({ ...kept, state: 'lost' }),
      String(fingerprint),
      String(consultationId),
    );
  }
}

function written(request: KeptRequest): string {
  return JSON.stringify(writeStored(keptRequest, request));
}

function read(text: unknown): KeptRequest {
  return readStored(keptRequest, JSON.parse(String(text)));
}
