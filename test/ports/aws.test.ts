/** Every contract suite on the AWS adapters, against an emulator of AWS. */
import { setTimeout as pause } from 'node:timers/promises';
import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ChangeMessageVisibilityCommand, DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { cloudFormationFiles } from '../../shared/adapters/aws/cloudformation-files.ts';
import { dynamoPorts } from '../../shared/adapters/aws/dynamo-ports.ts';
import { eventbridgeBus } from '../../shared/adapters/aws/eventbridge-bus.ts';
import { lambdaConsensus } from '../../shared/adapters/aws/lambda-consensus.ts';
import { s3Files } from '../../shared/adapters/aws/s3-files.ts';
import { s3LargeTexts } from '../../shared/adapters/aws/s3-large-texts.ts';
import { secretsVault } from '../../shared/adapters/aws/secrets-vault.ts';
import { sqsQueue } from '../../shared/adapters/aws/sqs-queue.ts';
import { stepFunctionsWorkflow } from '../../shared/adapters/aws/step-functions-workflow.ts';
import { queuedProviderKinds } from '../../shared/contract/expert.ts';
import { unsetSecret } from '../../shared/contract/secret.ts';
import { byDeadline, runKey } from '../../shared/contract/table.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { QueueName } from '../../shared/ports/queue.ts';
import type { SecretUse } from '../../shared/ports/secret-uses.ts';
import { createBucket, createBus, createFunction, createQueue, createTable, createTokenMachine, type QueuePair } from './aws-resources.ts';
import { busContract } from './bus-contract.ts';
import { consensusContract } from './consensus-contract.ts';
import { deployedFilesContract, listOf } from './deployed-files-contract.ts';
import { queueContract } from './queue-contract.ts';
import { expertNames, sampleOpinion, sampleRun, sampleVerdict, unique } from './samples.ts';
import { storedContract } from './stored-contract.ts';
import { vaultContract } from './vault-contract.ts';
import { type ExecutionOutcome, workflowContract } from './workflow-contract.ts';

if (!process.env['AWS_ENDPOINT_URL']) {
  throw new Error('AWS_ENDPOINT_URL is not set: these tests make and change resources, so they need the address of an emulator of AWS');
}

// The SDK takes the address from the environment; region and keys are the emulator's, whatever a shell may hold.
const client = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const dynamo = new DynamoDBClient(client);
const sqs = new SQSClient(client);
const sfn = new SFNClient(client);
const secrets = new SecretsManagerClient(client);
const lambda = new LambdaClient(client);
const events = new EventBridgeClient(client);
const s3 = new S3Client({ ...client, forcePathStyle: true });
const bucket = await createBucket(s3);
const texts = s3LargeTexts(s3, bucket);
const clock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  machine: () => undefined,
  slept: () => 0,
  away: () => 0,
  sleep: async (milliseconds) => {
    await pause(milliseconds);
  },
};

storedContract('on DynamoDB', async () => ({
  stored: dynamoPorts({ client: dynamo, table: await createTable(dynamo), clock }, texts),
  close: async () => {},
}));

it('forgets an idempotency key after 24 hours, whether or not its item has been deleted', async () => {
  let now = new Date('2026-03-01T10:00:00.000Z');
  const store = dynamoPorts({ client: dynamo, table: await createTable(dynamo), clock: { ...clock, now: () => now } }, texts);
  const idempotency = { key: unique('key'), digest: 'digest-1' };
  await store.runs.create(sampleRun(), idempotency);
  now = new Date('2026-03-02T09:59:59.000Z');
  expect(await store.runs.create(sampleRun(), idempotency)).toMatchObject({ created: false });
  now = new Date('2026-03-02T10:00:00.000Z');
  expect(await store.runs.create(sampleRun(), idempotency)).toEqual({ created: true });
});

