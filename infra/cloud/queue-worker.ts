/** A queue with its dead letters, the function that takes its messages, and the alarm on messages that nobody takes. */
import { Duration, Validations } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue, secureQueue } from './dead-letter-queue.ts';
import { acknowledgeSynchronous } from './function-defaults.ts';
import type { StageContext } from './stage-context.ts';
import { StandardFunction, type StandardFunctionProps } from './standard-function.ts';

/** An alarm of the queue: its name, who is hurt, and the heading of RUNBOOK.md where that is not the name. */
export interface QueueAlarm {
  readonly name: string;
  readonly impact: string;
  readonly heading?: string;
}

export interface QueueWorkerProps {
  readonly context: StageContext;
  readonly worker: Omit<StandardFunctionProps, 'context' | 'untraced'>;
  readonly queue: {
    readonly visibilitySeconds: number;
    readonly maxReceives: number;
    readonly retentionDays: number;
  };
  /** Workers at one time, 2 or more. @default - as many as Lambda starts, with two pollers at rest instead of five */
  readonly maxConcurrency?: number | undefined;
  readonly deadLetters: QueueAlarm;
  readonly age: QueueAlarm & { readonly maxSeconds: number };
}

/** One message at a time: a batch would share one time limit among long calls. */
export class QueueWorker extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly worker: LambdaFunction;

  constructor(scope: Construct, id: string, { context, worker, queue, maxConcurrency, deadLetters, age }: QueueWorkerProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      context,
      alarm: deadLetters.name,
      impact: deadLetters.impact,
      ...(deadLetters.heading === undefined ? {} : { runbookHeading: deadLetters.heading }),
    });
    this.queue = new Queue(this, 'Queue', {
      ...secureQueue,
      visibilityTimeout: Duration.seconds(queue.visibilitySeconds),
      retentionPeriod: Duration.days(queue.retentionDays),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: queue.maxReceives },
    });
    this.worker = new StandardFunction(this, 'Worker', { context, ...worker, untraced: 'Its queue hands on no trace to continue.' });
    this.worker.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 1,
        reportBatchItemFailures: true,
        ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
      }),
    );
    Validations.of(this.worker).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'A mapping of SQS has no destination for failures: the queue moves them to its dead-letter queue.',
    });
    acknowledgeSynchronous(this.worker, 'the event source mapping of its queue');
    context.monitoring.alarm(this, {
      ...age,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: age.maxSeconds,
    });
  }
}
