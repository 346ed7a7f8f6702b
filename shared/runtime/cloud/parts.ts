/**
 * The ports that an entry point can list. A bundle carries those that its entry point names, and nothing of the others: each is an object
 * that a bundler can leave out, with an import of its own.
 */
import type { DynamoTable } from '../../adapters/aws/dynamo-table.ts';
import type { LargeTexts } from '../../adapters/aws/large-texts.ts';
import type { Ports, StoredPorts } from '../../ports/ports.ts';
import type { CloudPart, OpenPort } from './part.ts';

/** The life of runs, in DynamoDB, with large questions in S3. */
export const cloudRuns: CloudPart<'runs'> = {
  port: 'runs',
  load: async () => (await import('./runs.ts')).openRuns,
};

/** Opinions, in DynamoDB, with large answers in S3. */
export const cloudOpinions: CloudPart<'opinions'> = {
  port: 'opinions',
  load: () => withTexts(async () => (await import('../../adapters/aws/dynamo-opinions.ts')).dynamoOpinions),
};

/** Verdicts, in DynamoDB; a large one quotes the answers, or is in S3. */
export const cloudVerdicts: CloudPart<'verdicts'> = {
  port: 'verdicts',
  load: () => withTexts(async () => (await import('../../adapters/aws/dynamo-verdicts.ts')).dynamoVerdicts),
};

/** Lists of runs, from the indexes of the table. */
export const cloudListings: CloudPart<'listings'> = {
  port: 'listings',
  load: () => onTable(async () => (await import('../../adapters/aws/dynamo-listings.ts')).dynamoListings),
};

/** Learnt reliability, in DynamoDB. */
export const cloudReliability: CloudPart<'reliability'> = {
  port: 'reliability',
  load: () => onTable(async () => (await import('../../adapters/aws/dynamo-reliability.ts')).dynamoReliability),
};

/** Feedback, in DynamoDB. */
export const cloudFeedback: CloudPart<'feedback'> = {
  port: 'feedback',
  load: () => onTable(async () => (await import('../../adapters/aws/dynamo-feedback.ts')).dynamoFeedback),
};

/** Deliveries of webhooks, in DynamoDB. */
export const cloudDeliveries: CloudPart<'deliveries'> = {
  port: 'deliveries',
  load: () => onTable(async () => (await import('../../adapters/aws/dynamo-deliveries.ts')).dynamoDeliveries),
};

/** Health of experts, in DynamoDB. */
export const cloudHealth: CloudPart<'health'> = {
  port: 'health',
  load: () => onTable(async () => (await import('../../adapters/aws/dynamo-health.ts')).dynamoHealth),
};

/** Requests that a caller may repeat, in DynamoDB. */
export const cloudRequests: CloudPart<'requests'> = {
  port: 'requests',
  load: () => onTable(async () => (await import('../../adapters/aws/dynamo-requests.ts')).dynamoRequests),
};

/** The agenda of schedules, in DynamoDB. */
export const cloudAgenda: CloudPart<'agenda'> = {
  port: 'agenda',
  load: () => onTable(async () => (await import('../../adapters/aws/dynamo-agenda.ts')).dynamoAgenda),
};

/** Uses of secrets, in DynamoDB. */
export const cloudSecretUses: CloudPart<'secretUses'> = {
  port: 'secretUses',
  load: () => onTable(async () => (await import('../../adapters/aws/dynamo-secret-uses.ts')).dynamoSecretUses),
};

/** One SQS queue a provider, and one for webhooks. */
export const cloudQueue: CloudPart<'queue'> = {
  port: 'queue',
  load: async () => (await import('./queue.ts')).openQueue,
};

/** The state machine in Step Functions. */
export const cloudWorkflow: CloudPart<'workflow'> = {
  port: 'workflow',
  load: async () => (await import('./workflow.ts')).openWorkflow,
};

/** Provider keys in Secrets Manager. It records each use, so `cloudSecretUses` has to be listed too. */
export const cloudVault: CloudPart<'vault'> = {
  port: 'vault',
  load: async () => (await import('./vault.ts')).openVault,
};

/** The Rust core as a Lambda function. */
export const cloudConsensus: CloudPart<'consensus'> = {
  port: 'consensus',
  load: async () => (await import('./consensus.ts')).openConsensus,
};

/** The rules as a Lambda function. */
export const cloudRules: CloudPart<'rules'> = {
  port: 'rules',
  load: async () => (await import('./rules.ts')).openRules,
};

/** Events for others, on EventBridge. */
export const cloudBus: CloudPart<'bus'> = {
  port: 'bus',
  load: async () => (await import('./bus.ts')).openBus,
};

/** Whether servers answer, over HTTP. */
export const cloudReach: CloudPart<'reach'> = {
  port: 'reach',
  load: async () => (await import('./reach.ts')).openReach,
};

/** What is deployed: objects of S3, and templates of CloudFormation. */
export const cloudDeployedFiles: CloudPart<'deployedFiles'> = {
  port: 'deployedFiles',
  load: async () => (await import('./deployed-files.ts')).openDeployedFiles,
};

/** The way to webhooks, over HTTPS. */
export const cloudWebhooks: CloudPart<'webhooks'> = {
  port: 'webhooks',
  load: async () => (await import('./webhooks.ts')).openWebhooks,
};

/** Circles, experts and prices, from the folder of the layer. */
export const cloudKnowledge: CloudPart<'knowledge'> = {
  port: 'knowledge',
  load: async () => (await import('./knowledge.ts')).openKnowledge,
};

/** A port on the one table of the stage, which all of them share. */
async function onTable<Name extends keyof StoredPorts>(
  adapter: () => Promise<(table: DynamoTable) => Ports[Name]>,
): Promise<OpenPort<Name>> {
  const [{ tableOf }, open] = await Promise.all([import('./table.ts'), adapter()]);
  return (surroundings) => open(tableOf(surroundings));
}

/** A port on the table whose large texts are in the bucket of the stage. */
async function withTexts<Name extends keyof StoredPorts>(
  adapter: () => Promise<(table: DynamoTable, large: LargeTexts) => Ports[Name]>,
): Promise<OpenPort<Name>> {
  const [{ tableOf }, { textsOf }, open] = await Promise.all([import('./table.ts'), import('./texts.ts'), adapter()]);
  return (surroundings) => open(tableOf(surroundings), textsOf(surroundings));
}
