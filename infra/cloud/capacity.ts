/** The account's limit of functions at one time: what it refuses is no error of a function, so nothing else reports it. */
import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { StageContext } from './stage-context.ts';

/** An alarm on refused invocations of all functions of the account and region, which share one limit. */
export class Capacity extends Construct {
  constructor(scope: Construct, id: string, { monitoring }: Pick<StageContext, 'monitoring'>) {
    super(scope, id);
    monitoring.alarm(this, {
      name: 'functions-throttled',
      metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', statistic: 'Sum', period: Duration.minutes(5) }),
      threshold: 1,
      impact: 'The account runs as many functions at one time as it may: requests get 429, and consultations wait or fail.',
    });
  }
}
