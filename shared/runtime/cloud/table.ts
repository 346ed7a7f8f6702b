/** The table of a deployed function: one client for all ports on it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { type DynamoTable, openTable } from '../../adapters/aws/dynamo-table.ts';
import { env } from '../../contract/env.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Surroundings } from './part.ts';

const daysByCircle = z.record(z.string(), z.number());

const tables = new WeakMap<Ports, DynamoTable>();

/** The one table of the stage, opened when the first port on it is touched. */
export function tableOf({ required, given, ports }: Surroundings): DynamoTable {
  const days = given(env.retentionDays);
  const retentionDays = days === undefined ? undefined : Number(days);
  const retentionByCircle = daysByCircle.parse(JSON.parse(given(env.retentionByCircle) ?? '{}'));
  const table =
    tables.get(ports) ??
    openTable({ client: new DynamoDBClient(), table: required(env.table), clock: ports.clock, retentionDays, retentionByCircle });
  tables.set(ports, table);
  return table;
}
