/** Who fetched which secret: alarms on reads that should not be, from the events of the account's trail. */
import { Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type CfnRule, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { FilterPattern, type ILogGroup, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { auditSettings } from '../settings.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { Secrets } from './secrets.ts';
import type { StageContext } from './stage-context.ts';

/**
 * Where the trail is: `own` is that of the stack `circle-audit`, which is deployed with the first stage, `none` means that nobody here reads
 * one, and a name is the log group that another trail of the account writes to, in this region. AWS delivers the first copy of management
 * events free of charge and bills each further one, and a trail sees every region.
 */
export type TrailChoice = 'own' | 'none' | { readonly logGroupName: string };

export interface AuditProps {
  readonly context: StageContext;
  /** @default 'own' */
  readonly trail?: TrailChoice;
  /** Complete when the audit is built: the list of expected readers is drawn from what was granted. */
  readonly secrets: Secrets;
}

/** CloudWatch's limit for a filter pattern. */
const patternMaxCharacters = 1024;
/** IAM's limit for the name of a role, which is known only at deployment. */
const roleNameMaxCharacters = 64;

/** The alarms of a stage on reads of its secrets. */
export class Audit extends Construct {
  constructor(scope: Construct, id: string, { context, secrets, trail = 'own' }: AuditProps) {
    super(scope, id);
    const logGroup = this.trailLogs(trail);
    if (logGroup) {
      this.watchDenied(context, logGroup);
      this.watchReaders(context, logGroup, secrets);
    }
    this.tellUnexpectedReads(context, secrets);
  }

  /** What the filters read; undefined where nobody here sees the events of the account. */
  private trailLogs(trail: TrailChoice): ILogGroup | undefined {
    if (trail === 'none') return undefined;
    const name = trail === 'own' ? auditSettings.logGroupName : trail.logGroupName;
    return LogGroup.fromLogGroupName(this, 'Logs', name) as ILogGroup;
  }

  /** Reads that IAM refused, of any secret in the account: somebody is looking for what he may not have. */
  private watchDenied(context: StageContext, logGroup: ILogGroup): void {
    this.watchPattern(context, logGroup, {
      id: 'Denied',
      name: 'secret-read-denied',
      pattern:
        '{ ($.eventSource = "secretsmanager.amazonaws.com") && ($.eventName = "GetSecretValue") && ($.errorCode = "AccessDenied*") }',
      impact: 'An identity without permission tries to read secrets, or a function lost its own permission and cannot ask its experts.',
    });
  }

  /** Reads of our secrets by anybody who was not granted them here: an administrator, or a role that was widened by hand. */
  private watchReaders(context: StageContext, logGroup: ILogGroup, secrets: Secrets): void {
    const patternOf = (roleNames: readonly string[]): string => {
      const conditions = [
        '($.eventSource = "secretsmanager.amazonaws.com")',
        '($.eventName = "GetSecretValue")',
        `($.requestParameters.secretId = "*${secrets.prefix}*")`,
        // The same stage of another region has readers of its own, and their roles have other names.
        `($.awsRegion = "${Stack.of(this).region}")`,
        // A session's ARN is …:assumed-role/<role>/<session>, and neither name can contain a slash.
        ...roleNames.map((roleName) => `($.userIdentity.arn != "*/${roleName}/*")`),
      ];
      return `{ ${conditions.join(' && ')} }`;
    };
    const longest = patternOf(secrets.readers.map(() => 'x'.repeat(roleNameMaxCharacters))).length;
    if (longest > patternMaxCharacters) {
      throw new Error(
        `The filter for unexpected readers may need ${longest} characters for its roles, but CloudWatch takes ${patternMaxCharacters}.`,
      );
    }
    this.watchPattern(context, logGroup, {
      id: 'UnexpectedReader',
      name: 'secret-unexpected-reader',
      pattern: patternOf(secrets.readers.map((role) => role.roleName)),
      impact: 'A provider key or the API key was read by an identity other than its function: it may be compromised.',
    });
  }

  private watchPattern(
    { stage, monitoring }: StageContext,
    logGroup: ILogGroup,
    { id, name, pattern, impact }: { readonly id: string; readonly name: string; readonly pattern: string; readonly impact: string },
  ): void {
    const metricNamespace = `Circle/${stage}/Audit`;
    new MetricFilter(this, id, {
      logGroup,
      metricNamespace,
      metricName: name,
      metricValue: '1',
      filterPattern: FilterPattern.literal(pattern),
    });
    // Built from the names, not from the filter, so that the alarm stands even where the filter is left out.
    const metric = new Metric({ namespace: metricNamespace, metricName: name, statistic: 'Sum' });
    monitoring.alarm(this, { name, metric, threshold: 1, impact });
  }

  /** The same reads within seconds; the trail's own delivery takes minutes. */
  private tellUnexpectedReads(context: StageContext, secrets: Secrets): void {
    const rule = new Rule(this, 'UnexpectedReads', {
      description: 'Values of our secrets read by a role that was not granted them',
      eventPattern: {
        source: ['aws.secretsmanager'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventName: ['GetSecretValue'],
          requestParameters: { secretId: Match.wildcard(`*${secrets.prefix}*`) },
          // Users and the root have no session issuer.
          $or: [
            {
              userIdentity: {
                sessionContext: { sessionIssuer: { arn: Match.anythingBut(...secrets.readers.map((role) => role.roleArn)) } },
              },
            },
            { userIdentity: { sessionContext: { sessionIssuer: { arn: Match.doesNotExist() } } } },
          ],
        },
      },
    });
    const cfnRule = rule.node.defaultChild as CfnRule;
    // Plain ENABLED never sees events that only read; the construct has no property for it.
    cfnRule.state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
    rule.addTarget(
      new SnsTopic(context.monitoring.topic, {
        // A role of this rule; the topic's own policy would let every rule of every account publish.
        authorizeUsingRole: true,
        deadLetterQueue: new DeadLetterQueue(this, 'Untold', {
          context,
          alarm: 'audit-dead-letters',
          impact: 'The notification of an unexpected read of a secret was not delivered.',
        }),
      }),
    );
  }
}