it('closes with the counts as they are when an opinion comes in between its read and its write', async () => {
  const table = await createTable(dynamo);
  const store = dynamoPorts({ client: dynamo, table, clock }, texts);
  const run = sampleRun();
  await store.runs.create(run);
  const opinions = expertNames(2).map((expert) => sampleOpinion(expert));
  const interrupted = new DynamoDBClient(client);
  interrupted.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const opinion = commandName === 'UpdateItemCommand' ? opinions.pop() : undefined;
        if (opinion !== undefined) await store.opinions.record(run.id, opinion);
        return next(args);
      },
    { step: 'initialize' },
  );
  const closed = await dynamoPorts({ client: interrupted, table, clock }, texts).runs.close(run.id, ({ answered }) =>
    answered === 2 ? 'quorum' : 'deadline',
  );
  expect(closed).toMatchObject({ status: 'closed', answered: 2, endedBy: 'quorum' });
});

it('leaves no object of a removed run: neither what was asked nor any answer, first or corrected', async () => {
  const store = dynamoPorts({ client: dynamo, table: await createTable(dynamo), clock }, texts);
  const id = unique('run');
  const long = (letter: string) => letter.repeat(20_000);
  await store.runs.create(sampleRun({ id, question: long('q') }));
  for (const answer of [long('a'), long('b')]) await store.opinions.record(id, sampleOpinion('expert-0', { answer }));
  await store.opinions.correct(id, sampleOpinion('expert-0', { answer: long('c') }));
  await store.runs.close(id, () => 'all');
  await store.opinions.record(id, sampleOpinion('expert-1', { answer: long('d') }));
  await store.verdicts.publish(id, 'decided', sampleVerdict({ answer: 'e'.repeat(200_000) }), '2026-03-01T10:00:30.000Z');
  const kept = async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    return Contents.map(({ Key = '' }) => Key.replace(/-[0-9a-f]{32}/, '')).filter((key) => key.includes(id));
  };
  const own = ['expert-0', 'expert-1', 'verdict'].map((who) => `answers/${id}/${who}.json`);
  expect(await kept()).toEqual([...own, expect.stringMatching(new RegExp(`^questions/${id}/\\w{32}\\.json$`))]);
  expect(await store.runs.remove(id)).toBe(true);
  expect(await kept()).toEqual([]);
});

it('keeps an ended run out of the index of open ones', async () => {
  const table = await createTable(dynamo);
  const store = dynamoPorts({ client: dynamo, table, clock }, texts);
  const ids = { open: unique('run'), closed: unique('run'), failed: unique('run'), cancelled: unique('run'), decided: unique('run') };
  for (const id of Object.values(ids)) await store.runs.create(sampleRun({ id }));
  const at = '2026-03-01T10:00:30.000Z';
  await store.runs.close(ids.closed, () => 'all');
  await store.runs.fail(ids.failed, { type: 'Failed', message: 'failed' }, at);
  await store.runs.cancel(ids.cancelled, at);
  await store.runs.close(ids.decided, () => 'all');
  await store.verdicts.publish(ids.decided, 'decided', sampleVerdict(), at);
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: table, IndexName: byDeadline.name }));
  expect(Items.map((item) => String(item['pk']?.S)).toSorted()).toEqual([runKey(ids.open).pk, runKey(ids.closed).pk].toSorted());
});

it('keeps two uses of a secret in one millisecond apart', async () => {
  const table = await createTable(dynamo);
  const store = dynamoPorts({ client: dynamo, table, clock }, texts);
  const at = '2026-03-01T10:00:30.000Z';
  const use: SecretUse = { secret: 'OPENAI_API_KEY', version: 'v1', purpose: 'ask', tenant: 'tenant-a', consultationId: 'run-1', at };
  await Promise.all([store.secretUses.record(use), store.secretUses.record(use)]);
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: table }));
  expect(Items.map(({ pk, purpose }) => [pk?.S, purpose?.S])).toEqual(Array.from({ length: 2 }, () => ['SECRETUSE#2026-03-01', 'ask']));
});

