/** Requests that a caller may repeat, in SQLite. */
import { type AnswerState, type KeptRequest, keptRequest } from '../../contract/kept-request.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import type { Clock } from '../../ports/clock.ts';
import { mostListed, type Requests } from '../../ports/requests.ts';
import type { Database } from './sqlite-database.ts';

/** Requests in SQLite. */
export function sqliteRequests({ db, clock }: { readonly db: Database; readonly clock: Clock }): Requests {
  return {
    async add(fingerprint, request) {
      await db.write(() =>
        db
          .sql('INSERT OR REPLACE INTO requests (fingerprint, consultationId, holder, state, request, expiresAt) VALUES (?, ?, ?, ?, ?, ?)')
          .run(fingerprint, request.consultationId, request.holder, request.state, written(request), Date.parse(request.until)),
      );
    },

    async list(fingerprint, states) {
      await db.settled();
      const inState = (state: AnswerState) =>
        db
          .sql('SELECT request FROM requests WHERE fingerprint = ? AND state = ? AND expiresAt > ? ORDER BY consultationId DESC LIMIT ?')
          .all(fingerprint, state, clock.now().getTime(), mostListed)
          .map(({ request }) => read(request));
      return states.flatMap(inState).toSorted((one, other) => (one.consultationId < other.consultationId ? -1 : 1));
    },

    async change(fingerprint, holder, request) {
      const changed = await db.write(() =>
        db
          .sql(
            'UPDATE requests SET holder = ?, state = ?, request = ?, expiresAt = ? WHERE fingerprint = ? AND consultationId = ? AND holder = ?',
          )
          .run(request.holder, request.state, written(request), Date.parse(request.until), fingerprint, request.consultationId, holder),
      );
      return changed.changes > 0;
    },
  };
}

/** No connection outlives its process: what somebody waited for has reached nobody. */
export function loseAwaited(db: Database): void {
  db.transaction(() => {
    const awaited = db.sql(`SELECT fingerprint, consultationId, request FROM requests WHERE state = 'awaited'`).all();
    for (const { fingerprint, consultationId, request } of awaited) {
      db.sql(`UPDATE requests SET state = 'lost', request = ? WHERE fingerprint = ? AND consultationId = ?`).run(
        written({ ...read(request), state: 'lost' }),
        String(fingerprint),
        String(consultationId),
      );
    }
  });
}

function written(request: KeptRequest): string {
  return JSON.stringify(writeStored(keptRequest, request));
}

function read(text: unknown): KeptRequest {
  return readStored(keptRequest, JSON.parse(String(text)));
}
