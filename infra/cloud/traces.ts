/** Which of the calls that begin a trace are traced: a rule of X-Ray for the gateway, and one for the state machine. Lambda takes no rule. */
import { CfnSamplingRule } from 'aws-cdk-lib/aws-xray';
import { Construct } from 'constructs';
import type { TraceRate } from '../settings.ts';
import type { StageContext } from './stage-context.ts';

export interface TracesProps {
  readonly context: Pick<StageContext, 'stage' | 'settings'>;
  /** As X-Ray names it. */
  readonly stateMachineName: string;
}

/** Before the account's own rules for everything, which have 10000. */
const priority = 1000;

/** The rules of a stage. */
export class Traces extends Construct {
  constructor(scope: Construct, id: string, { context, stateMachineName }: TracesProps) {
    super(scope, id);
    const { stage, settings } = context;
    this.rule('Api', `circle-${stage}-api`, 'AWS::ApiGateway::Stage', `circle-${stage}/${stage}`, settings.traces.gateway);
    this.rule('Runs', `circle-${stage}-run`, 'AWS::StepFunctions::StateMachine', stateMachineName, settings.traces.runs);
  }

  private rule(id: string, ruleName: string, serviceType: string, serviceName: string, rate: TraceRate): void {
    new CfnSamplingRule(this, id, {
      samplingRule: {
        ruleName,
        priority,
        serviceType,
        serviceName,
        reservoirSize: rate.perSecond,
        fixedRate: rate.share,
        host: '*',
        httpMethod: '*',
        resourceArn: '*',
        urlPath: '*',
        version: 1,
      },
    });
  }
}
