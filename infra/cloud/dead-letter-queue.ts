/** The house form of a queue and of the queue where what could not be handled waits for a person. */
import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { StageContext } from './stage-context.ts';

/** Encrypted at rest by SQS and refused without TLS. Messages hold references, never a question or an answer. */
export const secureQueue = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const satisfies QueueProps;

export interface DeadLetterQueueProps {
  readonly context: Pick<StageContext, 'settings' | 'monitoring'>;
  /** Name of the alarm. */
  readonly alarm: string;
  /** Who is hurt by what lies here. */
  readonly impact: string;
  /** Heading of RUNBOOK.md. @default - the alarm's name */
  readonly runbookHeading?: string;
}

/** A dead-letter queue that raises an alarm with its first message. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, { context, alarm, impact, runbookHeading = alarm }: DeadLetterQueueProps) {
    super(scope, id, { ...secureQueue, retentionPeriod: Duration.days(context.settings.expertQueue.deadLetterDays) });
    Validations.of(this).acknowledge(
      { id: 'AwsSolutions-SQS3', reason: 'This is a dead-letter queue.' },
      { id: 'Serverless-SQSRedrivePolicy', reason: 'This is a dead-letter queue: from here a person moves messages back.' },
    );
    context.monitoring.alarm(this, {
      name: alarm,
      metric: this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: 1,
      impact,
      heading: runbookHeading,
    });
  }
}
