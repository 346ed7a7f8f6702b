/** The deliveries of webhooks: a queue with its dead letters, and the function that posts. */
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { env, queueUrlVariable } from '../../shared/contract/env.ts';
import { QueueWorker } from './queue-worker.ts';
import type { Ring } from './ring.ts';
import type { Secrets } from './secrets.ts';
import type { StageContext } from './stage-context.ts';
import type { State } from './state.ts';

export interface WebhooksProps {
  readonly context: StageContext;
  readonly state: State;
  readonly secrets: Secrets;
}

/** The queue and its worker, which reaches the internet and nothing else of ours than what it delivers. */
export class Webhooks extends QueueWorker {
  private readonly ring: Ring;

  constructor(scope: Construct, id: string, { context, state, secrets }: WebhooksProps) {
    const { webhookQueue } = context.settings;
    super(scope, id, {
      context,
      queue: webhookQueue,
      maxConcurrency: webhookQueue.maxConcurrency,
      worker: {
        name: 'webhooks',
        kind: 'webhooks',
        entry: 'functions/webhooks/worker.ts',
        // A message waits for the end of its run and for the next attempt; both are bounded, in functions/webhooks/deliver.ts.
        sendsToItself: true,
        errorImpact: 'Receivers are notified of verdicts late or never.',
      },
      deadLetters: {
        name: 'webhooks-dead-letters',
        impact: 'Receivers are not notified of verdicts: the worker failed on the same message repeatedly.',
      },
      age: {
        name: 'webhooks-queue-age',
        maxSeconds: webhookQueue.maxAgeSeconds,
        impact: 'Receivers are notified of verdicts late: no worker takes the messages.',
      },
    });
    this.ring = context.ring;
    state.grantUse(this.worker, [
      'runs:whole',
      'opinions:read',
      'verdicts:read',
      'deliveries:read',
      'deliveries:write',
      'secretUses:write',
    ]);
    this.worker.addEnvironment(env.publicUrl, context.settings.api.publicUrl ?? '');
    secrets.grantUseWebhookKeys(this.worker);
    this.grantSend(this.worker);
    this.setTargets(this.worker);
  }

  /** Lets a function that ends runs queue deliveries, and passes it the queue. */
  grantSend(fn: LambdaFunction): void {
    this.queue.grant(fn, 'sqs:SendMessage');
    fn.addEnvironment(queueUrlVariable('webhooks'), this.queue.queueUrl);
  }

  /** Tells a function that judges addresses where webhooks may go: on the emulator, whose receivers are on its machine, anywhere. */
  setTargets(fn: LambdaFunction): void {
    if (this.ring === 'emulator') fn.addEnvironment(env.webhookTargets, 'any');
  }
}
