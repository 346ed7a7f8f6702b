/** What runs by the clock: the sweeper, which ends overdue runs, the probe of the experts, and the estimation of their reliability. */
import { Duration } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { JobSchedule } from '../settings.ts';
import type { Bus } from './bus.ts';
import type { Consensus } from './consensus.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { callByClock, Job } from './job.ts';
import type { Seats } from './seats.ts';
import type { Secrets } from './secrets.ts';
import type { StageContext } from './stage-context.ts';
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

/** The jobs and their schedules. */
export class Jobs extends Construct {
  readonly sweep: Job;
  readonly probeExperts: Job;
  readonly relearn: Job;
  /** Calls that failed at every attempt. */
  readonly lost: Queue;

  constructor(scope: Construct, id: string, { context, state, secrets, bus, webhooks, workflow, consensus, seats }: JobsProps) {
    super(scope, id);
    this.lost = new DeadLetterQueue(this, 'LostRuns', {
      context,
      alarm: 'job-dead-letters',
      impact:
        'A scheduled job did not run or failed at every attempt: overdue consultations may stay open, or expert health and reliability may be stale.',
    });

    const common = { context, lost: this.lost };
    this.sweep = new Job(this, {
      ...common,
      name: 'sweep',
      errorImpact: 'Consultations whose workflow was lost stay open, so their callers wait without end.',
    });
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

    this.probeExperts = new Job(this, {
      ...common,
      name: 'probe-experts',
      errorImpact: 'Expert health is stale, so circles seat experts that cannot answer.',
    });
    state.grantUse(this.probeExperts, ['health:write']);
    // Whether a key is set shows in the versions of its secret; no value is needed.
    secrets.grantDescribe(this.probeExperts, [...new Set([...seats.kinds.values()].flat())]);

    this.relearn = new Job(this, {
      ...common,
      name: 'relearn',
      errorImpact: 'Reliability estimates of experts are less exact, and lost updates are not recovered.',
    });
    state.grantUse(this.relearn, ['listings:page', 'reliability:read', 'reliability:replace']);
    consensus.grantUse(this.relearn);

    this.every('SweepSchedule', this.sweep, context.settings.schedules.sweep);
    this.every('ProbeExpertsSchedule', this.probeExperts, context.settings.schedules.probeExperts);
    this.every('RelearnSchedule', this.relearn, context.settings.schedules.relearn);
  }

  private every(id: string, job: Job, { everyMinutes, retries, maxAgeSeconds }: JobSchedule): void {
    const schedule = ScheduleExpression.rate(Duration.minutes(everyMinutes));
    callByClock(this, id, { job, lost: this.lost, schedule, input: {}, retries, maxAgeSeconds });
  }
}
