/** The recurring consultations of `circles.yaml`: EventBridge Scheduler calls the job that asks them, with the time that each call stands for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, TimeZone } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { parse } from 'yaml';
import { circlesFile, owesRuns } from '../../shared/contract/circle.ts';
import type { Bus } from './bus.ts';
import { callByClock, Job, type JobName } from './job.ts';
import { grantSources } from './reviewed-sources.ts';
import type { StageContext } from './stage-context.ts';
import type { State } from './state.ts';
import type { Webhooks } from './webhooks.ts';
import type { WorkflowAccess } from './workflow-access.ts';

export interface SchedulesProps {
  readonly context: StageContext;
  /** Absolute path of the knowledge folder. */
  readonly knowledgeFolder: string;
  readonly state: State;
  readonly bus: Bus;
  readonly webhooks: Webhooks;
  readonly workflow: WorkflowAccess;
  /** Calls that failed at every attempt. */
  readonly lost: Queue;
}

/** Attempts and seconds until a call is given up: a recurring question is asked again anyway, and the next call tells of it. */
const calls = { retries: 2, maxAgeSeconds: 600 } as const;
/** The next call does what this one could not. */
const owedCalls = { retries: 1, maxAgeSeconds: 60 } as const;
/** Scheduler puts the time of the schedule in the place of this word. */
const scheduledTime = '<aws.scheduler.scheduled-time>';

/** Words of the log by which a time is counted. */
const notRun = ['SCHEDULE_MISSED', 'SCHEDULE_SKIPPED', 'SCHEDULE_REFUSED'] as const;

/** The job and a schedule for each that is declared; nothing where none is. */
export class Schedules extends Construct {
  /** Asks at each time; undefined where no schedule is declared. */
  readonly startScheduled: Job | undefined;
  /** Asks what is owed; undefined where no schedule promises anything. */
  readonly startOwed: Job | undefined;

  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    const { context, knowledgeFolder, lost } = props;
    const file = circlesFile.parse(parse(readFileSync(join(knowledgeFolder, 'circles.yaml'), 'utf8')));
    const { schedules } = file;
    if (Object.keys(schedules).length === 0) return;
    const open = (name: JobName, errorImpact: string) => {
      const job = this.openJob(new Job(this, { context, lost, name, errorImpact }), props);
      grantSources(job, file);
      return job;
    };
    const job = open('start-scheduled', 'Recurring consultations are not asked.');
    this.startScheduled = job;
    for (const [name, { cron, timezone, review }] of Object.entries(schedules)) {
      callByClock(this, name, {
        ...{ job, lost, ...calls },
        schedule: ScheduleExpression.expression(eventBridgeCron(cron), TimeZone.of(timezone)),
        description: `${review === undefined ? 'Consultation' : 'Review'} "${name}" of circles.yaml`,
        input: { schedule: name, at: scheduledTime },
      });
    }
    if (Object.values(schedules).some(owesRuns)) {
      this.startOwed = open('start-owed', 'Recurring consultations that wait or were missed are not asked.');
      const schedule = ScheduleExpression.rate(Duration.minutes(1));
      callByClock(this, 'StartOwedSchedule', { job: this.startOwed, lost, schedule, input: {}, ...owedCalls });
    }
    this.alarm(context);
  }

  /** Both jobs do the same at other moments, so they are granted and counted alike. */
  private openJob(job: Job, { context, state, bus, webhooks, workflow }: SchedulesProps): Job {
    state.grantUse(job, ['runs:read', 'runs:create', 'runs:write', 'verdicts:read', 'health:read', 'agenda:read', 'agenda:write']);
    workflow.grantStart(job);
    bus.grantUse(job);
    webhooks.grantSend(job);
    webhooks.setTargets(job);
    this.count(job, context);
    return job;
  }

  /** Two metrics from a log: each time by schedule and by what became of it, and one for the alarm. */
  private count(job: Job, { stage }: StageContext): void {
    const { logGroup } = job;
    const counted = { logGroup, metricNamespace: namespaceOf(stage), metricValue: '1' } as const;
    new MetricFilter(job, 'Times', {
      ...counted,
      metricName: 'ScheduledTimes',
      filterPattern: FilterPattern.literal(anyCode([...notRun, 'SCHEDULE_STARTED'])),
      dimensions: { Schedule: '$.schedule', Outcome: '$.code' },
    });
    new MetricFilter(job, 'NotRun', {
      ...counted,
      metricName: 'ScheduledTimesNotRun',
      filterPattern: FilterPattern.literal(anyCode(notRun)),
    });
  }

  private alarm({ stage, monitoring }: StageContext): void {
    monitoring.alarm(this, {
      name: 'schedule-not-run',
      metric: new Metric({
        namespace: namespaceOf(stage),
        metricName: 'ScheduledTimesNotRun',
        statistic: 'Sum',
        period: Duration.minutes(5),
      }),
      threshold: 1,
      impact: 'A recurring consultation was missed, left out or refused, so that its answer is not there.',
    });
  }
}

function namespaceOf(stage: string): string {
  return `circle/${stage}`;
}

function anyCode(codes: readonly string[]): string {
  return `{ ${codes.map((code) => `($.code = "${code}")`).join(' || ')} }`;
}

/** A term of the weekday field: `1`, `1-5`, `MON`, every second day, `5L` and `5#L` (the last Friday), `1#2` (the second Monday). */
function weekday(term: string): string {
  const [days = '*', step] = term.split('/');
  if (step !== undefined) return steps(days, Number(step)).join(',');
  return days.replace(/#L$/i, 'L').replaceAll(/(?<![#\w])[0-7](?=L?(?!\w))/gi, (digit) => weekdays[Number(digit)] ?? digit);
}

/** Weekdays in steps: EventBridge counts them from another day. */
function steps(days: string, step: number): string[] {
  const [from = '0', to = '6'] = days === '*' ? [] : days.split('-');
  const at = (day: string) => (/^\d$/.test(day) ? Number(day) : weekdays.indexOf(day.toUpperCase()));
  return weekdays.slice(0, at(to) + 1).filter((_, day) => day >= at(from) && (day - at(from)) % step === 0);
}

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/**
 * The five fields of cron as EventBridge writes them: a year beside them, weekdays by name (EventBridge counts Sunday as 1, cron as
 * 0), steps from a number, and a question mark for the day field that is free. Throws if both day fields are set: EventBridge has no
 * such schedules.
 */
export function eventBridgeCron(cron: string): string {
  const [minute = '*', hour = '*', dayOfMonth = '*', month = '*', dayOfWeek = '*'] = cron.split(' ');
  if (dayOfMonth !== '*' && dayOfWeek !== '*') throw new Error(`"${cron}" sets both day of month and day of week; EventBridge takes one`);
  const days = dayOfWeek === '*' ? [dayOfMonth.replace(/^\*\//, '1/'), '?'] : ['?', dayOfWeek.split(',').map(weekday).join(',')];
  const [dom, dow] = days;
  return `cron(${minute.replace(/^\*\//, '0/')} ${hour.replace(/^\*\//, '0/')} ${dom} ${month.replace(/^\*\//, '1/')} ${dow} *)`;
}
