/** How the queue, the workflow, the bus and the vault meet answers of AWS that an emulator does not give. */
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { eventbridgeBus } from '../../shared/adapters/aws/eventbridge-bus.ts';
import { secretsVault } from '../../shared/adapters/aws/secrets-vault.ts';
import { sqsQueue } from '../../shared/adapters/aws/sqs-queue.ts';
import { stepFunctionsWorkflow } from '../../shared/adapters/aws/step-functions-workflow.ts';
import { unsetSecret } from '../../shared/contract/secret.ts';
import type { Queue } from '../../shared/ports/queue.ts';
import type { Vault } from '../../shared/ports/vault.ts';
import type { Workflow } from '../../shared/ports/workflow.ts';
import { expertNames, sampleMessage } from './samples.ts';
import { type ScriptedAws, type ScriptedReply, scriptedAws } from './scripted-aws.ts';

let aws: ScriptedAws | undefined;
let now = 0;
afterEach(async () => {
  await aws?.close();
  aws = undefined;
});

const clock = {
  now: () => new Date(now),
  monotonic: () => now,
  machine: () => undefined,
  slept: () => 0,
  away: () => 0,
  sleep: async (milliseconds: number) => {
    now += milliseconds;
  },
};

async function script(...replies: readonly ScriptedReply[]): Promise<ScriptedAws> {
  aws = await scriptedAws(...replies);
  return aws;
}