queueContract('on SQS', async () => {
  const pairs = new Map<QueueName, QueuePair>();
  for (const name of [...queuedProviderKinds, 'webhooks'] as const) pairs.set(name, await createQueue(sqs, name));
  const pairOf = (name: QueueName): QueuePair => pairs.get(name) ?? { url: '', arn: '', deadLetterUrl: '' };
  return {
    queue: sqsQueue({ client: sqs, queueUrl: (name) => pairOf(name).url, clock }),
    async receive(provider) {
      const { url: QueueUrl } = pairOf(provider);
      return (await receive(QueueUrl)).map(({ Body = '', ReceiptHandle }) => ({
        body: JSON.parse(Body),
        ack: async () => {
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        },
        fail: async () => {
          await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
        },
      }));
    },
    countDeadLetters: async (provider) => (await receive(pairOf(provider).deadLetterUrl)).length,
    close: async () => {},
  };
});

async function receive(QueueUrl: string): Promise<readonly Message[]> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages;
}

/** Everything that a queue has delivered so far. */
function listener(url: string): () => Promise<readonly Record<string, unknown>[]> {
  const heard: Record<string, unknown>[] = [];
  return async () => {
    for (const { Body = '', ReceiptHandle } of await receive(url)) {
      heard.push(JSON.parse(Body));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    }
    return heard;
  };
}

workflowContract('on Step Functions', async () => {
  const { url } = await createQueue(sqs, 'tokens');
  const stateMachineArn = await createTokenMachine(sfn, url);
  const tasks = listener(url);
  const describeExecution = (name: string) =>
    sfn.send(new DescribeExecutionCommand({ executionArn: `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}` }));
  const outcomes: Readonly<Record<string, ExecutionOutcome>> = { RUNNING: 'running', SUCCEEDED: 'succeeded', ABORTED: 'stopped' };
  return {
    workflow: stepFunctionsWorkflow({ client: sfn, stateMachineArn }),
    tokens: async (name) => (await tasks()).filter((task) => task['name'] === name).map((task) => String(task['token'])),
    outcome: async (name) => outcomes[(await describeExecution(name)).status ?? ''] ?? 'failed',
    output: async (name) => JSON.parse((await describeExecution(name)).output ?? 'null'),
    input: async (name) => JSON.parse((await describeExecution(name)).input ?? 'null'),
    close: async () => {},
  };
});

vaultContract('on Secrets Manager', async () => {
  const prefix = `${unique('stage')}/`;
  const known = new Set<string>();
  const uses: SecretUse[] = [];
  let fails = false;
  return {
    vault: secretsVault({
      client: secrets,
      prefix,
      clock,
      record: async (use) => {
        if (fails) throw new Error('the record could not be written');
        uses.push(use);
      },
    }),
    async set(secret, value) {
      // As in life: the stack makes the secret with the word for "not set", an operator gives it a value.
      if (!known.has(secret)) await secrets.send(new CreateSecretCommand({ Name: prefix + secret, SecretString: unsetSecret }));
      known.add(secret);
      if (value !== '') await secrets.send(new PutSecretValueCommand({ SecretId: prefix + secret, SecretString: value }));
    },
    uses: () => uses,
    failRecords: (fail) => {
      fails = fail;
    },
    close: async () => {},
  };
});

