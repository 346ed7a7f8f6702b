/** What every function of the house has, whatever its language: own role, own log group, tracing, size, alarm. */
import { Duration, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type FunctionOptions, type Function as LambdaFunction, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { env } from '../../shared/contract/env.ts';
import type { FunctionKind } from '../settings.ts';
import { architectureOf } from './ring.ts';
import { removalPolicyOf, type StageContext } from './stage-context.ts';

/** What a function must say about itself. */
export interface HouseFunctionProps {
  readonly context: StageContext;
  /** Name of logs, service and alarm, such as `ask` or `expert-openai`. */
  readonly name: string;
  /** Which size of the settings applies. */
  readonly kind: FunctionKind;
  /** One sentence on who is hurt when this function fails; it stands in the alarm. */
  readonly errorImpact: string;
  /** Name of the error alarm. @default - `<name>-errors` */
  readonly alarmName?: string;
  /** Heading of RUNBOOK.md for the error alarm. @default - the alarm's name */
  readonly runbookHeading?: string;
  /** Why no trace begins here: Lambda traces each call of a quiet function, at a price, and offers no rate. @default - it begins one */
  readonly untraced?: string;
}

/** Options for the function construct; the role has no managed policy and may only write to its own log group. */
export function functionDefaults(scope: Construct, { context, name, kind, untraced }: HouseFunctionProps) {
  const size = context.settings.functions[kind];
  const logGroup = new LogGroup(scope, 'Logs', {
    logGroupName: `/circle/${context.stage}/${name}`,
    retention: context.settings.logRetentionDays,
    removalPolicy: removalPolicyOf(context.settings),
  });
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'X-Ray has no resources to name: PutTraceSegments and PutTelemetryRecords accept * only. A test holds that nothing else uses it.',
  });
  return {
    role,
    logGroup,
    architecture: architectureOf(context.ring),
    memorySize: size.memoryMb,
    timeout: Duration.seconds(size.timeoutSeconds),
    // Passed through, a trace that a caller began goes on.
    tracing: untraced === undefined ? Tracing.ACTIVE : Tracing.PASS_THROUGH,
    environment: {
      [env.stage]: context.stage,
      POWERTOOLS_SERVICE_NAME: name,
      ...(context.ring === 'emulator' ? { [env.emulator]: '1' } : {}),
    },
  } satisfies FunctionOptions;
}

/** Raises an alarm when invocations of the function fail, and says to the rules why no trace begins here. */
export function watchErrors(fn: LambdaFunction, props: HouseFunctionProps): void {
  if (props.untraced !== undefined) Validations.of(fn).acknowledge({ id: 'Serverless-LambdaTracing', reason: props.untraced });
  const { context, name, errorImpact, alarmName = `${name}-errors`, runbookHeading = alarmName } = props;
  context.monitoring.alarm(fn, {
    name: alarmName,
    metric: fn.metricErrors({ period: Duration.minutes(5) }),
    threshold: context.settings.alarms.functionErrors,
    impact: errorImpact,
    heading: runbookHeading,
  });
}

/** Who calls a function that is never invoked asynchronously, as the reason why it needs no queue for lost events. */
export function acknowledgeSynchronous(fn: LambdaFunction, caller: string): void {
  for (const id of ['Serverless-LambdaDLQ', 'Serverless-LambdaAsyncFailureDestination']) {
    Validations.of(fn).acknowledge({
      id,
      reason: `Invoked synchronously by ${caller}, which sees the failure itself; Lambda keeps no event.`,
    });
  }
}
