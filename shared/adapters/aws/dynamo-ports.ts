/** All ports on a DynamoDB table, whose names are in `shared/contract/table.ts`. */
import type { StoredPorts } from '../../ports/ports.ts';
import { dynamoAgenda } from './dynamo-agenda.ts';
import { dynamoDeliveries } from './dynamo-deliveries.ts';
import { dynamoFeedback } from './dynamo-feedback.ts';
import { dynamoHealth } from './dynamo-health.ts';
import { dynamoListings } from './dynamo-listings.ts';
import { dynamoOpinions } from './dynamo-opinions.ts';
import { dynamoReliability } from './dynamo-reliability.ts';
import { dynamoRequests } from './dynamo-requests.ts';
import { dynamoRuns } from './dynamo-runs.ts';
import { dynamoSecretUses } from './dynamo-secret-uses.ts';
import { openTable, type TableOptions } from './dynamo-table.ts';
import { dynamoVerdicts } from './dynamo-verdicts.ts';
import type { LargeTexts } from './large-texts.ts';

/** Opens every port on one table; a deployed function opens only those that its entry point lists. */
export function dynamoPorts(options: TableOptions, large: LargeTexts): StoredPorts {
  const table = openTable(options);
  return {
    runs: dynamoRuns(table, large),
    opinions: dynamoOpinions(table, large),
    verdicts: dynamoVerdicts(table, large),
    listings: dynamoListings(table),
    reliability: dynamoReliability(table),
    feedback: dynamoFeedback(table),
    deliveries: dynamoDeliveries(table),
    requests: dynamoRequests(table),
    health: dynamoHealth(table),
    agenda: dynamoAgenda(table),
    secretUses: dynamoSecretUses(table),
  };
}
