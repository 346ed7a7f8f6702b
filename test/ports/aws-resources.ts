/** The AWS resources that the contract suites run on, made by SDK calls on an emulator. */
import { crc32 } from 'node:zlib';
import {
  type AttributeDefinition,
  CreateTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { byDeadline, byTenant, type TableIndex, tableAttributes } from '../../shared/contract/table.ts';
import { unique } from './samples.ts';

/** The role of all functions and state machines; an emulator that looks must know it. */
export const suiteRole = { account: '000000000000', name: 'contract-suite' } as const;
const role = `arn:aws:iam::${suiteRole.account}:role/${suiteRole.name}`;
// As on the deployed queues, except that a failed message need not wait long.
const maxReceives = 3;

/** Creates the table as the stack does; returns its name. */
export async function createTable(client: DynamoDBClient): Promise<string> {
  const TableName = unique('table');
  const indexes: readonly TableIndex[] = [byTenant, byDeadline];
  const attributes = new Set([
    tableAttributes.partitionKey,
    tableAttributes.sortKey,
    ...indexes.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]),
  ]);
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...attributes].map((AttributeName): AttributeDefinition => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keySchema(tableAttributes),
      GlobalSecondaryIndexes: indexes.map(
        (index): GlobalSecondaryIndex => ({
          IndexName: index.name,
          KeySchema: keySchema(index),
          Projection: { ProjectionType: index.projection },
        }),
      ),
    }),
  );
  return TableName;
}

/** Creates a bucket; returns its name. */
export async function createBucket(client: S3Client): Promise<string> {
  const Bucket = unique('texts');
  await client.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

function keySchema({ partitionKey, sortKey }: { readonly partitionKey: string; readonly sortKey: string }): KeySchemaElement[] {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    { AttributeName: sortKey, KeyType: 'RANGE' },
  ];
}

export interface QueuePair {
  readonly url: string;
  readonly arn: string;
  readonly deadLetterUrl: string;
}

/** Creates a standard queue and its dead-letter queue. */
export async function createQueue(client: SQSClient, prefix: string): Promise<QueuePair> {
  const name = unique(prefix);
  const deadLetters = await createOne(client, `${name}-dead`, {});
  const queue = await createOne(client, name, {
    VisibilityTimeout: '30',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: maxReceives }),
  });
  return { ...queue, deadLetterUrl: deadLetters.url };
}

async function createOne(client: SQSClient, QueueName: string, Attributes: Record<string, string>): Promise<{ url: string; arn: string }> {
  const { QueueUrl: url = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  const { Attributes: attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  return { url, arn: attributes?.['QueueArn'] ?? '' };
}

/** Creates a machine whose one state sends its token to a queue and waits for it; returns its ARN. */
export async function createTokenMachine(client: SFNClient, queueUrl: string): Promise<string> {
  const definition = {
    StartAt: 'Ask',
    TimeoutSeconds: 300,
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: { QueueUrl: queueUrl, MessageBody: { 'name.$': '$$.Execution.Name', 'token.$': '$$.Task.Token' } },
        TimeoutSeconds: 120,
        End: true,
      },
    },
  };
  return createStateMachine(client, JSON.stringify(definition));
}

/** Creates a machine of a definition in Amazon States Language; returns its ARN. */
export async function createStateMachine(client: SFNClient, definition: string): Promise<string> {
  const machine = { name: unique('machine'), roleArn: role, definition };
  const { stateMachineArn = '' } = await client.send(new CreateStateMachineCommand(machine));
  return stateMachineArn;
}

/** Creates a bus and a queue that hears every event of it. */
export async function createBus(client: EventBridgeClient, queueArn: string): Promise<string> {
  const Name = unique('bus');
  await client.send(new CreateEventBusCommand({ Name }));
  const rule = { Name: unique('rule'), EventBusName: Name };
  await client.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: ['circle-of-experts'] }) }));
  await client.send(new PutTargetsCommand({ Rule: rule.Name, EventBusName: Name, Targets: [{ Id: 'queue', Arn: queueArn }] }));
  return Name;
}

/** Creates a Node function from the text of its one module; returns its name. */
export async function createFunction(client: LambdaClient, source: string): Promise<string> {
  const FunctionName = unique('function');
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: role,
      Timeout: 10,
      Code: { ZipFile: zipOf('index.mjs', Buffer.from(source)) },
    }),
  );
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 30 }, { FunctionName });
  return FunctionName;
}

/** A ZIP archive of one stored file: local header, data, central directory, end record. */
function zipOf(name: string, data: Buffer): Buffer {
  // Everything that both headers tell of the file, from the version needed to the length of the extra field.
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt32LE(crc32(data), 10);
  facts.writeUInt32LE(data.length, 14);
  facts.writeUInt32LE(data.length, 18);
  facts.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name), data]);
  const madeBy = Buffer.from([20, 3]);
  // Comment length, disk, internal attributes, external attributes (a file that everyone may read), offset.
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE((0o100644 << 16) >>> 0, 6);
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, facts, rest, Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
