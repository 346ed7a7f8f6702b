/** The state machine of one consultation and the functions of its states. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, Validations } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { TableWord } from '../../shared/contract/table-access.ts';
import type { Bus } from './bus.ts';
import type { Consensus } from './consensus.ts';
import type { Experts } from './experts.ts';
import { acknowledgeSynchronous } from './function-defaults.ts';
import { repositoryFolder } from './repository.ts';
import { removalPolicyOf, type StageContext } from './stage-context.ts';
import { StandardFunction } from './standard-function.ts';
import type { State } from './state.ts';
import type { Webhooks } from './webhooks.ts';
import type { WorkflowAccess } from './workflow-access.ts';

export interface WorkflowProps {
  readonly context: StageContext;
  readonly access: WorkflowAccess;
  readonly state: State;
  readonly bus: Bus;
  readonly experts: Experts;
  readonly webhooks: Webhooks;
  readonly consensus: Consensus;
}

/** The definition that both modes run. */
export const definitionFile = join(repositoryFolder, 'infra/consultation.asl.json');

/** Who is hurt when the function of a state fails. */
const impacts = {
  prepare: 'Accepted questions end as failed before any expert is asked.',
  ask: 'Experts are not asked, so consultations fail or wait for their deadline.',
  conclude: 'Opinions are in but no verdict comes of them, so callers wait until the sweeper ends their consultation.',
  fail: 'A failed consultation stays open, so its caller waits until the sweeper ends it.',
} as const;

/** What the states do with what is stored. */
const tableWords: Readonly<Record<keyof typeof impacts, readonly TableWord[]>> = {
  prepare: ['runs:read', 'runs:create', 'health:read'],
  ask: ['runs:read', 'runs:whole', 'runs:write', 'reliability:read'],
  conclude: ['runs:read', 'runs:whole', 'runs:write', 'opinions:read', 'verdicts:read', 'verdicts:write', 'reliability:learn'],
  fail: ['runs:read', 'runs:write', 'opinions:read', 'verdicts:read'],
};

/** The functions of the states, wired to what each one needs, and the machine that calls them. */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { context, access, state, bus, experts, webhooks, consensus }: WorkflowProps) {
    super(scope, id);
    const stateFunction = (name: keyof typeof impacts): LambdaFunction => {
      const entry = `functions/workflow/${name}.ts`;
      const fn = new StandardFunction(this, name, { context, name, kind: name, entry, errorImpact: impacts[name] });
      acknowledgeSynchronous(fn, 'the state machine');
      state.grantUse(fn, tableWords[name]);
      return fn;
    };
    const prepare = stateFunction('prepare');
    const ask = stateFunction('ask');
    const conclude = stateFunction('conclude');
    const fail = stateFunction('fail');

    experts.grantSend(ask);
    // Every opinion may be in before Ask returns; whoever first sees that the run may end releases the token.
    access.grantTaskResponse(ask);
    consensus.grantUse(ask);
    consensus.grantUse(conclude);
    bus.grantUse(conclude);
    bus.grantUse(fail);
    webhooks.grantSend(conclude);
    webhooks.grantSend(fail);
    // A bare question may name a webhook, and its address is judged where the question is accepted.
    webhooks.setTargets(prepare);

    this.stateMachine = this.machine(context, access.stateMachineName, {
      PrepareFunction: prepare,
      AskFunction: ask,
      ConcludeFunction: conclude,
      FailFunction: fail,
    });
    context.monitoring.alarm(this, {
      name: 'workflow-failed',
      metric: this.stateMachine.metricFailed({ period: Duration.minutes(5) }),
      threshold: context.settings.alarms.failedConsultations,
      impact: 'Callers get a named failure instead of a verdict.',
    });
    context.monitoring.alarm(this, {
      name: 'workflow-timed-out',
      metric: this.stateMachine.metricTimedOut({ period: Duration.minutes(5) }),
      threshold: 1,
      impact: 'An execution ran into the limit of the whole machine, which cannot be caught, so its caller waits for the sweeper.',
    });
  }

  private machine(context: StageContext, stateMachineName: string, functions: Readonly<Record<string, LambdaFunction>>): StateMachine {
    const machine = new StateMachine(this, 'StateMachine', {
      stateMachineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(readFileSync(definitionFile, 'utf8')),
      definitionSubstitutions: Object.fromEntries(Object.entries(functions).map(([name, fn]) => [name, fn.functionArn])),
      tracingEnabled: true,
      logs: {
        // The history of each run, with all events, is kept by Step Functions itself for 90 days; logs of them all would be paid for twice.
        level: LogLevel.ERROR,
        // Input and output may hold a question; the run in the table has it under its own permissions.
        includeExecutionData: false,
        destination: new LogGroup(this, 'Logs', {
          // This prefix keeps the log group out of an account-wide policy that is limited in size.
          logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
          retention: context.settings.logRetentionDays,
          removalPolicy: removalPolicyOf(context.settings),
        }),
      },
    });
    // A definition from a file grants nothing by itself.
    for (const fn of Object.values(functions)) {
      fn.grantInvokeLatestVersion(machine);
    }
    Validations.of(machine).acknowledge({
      id: 'AwsSolutions-SF1',
      reason: 'What fails is logged. Step Functions keeps all events of a run for 90 days by itself; logs of them would be paid for twice.',
    });
    Validations.of(machine.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray and the delivery of vended logs have no resources to name. A test holds that nothing else uses *.',
    });
    return machine;
  }
}
