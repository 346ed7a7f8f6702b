/** Who may do what with the state machine, before it exists. */
import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { env } from '../../shared/contract/env.ts';
import type { StageName } from '../settings.ts';

/**
 * The state machine by its name. Functions that it calls also talk back to it (Ask releases tokens), so their permissions must not
 * refer to the resource: CloudFormation could create neither first.
 */
export class WorkflowAccess {
  readonly stateMachineName: string;
  readonly stateMachineArn: string;
  private readonly executionArns: string;

  constructor(scope: Construct, stage: StageName) {
    this.stateMachineName = `circle-${stage}-consultations`;
    const service = 'states';
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    const stack = Stack.of(scope);
    this.stateMachineArn = stack.formatArn({ service, arnFormat, resource: 'stateMachine', resourceName: this.stateMachineName });
    this.executionArns = stack.formatArn({ service, arnFormat, resource: 'execution', resourceName: `${this.stateMachineName}:*` });
  }

  /** Lets a function start consultations. */
  grantStart(fn: LambdaFunction): void {
    this.grant(fn, ['states:StartExecution'], this.stateMachineArn);
  }

  /** Lets a function stop consultations of this state machine. */
  grantStop(fn: LambdaFunction): void {
    this.grant(fn, ['states:StopExecution'], this.executionArns);
    Validations.of(fn.role ?? fn).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${this.stateMachineName}:*]`,
      reason: 'An execution is named after its consultation, which does not exist yet; only those of this state machine are meant.',
    });
  }

  /** Lets a function release the token that Ask waits for. */
  grantTaskResponse(fn: LambdaFunction): void {
    this.grant(fn, ['states:SendTaskSuccess'], this.stateMachineArn);
  }

  private grant(fn: LambdaFunction, actions: string[], resource: string): void {
    Grant.addToPrincipal({ grantee: fn, actions, resourceArns: [resource] });
    fn.addEnvironment(env.stateMachine, this.stateMachineArn);
  }
}
