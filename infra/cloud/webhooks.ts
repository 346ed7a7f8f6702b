/** The deliveries of webhooks: a queue with its dead letters, and the function that posts. */
import { Duration, Validations } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { env, queueUrlVariable } from '../../shared/contract/env.ts';
import { DeadLetterQueue, secureQueue } from './dead-letter-queue.ts';
import { acknowledgeSynchronous } from './function-defaults.ts';
import type { Ring } from './ring.ts';
import type { Secrets } from './secrets.ts';
import type { StageContext } from './stage-context.ts';
import { StandardFunction } from './standard-function.ts';
import type { State } from './state.ts';

export interface WebhooksProps {
  readonly context: StageContext;
  readonly state: State;
  readonly secrets: Secrets;
}

/** The queue and its worker, which reaches the internet and nothing else of ours than what it delivers. */
export class Webhooks extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly worker: LambdaFunction;
  private readonly ring: Ring;

  constructor(scope: Construct, id: string, { context, state, secrets }: WebhooksProps) {
    super(scope, id);
    const { webhookQueue } = context.settings;
    this.ring = context.ring;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      context,
      alarm: 'webhooks-dead-letters',
      impact: 'Receivers are not notified of verdicts: the worker failed on the same message repeatedly.',
    });
    this.queue = new Queue(this, 'Queue', {
      ...secureQueue,
      visibilityTimeout: Duration.seconds(webhookQueue.visibilitySeconds),
      retentionPeriod: Duration.days(webhookQueue.retentionDays),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: webhookQueue.maxReceives },
    });
    this.worker = new StandardFunction(this, 'Worker', {
      context,
      name: 'webhooks',
      kind: 'webhooks',
      entry: 'functions/webhooks/worker.ts',
      errorImpact: 'Receivers are notified of verdicts late or never.',
    });
    this.listen(webhookQueue.maxConcurrency);
    state.grantUse(this.worker, ['runs:read', 'verdicts:read', 'deliveries:read', 'deliveries:write', 'secretUses:write']);
    secrets.grantUseWebhookKeys(this.worker);
    this.grantSend(this.worker);
    this.setTargets(this.worker);
    context.monitoring.alarm(this, {
      name: 'webhooks-queue-age',
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: webhookQueue.maxAgeSeconds,
      impact: 'Receivers are notified of verdicts late: no worker takes the messages.',
    });
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

  /** One message at a time: a batch would share one time limit among slow receivers. */
  private listen(maxConcurrency: number): void {
    this.worker.addEventSource(new SqsEventSource(this.queue, { batchSize: 1, reportBatchItemFailures: true, maxConcurrency }));
    Validations.of(this.worker).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'A mapping of SQS has no destination for failures: the queue moves them to its dead-letter queue.',
    });
    acknowledgeSynchronous(this.worker, 'the event source mapping of its queue');
  }
}
