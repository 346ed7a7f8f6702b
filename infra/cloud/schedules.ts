/** The recurring consultations of `circles.yaml`: each starts the state machine with a bare question, as the console would. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, TimeZone } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { parse } from 'yaml';
import { circlesFile } from '../../shared/contract/circle.ts';

export interface SchedulesProps {
  /** Absolute path of the knowledge folder. */
  readonly knowledgeFolder: string;
  readonly stateMachine: StateMachine;
}

/** Attempts and seconds until a missed consultation is given up: a recurring question is asked again anyway. */
const retryPolicy = { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 600 };

export class Schedules extends Construct {
  constructor(scope: Construct, id: string, { knowledgeFolder, stateMachine }: SchedulesProps) {
    super(scope, id);
    const { schedules } = circlesFile.parse(parse(readFileSync(join(knowledgeFolder, 'circles.yaml'), 'utf8')));
    if (Object.keys(schedules).length === 0) return;
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    stateMachine.grantStartExecution(role);
    for (const [name, { cron, timezone, consultation }] of Object.entries(schedules)) {
      new Schedule(this, name, {
        schedule: ScheduleExpression.expression(eventBridgeCron(cron), TimeZone.of(timezone)),
        description: `Consultation "${name}" of circles.yaml`,
        target: {
          bind: () => ({ arn: stateMachine.stateMachineArn, role, input: ScheduleTargetInput.fromObject(consultation), retryPolicy }),
        },
      });
    }
  }
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
