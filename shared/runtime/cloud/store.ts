/** The store of a deployed function. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoStore } from '../../adapters/aws/dynamo-store.ts';
import { env } from '../../contract/env.ts';
import type { OpenPort } from './part.ts';

/** On the one table of the stage. */
export const openStore: OpenPort<'store'> = ({ required, ports }) =>
  dynamoStore({ client: new DynamoDBClient(), table: required(env.table), clock: ports.clock });
