/** Alarms: each says who is hurt and which runbook heading says what to do. */

import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StageName } from '../settings.ts';

export interface MonitoringProps {
  readonly stage: StageName;
  /** Headings whose alarms the stage has. @default - all */
  readonly only?: readonly string[] | undefined;
}

/** An alarm as the thing that it watches asks for it. */
export interface AlarmRequest {
  /** Name without the stage, such as `ask-errors`. */
  readonly name: string;
  readonly metric: IMetric;
  /** The alarm goes off when the metric reaches this. */
  readonly threshold: number;
  /** One sentence on who is hurt, and how. */
  readonly impact: string;
  /** Heading of RUNBOOK.md; alarms of a family share one and are named after it, such as `expert-errors-openai`. @default - the name */
  readonly heading?: string;
}

/** The topic that people subscribe to, and the one way to make an alarm. */
export class Monitoring extends Construct {
  readonly topic: Topic;
  readonly alarms: Alarm[] = [];
  private readonly stage: StageName;
  private readonly only: ReadonlySet<string> | undefined;

  constructor(scope: Construct, id: string, { stage, only }: MonitoringProps) {
    super(scope, id);
    this.stage = stage;
    this.only = only && new Set(only);
    this.topic = new Topic(this, 'Alarms', { displayName: `Circle of Experts ${stage}: alarms`, enforceSSL: true });
    // A topic with a policy of its own loses the default one, with which alarms of the account may publish.
    this.topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } } }),
    );
  }

  /** Makes an alarm below `scope`, if the stage has it; silence counts as health, since nothing runs when nobody asks. */
  alarm(scope: Construct, { name, metric, threshold, impact, heading = name }: AlarmRequest): void {
    if (this.only !== undefined && !this.only.has(heading)) return;
    const alarm = new Alarm(scope, `Alarm-${name}`, {
      alarmName: `circle-${this.stage}-${name}`,
      alarmDescription: `${impact} RUNBOOK.md#${heading}`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    this.alarms.push(alarm);
  }
}
