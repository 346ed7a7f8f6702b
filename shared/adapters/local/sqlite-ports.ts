/** All ports on the one file of embedded mode: the same items as the cloud's table. */
import type { Clock } from '../../ports/clock.ts';
import type { StoredPorts } from '../../ports/ports.ts';
import { sqliteAgenda } from './sqlite-agenda.ts';
import type { Database } from './sqlite-database.ts';
import { sqliteDeliveries } from './sqlite-deliveries.ts';
import { sqliteFeedback } from './sqlite-feedback.ts';
import { sqliteHealth } from './sqlite-health.ts';
import { sqliteListings } from './sqlite-listings.ts';
import { sqliteOpinions } from './sqlite-opinions.ts';
import { sqliteReliability } from './sqlite-reliability.ts';
import { sqliteRequests } from './sqlite-requests.ts';
import { runTable } from './sqlite-run-change.ts';
import { sqliteRuns } from './sqlite-runs.ts';
import { sqliteSecretUses } from './sqlite-secret-uses.ts';
import { sqliteVerdicts } from './sqlite-verdicts.ts';

/** Opens every port on a database. Methods throw `StorageFailed` where the disk does not do its part. */
export function sqlitePorts({ database: db, clock }: { readonly database: Database; readonly clock: Clock }): StoredPorts {
  const runs = runTable(db, clock);
  return {
    runs: sqliteRuns(runs),
    opinions: sqliteOpinions(runs),
    verdicts: sqliteVerdicts(runs),
    listings: sqliteListings(runs),
    reliability: sqliteReliability(db),
    feedback: sqliteFeedback(db),
    deliveries: sqliteDeliveries(db),
    requests: sqliteRequests({ db, clock }),
    health: sqliteHealth(db),
    agenda: sqliteAgenda(db),
    secretUses: sqliteSecretUses(db),
  };
}
