/** What runs by the clock: the sweeper, which ends overdue runs, the probe of the experts, and the estimation of their reliability. */
import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { JobSchedule } from '../settings.ts';
import type { Bus } from './bus.ts';
import type { Consensus } from './consensus.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { Seats } from './seats.ts';
import type { Secrets } from './secrets.ts';
import type { StageContext } from './stage-context.ts';
import { StandardFunction } from './standard-function.ts';
import type { State } from './state.ts';
import type { Webhooks } from './webhooks.ts';
import type { WorkflowAccess } from './workflow-access.ts';

export interface JobsProps {
  readonly context: StageContext;
  readonly state: State;
  readonly secrets: Secrets;
  readonly bus: Bus;
  readonly webhooks: Webhooks;
  readonly workflow: WorkflowAccess;
  readonly consensus: Consensus;
  readonly seats: Seats;
}

/** A trace a minute of nothing to do would be most of what an idle stage pays for traces. */
const untraced = 'Nobody waits for a job, and its log says what it did.';

/** The jobs and their schedules. */
export class Jobs extends Construct {
  readonly sweep: LambdaFunction;
  readonly probeExperts: LambdaFunction;
  readonly relearn: LambdaFunction;
  private readonly lost: Queue;

  constructor(scope: Construct, id: string, { context, state, secrets, bus, webhooks, workflow, consensus, seats }: JobsProps) {
    super(scope, id);
    this.lost = new DeadLetterQueue(this, 'LostRuns', {
      context,
      alarm: 'job-dead-letters',
      impact:
        'A scheduled job did not run or failed at every attempt: overdue consultations may stay open, or expert health and reliability may be stale.',
    });

    this.sweep = this.job(context, 'sweep', 'Consultations whose workflow was lost stay open, so their callers wait without end.');
    state.grantUse(this.sweep, [
      'listings:overdue',
      'runs:read',
      'runs:whole',
      'runs:write',
      'opinions:read',
      'verdicts:read',
      'verdicts:write',
      'reliability:learn',
    ]);
    workflow.grantTaskResponse(this.sweep);
    consensus.grantUse(this.sweep);
    bus.grantUse(this.sweep);
    webhooks.grantSend(this.sweep);

    this.probeExperts = this.job(context, 'probe-experts', 'Expert health is stale, so circles seat experts that cannot answer.');
    state.grantUse(this.probeExperts, ['health:write']);
    // Whether a key is set shows in the versions of its secret; no value is needed.
    secrets.grantDescribe(this.probeExperts, [...new Set([...seats.kinds.values()].flat())]);

    this.relearn = this.job(context, 'relearn', 'Reliability estimates of experts are less exact, and lost updates are not recovered.');
    state.grantUse(this.relearn, ['listings:page', 'reliability:read', 'reliability:replace']);
    consensus.grantUse(this.relearn);

    this.schedule('SweepSchedule', this.sweep, context.settings.schedules.sweep);
    this.schedule('ProbeExpertsSchedule', this.probeExperts, context.settings.schedules.probeExperts);
    this.schedule('RelearnSchedule', this.relearn, context.settings.schedules.relearn);
  }

  private job(context: StageContext, name: 'sweep' | 'probe-experts' | 'relearn', errorImpact: string): LambdaFunction {
    const fn = new StandardFunction(this, name, { context, name, kind: name, entry: `functions/jobs/${name}.ts`, errorImpact, untraced });
    // Scheduler hands the event to Lambda's own queue, where Lambda tries it again.
    fn.configureAsyncInvoke({ onFailure: new SqsDestination(this.lost), retryAttempts: 1, maxEventAge: Duration.minutes(5) });
    Validations.of(fn).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason:
        'The on-failure destination takes lost events and says more about the failure; Lambda would fill a dead-letter queue beside it.',
    });
    return fn;
  }

  /** A role of its own: the schedule may invoke this one function and put what it could not deliver into the queue. */
  private schedule(id: string, fn: LambdaFunction, { everyMinutes, retries, maxAgeSeconds }: JobSchedule): void {
    const role = new Role(this, `${id}Role`, {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    fn.grantInvokeLatestVersion(role);
    this.lost.grantSendMessages(role);
    new Schedule(this, id, {
      schedule: ScheduleExpression.rate(Duration.minutes(everyMinutes)),
      target: {
        bind: () => ({
          arn: fn.functionArn,
          role,
          input: ScheduleTargetInput.fromObject({}),
          deadLetterConfig: { arn: this.lost.queueArn },
          retryPolicy: { maximumRetryAttempts: retries, maximumEventAgeInSeconds: maxAgeSeconds },
        }),
      },
    });
  }
}
