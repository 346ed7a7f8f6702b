/** One page with the path of a consultation, from the entry point to the table. */

import { Duration, Stack } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard as CloudWatchDashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { factsOf } from '../../shared/contract/provider-kinds.ts';
import type { Api } from './api.ts';
import type { Consensus } from './consensus.ts';
import type { Experts } from './experts.ts';
import type { Jobs } from './jobs.ts';
import type { StageContext } from './stage-context.ts';
import type { State } from './state.ts';
import type { Webhooks } from './webhooks.ts';
import type { Workflow } from './workflow.ts';

export interface DashboardProps {
  readonly context: StageContext;
  readonly api: Api;
  readonly workflow: Workflow;
  readonly experts: Experts;
  readonly webhooks: Webhooks;
  readonly consensus: Consensus;
  readonly jobs: Jobs;
  readonly state: State;
}

/**
 * Rows in the order in which a question travels; the alarms stand on top. Fifty metrics are free of charge, so that what has an alarm of its
 * own (dead letters, errors of workers) has no graph beside it.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { context, api, workflow, experts, webhooks, consensus, jobs, state }: DashboardProps) {
    super(scope, id);
    const { restApi } = api;
    const { stateMachine } = workflow;
    // Rules wait for no provider, so their alarms tell enough; and 50 metrics are free of charge.
    const all = [...experts.byProvider].flatMap(([provider, expert]) => (factsOf(provider).judge === 'rules' ? [] : [expert]));
    const dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      // One name space for all regions of an account.
      dashboardName: `circle-${context.stage}-${Stack.of(this).region}`,
      defaultInterval: Duration.hours(3),
    });
    dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: context.monitoring.alarms, width: 24, height: 6 }));
    dashboard.addWidgets(
      graph('API: requests and errors', [restApi.metricCount(), restApi.metricClientError(), restApi.metricServerError()]),
      graph('API: latency', [restApi.metricLatency({ statistic: 'p50' }), restApi.metricLatency({ statistic: 'p99' })]),
    );
    dashboard.addWidgets(
      graph('Workflow: executions', [
        stateMachine.metricStarted(),
        stateMachine.metricSucceeded(),
        stateMachine.metricFailed(),
        stateMachine.metricTimedOut(),
      ]),
      graph('Workflow: duration', [stateMachine.metricTime({ statistic: 'p50' }), stateMachine.metricTime({ statistic: 'p99' })]),
    );
    dashboard.addWidgets(
      graph(
        'Queues: waiting',
        all.map(({ queue }) => queue.metricApproximateNumberOfMessagesVisible()),
      ),
      graph(
        'Queues: age of the oldest',
        all.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage()),
      ),
    );
    dashboard.addWidgets(
      graph(
        'Workers: at one time',
        all.map(({ worker }) => worker.metric('ConcurrentExecutions', { statistic: 'Maximum' })),
      ),
      graph(
        'Workers: duration',
        all.map(({ worker }) => worker.metricDuration({ statistic: 'p99' })),
      ),
    );
    dashboard.addWidgets(
      graph('Consensus: duration', [consensus.function.metricDuration({ statistic: 'p99' })]),
      graph('Consensus: calls and errors', [consensus.function.metricInvocations(), consensus.function.metricErrors()]),
      graph('Jobs: errors', [jobs.sweep.metricErrors(), jobs.probeExperts.metricErrors(), jobs.relearn.metricErrors()]),
    );
    dashboard.addWidgets(
      graph('Webhooks: waiting', [
        webhooks.queue.metricApproximateNumberOfMessagesVisible(),
        webhooks.deadLetters.metricApproximateNumberOfMessagesVisible(),
      ]),
      graph('Webhooks: calls and errors', [webhooks.worker.metricInvocations(), webhooks.worker.metricErrors()]),
      graph('Webhooks: duration', [webhooks.worker.metricDuration({ statistic: 'p99' })]),
    );
    dashboard.addWidgets(
      graph('Table: capacity', [state.table.metricConsumedReadCapacityUnits(), state.table.metricConsumedWriteCapacityUnits()]),
      graph('Table: throttled', [state.table.metric('ReadThrottleEvents'), state.table.metric('WriteThrottleEvents')]),
    );
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, height: 6 });
}