const coreStandIn = `export const handler = async ({ consultationId, learn, estimate, read, settled, judge, support }) => {
  if (read) {
    const said = (read.options ?? []).findIndex((option) => read.reply.endsWith(option));
    if (said >= 0) return { answer: read.reply, option: said };
    return { answer: read.reply, ...(read.options && { unreadable: 'it commits itself to none of the options' }) };
  }
  if (judge) {
    const one = (group) => ({ pick: group[0] ?? null, decided: group.length > 0, confidence: null, answers: Math.min(1, group.length), settled: group.length > 1 || (judge.alone === true && group.length > 0) });
    return { judgements: judge.groups.map(one) };
  }
  if (support) return { support: support.sentences.map(({ text, claims }) => (claims.includes(text) ? 'holds' : 'contradicts')) };
  if (settled) return { settled: !settled.consultationId.startsWith('unsettled') };
  if (learn) {
    const judged = learn.consultationIds.length === 0 ? [] : ${JSON.stringify(expertNames(3))};
    return { version: 1, experts: Object.fromEntries(judged.map((expert) => [expert, { right: 1, asked: 1 }])) };
  }
  if (estimate) {
    const tally = (expert) => estimate.reliability.experts[expert];
    const evidence = Math.min(...estimate.experts.map((expert) => tally(expert).asked));
    const chance = ({ right, asked }) => (right + 1) / (asked + 2);
    const estimates = Object.fromEntries(estimate.experts.map((expert) => [expert, chance(tally(expert))]));
    return { evidence, weighs: estimate.mode === 'auto' && evidence >= 20, estimates };
  }
  if (consultationId.startsWith('broken')) throw new Error('the run cannot be weighed');
  if (consultationId.startsWith('nonsense')) return { agreement: 'high' };
  const experts = ${JSON.stringify(expertNames(3))};
  return { pick: experts[0], option: 0, agreement: 1, confidence: null, clusters: [{ experts, share: 1 }],
    method: 'plurality', stability: null, independent: 3, dissent: [], pairs: { experts, scores: [1, 1, 1] } };
};`;
const coreName = createFunction(lambda, coreStandIn);

consensusContract('as a Lambda function', async () => ({
  consensus: lambdaConsensus({ client: lambda, functionName: await coreName }),
  unanimous: async () => ({ consultationId: unique('run'), experts: expertNames(3) }),
  unsettled: async () => unique('unsettled'),
  broken: async () => unique('broken'),
  close: async () => {},
}));

it.each([
  ['broken', 'the run cannot be weighed'],
  ['nonsense', 'agreement'],
])('takes a core whose reply is %s as unavailable, with the cause', async (reply, reason) => {
  const consensus = lambdaConsensus({ client: lambda, functionName: await coreName });
  const failure = await consensus.weigh(unique(reply)).catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ name: 'Unavailable', retryable: true, cause: { message: expect.stringContaining(reason) } });
});

busContract('on EventBridge', async () => {
  const { url, arn } = await createQueue(sqs, 'events');
  const busName = await createBus(events, arn);
  const hear = listener(url);
  return {
    bus: eventbridgeBus({ client: events, busName }),
    heard: async () =>
      (await hear()).map((event) => {
        expect(event).toMatchObject({ source: 'circle-of-experts', 'detail-type': expect.stringMatching(/^Consultation/) });
        return event['detail'];
      }),
    close: async () => {},
  };
});

deployedFilesContract('in a bucket', async (written) => {
  const templates = await createBucket(s3);
  for (const [Key, Body] of Object.entries(written)) await s3.send(new PutObjectCommand({ Bucket: templates, Key, Body }));
  return {
    files: s3Files(() => s3),
    source: { kind: 'bucket', bucket: templates, prefix: '', region: undefined },
    close: async () => {},
  };
});

deployedFilesContract('as stacks', async (written) => {
  const stacks = new CloudFormationClient(client);
  const soon = { client: stacks, minDelay: 1, maxDelay: 2, maxWaitTime: 30 };
  for (const [StackName, TemplateBody] of Object.entries(written)) {
    await stacks.send(new CreateStackCommand({ StackName, TemplateBody }));
    await waitUntilStackCreateComplete(soon, { StackName });
  }
  const files = cloudFormationFiles(() => stacks);
  // Other suites have stacks of their own here.
  const all = (await listOf(files, { kind: 'stacks', stacks: 'all', region: undefined })).map(({ path }) => path);
  expect(all).toEqual(all.toSorted());
  expect(all).toEqual(expect.arrayContaining(Object.keys(written)));
  return {
    files,
    source: { kind: 'stacks', stacks: Object.keys(written), region: undefined },
    close: async () => {},
  };
});
