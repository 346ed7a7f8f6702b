/** The house form of a function that runs by the clock, and of the schedule that calls it. */
import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { StageContext } from './stage-context.ts';
import { StandardFunction } from './standard-function.ts';

/** The functions of `functions/jobs`. */
export type JobName = 'sweep' | 'probe-experts' | 'relearn' | 'start-scheduled' | 'start-owed';

export interface JobProps {
  readonly context: StageContext;
  readonly name: JobName;
  readonly errorImpact: string;
  /** Where a call goes that failed at every attempt. */
  readonly lost: Queue;
}

/** A trace a minute of nothing to do would be most of what an idle stage pays for traces. */
const untraced = 'Nobody waits for a job, and its log says what it did.';

/** A function that runs by the clock. */
export class Job extends StandardFunction {
  constructor(scope: Construct, { context, name, errorImpact, lost }: JobProps) {
    super(scope, name, { context, name, kind: name, entry: `functions/jobs/${name}.ts`, errorImpact, untraced });
    // Scheduler hands the event to Lambda's own queue, where Lambda tries it again.
    this.configureAsyncInvoke({ onFailure: new SqsDestination(lost), retryAttempts: 1, maxEventAge: Duration.minutes(5) });
    Validations.of(this).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason:
        'The on-failure destination takes lost events and says more about the failure; Lambda would fill a dead-letter queue beside it.',
    });
  }
}

/** When a job is called, and with what. */
export interface CallProps {
  readonly job: Job;
  readonly lost: Queue;
  readonly schedule: ScheduleExpression;
  readonly description?: string;
  readonly input: Readonly<Record<string, string>>;
  readonly retries: number;
  readonly maxAgeSeconds: number;
}

/** Calls a job by the clock, by a role of its own: it may invoke this one function and put what it could not deliver into the queue. */
export function callByClock(scope: Construct, id: string, call: CallProps): void {
  const { job, lost, schedule, description, input, retries, maxAgeSeconds } = call;
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  });
  job.grantInvokeLatestVersion(role);
  lost.grantSendMessages(role);
  new Schedule(scope, id, {
    schedule,
    ...(description === undefined ? {} : { description }),
    target: {
      bind: () => ({
        arn: job.functionArn,
        role,
        input: ScheduleTargetInput.fromObject(input),
        deadLetterConfig: { arn: lost.queueArn },
        retryPolicy: { maximumRetryAttempts: retries, maximumEventAgeInSeconds: maxAgeSeconds },
      }),
    },
  });
}
