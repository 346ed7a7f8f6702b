/** The real stack on the emulator: bootstrapped and deployed by the CDK, then given what the emulator loses on the way. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { requireConsole } from '../../infra/local/console.ts';
import { settings } from '../../infra/settings.ts';
import { type QueuedProviderKind, queuedProviderKinds } from '../../shared/contract/expert.ts';
import { unsetSecret } from '../../shared/contract/secret.ts';
import { tableAttributes } from '../../shared/contract/table.ts';
import { messageOf } from '../../shared/errors.ts';
import { providerKey, webhookKey } from '../blackbox/knowledge-folder.ts';
import { emulatorFolder, repositoryFolder } from './emulator.ts';
import { buildHostConsensus } from './host-consensus.ts';

const run = promisify(execFile);
const cdk = join(repositoryFolder, 'node_modules/aws-cdk/bin/cdk');
const stackName = 'circle-dev';
/** Seconds until a message that failed comes back: the deployed 960 s, three times, are longer than any test. */
const visibilitySeconds = 2;

const stackOutputs = z.object({
  RestApiId: z.string(),
  RestApiStage: z.string(),
  TableName: z.string(),
  StateMachineArn: z.string(),
  ApiKeySecretName: z.string(),
  SweepFunctionName: z.string(),
  RelearnFunctionName: z.string(),
  // Of a stack whose knowledge has schedules.
  StartScheduledFunctionName: z.string().optional(),
  StartOwedFunctionName: z.string().optional(),
});
/** What the stack says of itself. */
export type StackOutputs = z.infer<typeof stackOutputs>;

/** A provider's queue and its dead-letter queue, by URL. */
export interface QueuePair {
  readonly url: string;
  readonly deadLetterUrl: string;
}

/** A deployed stack. */
export interface DeployedStack {
  readonly outputs: StackOutputs;
  /** Address of the API: the emulator's, since the one in the stack's outputs would leave this machine. */
  readonly url: string;
  readonly apiKey: string;
  readonly queues: ReadonlyMap<QueuedProviderKind, QueuePair>;
}

/** Deploys the stack with a knowledge folder to the emulator that the environment names. */
export async function deployStack(knowledgeFolder: string): Promise<DeployedStack> {
  const endpoint = requireEmulator();
  buildHostConsensus();
  requireConsole(() => undefined);
  const outputsFile = join(emulatorFolder, 'outputs.json');
  // Started elsewhere: in the repository it would synthesise the stack for an account first.
  await runCdk(emulatorFolder, ['bootstrap', 'aws://000000000000/us-east-1']);
  const context = ['-c', 'ring=emulator', '-c', `knowledge=${knowledgeFolder}`];
  const where = ['--output', join(emulatorFolder, 'cdk.out'), '--outputs-file', outputsFile];
  await runCdk(repositoryFolder, ['deploy', stackName, ...context, ...where, '--require-approval', 'never', '--progress', 'events']);
  const outputs = stackOutputs.parse(JSON.parse(readFileSync(outputsFile, 'utf8'))[stackName]);
  const apiKey = `key-${randomUUID()}`;
  const queues = await findQueues();
  await replaceWhatIsLost(outputs, apiKey, queues);
  return { outputs, url: `${endpoint}/_aws/execute-api/${outputs.RestApiId}/${outputs.RestApiStage}`, apiKey, queues };
}

/** A ring that is not on this machine would be a real account. */
function requireEmulator(): string {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  if (!endpoint?.startsWith('http://127.0.0.1:')) throw new Error('AWS_ENDPOINT_URL does not name an emulator on this machine');
  return endpoint;
}

/** Docker would hide a missing tool behind a slow build of another version. */
async function runCdk(cwd: string, argv: readonly string[]): Promise<void> {
  try {
    // A home of its own: the CDK remembers there whose account a key belongs to, and every emulator's key is `test`.
    const env = { ...process.env, CDK_DOCKER: 'false', CDK_HOME: join(emulatorFolder, 'cdk-home') };
    await run(process.execPath, [cdk, ...argv, '--no-notices'], { cwd, env, maxBuffer: 64 * 1024 * 1024 });
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).slice(-3000) : messageOf(cause);
    throw new Error(`cdk ${argv[0]} failed: ${said}`, { cause });
  }
}

/** The queues by their place in the stack: their names are made up by CloudFormation. */
async function findQueues(): Promise<ReadonlyMap<QueuedProviderKind, QueuePair>> {
  const client = new CloudFormationClient();
  const urls = new Map<string, string>();
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: stackName })) {
    for (const { LogicalResourceId = '', PhysicalResourceId = '' } of StackResourceSummaries)
      urls.set(LogicalResourceId, PhysicalResourceId);
  }
  const find = (path: string): string | undefined => [...urls].find(([id]) => new RegExp(`^${path}[0-9A-F]{8}$`).test(id))?.[1];
  const queues = queuedProviderKinds.flatMap((provider) => {
    const place = `Experts${provider.replaceAll('-', '')}`;
    const [url, deadLetterUrl] = [find(`${place}Queue`), find(`${place}DeadLetters`)];
    // A kind that no circle seats has neither.
    return url === undefined || deadLetterUrl === undefined ? [] : [[provider, { url, deadLetterUrl }] as const];
  });
  if (queues.length === 0) throw new Error('the stack has no queue of experts');
  return new Map(queues);
}

/** What the emulator's CloudFormation drops or gets wrong: dead-letter queues, expiry, the rules of a generated secret. */
async function replaceWhatIsLost(outputs: StackOutputs, apiKey: string, queues: ReadonlyMap<string, QueuePair>): Promise<void> {
  const sqs = new SQSClient();
  for (const { url, deadLetterUrl } of queues.values()) {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: deadLetterUrl, AttributeNames: ['QueueArn'] }));
    const redrive = { deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: settings.dev.expertQueue.maxReceives };
    const lost = { RedrivePolicy: JSON.stringify(redrive), VisibilityTimeout: String(visibilitySeconds) };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: lost }));
  }
  const expiry = { Enabled: true, AttributeName: tableAttributes.expiresAt };
  await new DynamoDBClient().send(new UpdateTimeToLiveCommand({ TableName: outputs.TableName, TimeToLiveSpecification: expiry }));
  const secrets = new SecretsManagerClient();
  await secrets.send(new PutSecretValueCommand({ SecretId: outputs.ApiKeySecretName, SecretString: apiKey }));
  for (const { name, value } of [providerKey, webhookKey]) {
    const SecretId = outputs.ApiKeySecretName.replace(/[^/]+$/, name);
    await setSecret(secrets, SecretId, value);
  }
}

/** The key of an expert that no circle seats is made by hand, as RUNBOOK.md says. */
async function setSecret(client: SecretsManagerClient, name: string, value: string): Promise<void> {
  try {
    await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await client.send(new CreateSecretCommand({ Name: name, SecretString: unsetSecret }));
    await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
  }
}
