/**
 * The ports that a door can list. A bundle carries those that its door names, and nothing of the others: each is an object
 * that a bundler can leave out, with an import of its own.
 */
import type { CloudPart } from './part.ts';

/** Runs, opinions and verdicts in DynamoDB. */
export const cloudStore: CloudPart<'store'> = {
  port: 'store',
  load: async () => (await import('./store.ts')).openStore,
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

/** Provider keys in Secrets Manager. It records each use in the store, which has to be listed too. */
export const cloudVault: CloudPart<'vault'> = {
  port: 'vault',
  load: async () => (await import('./vault.ts')).openVault,
};

/** The Rust core as a Lambda function. */
export const cloudConsensus: CloudPart<'consensus'> = {
  port: 'consensus',
  load: async () => (await import('./consensus.ts')).openConsensus,
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