describe('the queue', () => {
  async function queueOn(...replies: readonly ScriptedReply[]): Promise<{ queue: Queue; batches: () => unknown[] }> {
    const { client, calls } = await script(...replies);
    return {
      queue: sqsQueue({ client: new SQSClient({ ...client, md5: false }), queueUrl: () => `${client.endpoint}/000000000000/queue`, clock }),
      batches: () => calls.map(({ input }) => (input['Entries'] as { Id: string }[]).map(({ Id }) => Id)),
    };
  }

  const accepted: ScriptedReply = { body: { Successful: [], Failed: [] } };
  const refused = (...ids: readonly string[]): ScriptedReply => ({
    body: { Successful: [], Failed: ids.map((Id) => ({ Id, Code: 'InternalError', SenderFault: false })) },
  });

  it('sends ten messages a batch', async () => {
    const { queue, batches } = await queueOn(accepted);
    await queue.send(
      'scripted',
      expertNames(23).map((expert) => sampleMessage(expert)),
    );
    expect(batches().map((batch) => (batch as unknown[]).length)).toEqual([10, 10, 3]);
  });

  it('puts each message into the group of its tenant', async () => {
    const { queue } = await queueOn(accepted);
    await queue.send('scripted', [sampleMessage('expert-0', { tenant: 'tenant-b' })]);
    expect(aws?.calls[0]?.input['Entries']).toMatchObject([{ MessageGroupId: 'tenant-b' }]);
  });

  it('sends again just what a batch refused', async () => {
    const { queue, batches } = await queueOn(refused('1', '2'), refused('2'), accepted);
    await queue.send(
      'scripted',
      expertNames(3).map((expert) => sampleMessage(expert)),
    );
    expect(batches()).toEqual([['0', '1', '2'], ['1', '2'], ['2']]);
  });

  it('hands over how long a message of a webhook is held back, and is unavailable when that fails', async () => {
    const { queue } = await queueOn({ body: { MessageId: '1' } }, { error: 'ServiceUnavailable', status: 503 });
    const message = { consultationId: 'run-1', webhook: 0, attempt: 2 };
    await queue.sendDelivery(message, 600);
    expect(aws?.calls[0]).toMatchObject({ operation: 'SendMessage', input: { DelaySeconds: 600 } });
    expect(JSON.parse(String(aws?.calls[0]?.input['MessageBody']))).toEqual({ ...message, v: 1 });
    await expect(queue.sendDelivery(message, 600)).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it('is unavailable when a message is refused every time', async () => {
    const { queue } = await queueOn(refused('0'));
    await expect(queue.send('scripted', [sampleMessage('expert-0')])).rejects.toMatchObject({
      name: 'Unavailable',
      cause: { message: expect.stringContaining('InternalError') },
    });
  });
});

describe('the workflow', () => {
  const machine = 'arn:aws:states:us-east-1:000000000000:stateMachine:circle';

  async function workflowOn(...replies: readonly ScriptedReply[]): Promise<Workflow> {
    return stepFunctionsWorkflow({ client: new SFNClient((await script(...replies)).client), stateMachineArn: machine });
  }

  it.each(['TaskTimedOut', 'TaskDoesNotExist'])('says that a token is gone by %s', async (error) => {
    const workflow = await workflowOn({ error });
    expect(await workflow.finish('token', {})).toBe('gone');
  });

  it('raises a token that never was one', async () => {
    const workflow = await workflowOn({ error: 'InvalidToken' });
    await expect(workflow.finish('token', {})).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  it('takes an execution that exists with another input as started', async () => {
    const workflow = await workflowOn({ error: 'ExecutionAlreadyExists' });
    await expect(workflow.start('run-1', { consultationId: 'run-1' })).resolves.toBeUndefined();
  });

  it('stops an execution by the name that its machine gives it', async () => {
    const workflow = await workflowOn({ body: { stopDate: 0 } });
    await workflow.stop('run-1');
    expect(aws?.calls[0]?.input).toMatchObject({ executionArn: 'arn:aws:states:us-east-1:000000000000:execution:circle:run-1' });
  });

  it('is unavailable when it throttles', async () => {
    const workflow = await workflowOn({ error: 'ThrottlingException' });
    await expect(workflow.start('run-1', { consultationId: 'run-1' })).rejects.toMatchObject({ name: 'Unavailable' });
  });
});

describe('the bus', () => {
  it('is unavailable when it does not take the event', async () => {
    const { client } = await script({ body: { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'no' }] } });
    const bus = eventbridgeBus({ client: new EventBridgeClient(client), busName: 'bus' });
    const publishing = bus.publish({
      type: 'ConsultationFailed',
      consultationId: 'run-1',
      tenant: 'tenant-a',
      circle: 'default',
      status: 'failed',
      agreement: null,
      confidence: null,
      stability: null,
      independent: null,
      reliability: null,
      costUsd: 0,
      costUnknown: [],
      endedAt: '2026-03-01T10:00:30.000Z',
    });
    await expect(publishing).rejects.toMatchObject({ name: 'Unavailable', cause: { message: expect.stringContaining('InternalFailure') } });
  });
});

describe('the vault', () => {
  const purpose = { purpose: 'ask claude', tenant: 'tenant-a', consultationId: 'run-1' };

  async function vaultOn(...replies: readonly ScriptedReply[]): Promise<{ vault: Vault; fetched: () => number; versions: string[] }> {
    const { client, calls } = await script(...replies);
    const versions: string[] = [];
    const record = async ({ version }: { readonly version: string }): Promise<void> => {
      versions.push(version);
    };
    const vault = secretsVault({ client: new SecretsManagerClient(client), prefix: 'circle/', clock, record });
    return { vault, fetched: () => calls.length, versions };
  }

  const secret = (SecretString: string, VersionId: string): ScriptedReply => ({ body: { SecretString, VersionId } });

  it('keeps a value for five minutes', async () => {
    const { vault, fetched, versions } = await vaultOn(secret('one', 'v1'), secret('two', 'v2'));
    await vault.use('KEY', purpose);
    now += 5 * 60 * 1000 - 1;
    expect(await vault.use('KEY', purpose)).toBe('one');
    expect(fetched()).toBe(1);
    now += 1;
    expect(await vault.use('KEY', purpose)).toBe('two');
    expect(versions).toEqual(['v1', 'v1', 'v2']);
    expect(aws?.calls[0]?.input).toEqual({ SecretId: 'circle/KEY' });
  });

  it('gives a key without the line break of the file it was pasted from', async () => {
    const { vault } = await vaultOn(secret('sk-1\n', 'v1'));
    expect(await vault.use('KEY', purpose)).toBe('sk-1');
  });

  it.each<ScriptedReply>([
    { error: 'ResourceNotFoundException' },
    { error: 'InvalidRequestException' },
    secret('', 'v1'),
    secret(' \n', 'v1'),
    secret(unsetSecret, 'v1'),
  ])('takes a secret as not set by the answer %j', async (reply) => {
    const { vault, versions } = await vaultOn(reply);
    expect(await vault.use('KEY', purpose)).toBeUndefined();
    expect(versions).toEqual([]);
  });

  it.each<[string, ScriptedReply, boolean]>([
    ['the one version that the stack made', { body: { VersionIdsToStages: { v1: ['AWSCURRENT'] } } }, false],
    ['a version that somebody gave it', { body: { VersionIdsToStages: { v1: ['AWSPREVIOUS'], v2: ['AWSCURRENT'] } } }, true],
    ['a day of deletion', { body: { DeletedDate: 1, VersionIdsToStages: { v1: ['AWSPREVIOUS'], v2: ['AWSCURRENT'] } } }, false],
  ])('sees %s without reading the value', async (_, reply, isSet) => {
    const { vault } = await vaultOn(reply);
    expect(await vault.has('KEY')).toBe(isSet);
    expect(aws?.calls.map(({ operation }) => operation)).toEqual(['DescribeSecret']);
  });

  it('is unavailable when it cannot be asked, rather than empty', async () => {
    const { vault } = await vaultOn({ error: 'InternalServiceError', status: 500 });
    await expect(vault.use('KEY', purpose)).rejects.toMatchObject({ name: 'Unavailable' });
  });
});
