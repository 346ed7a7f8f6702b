/** A web firewall before the API: against floods and addresses of bad repute, blind to what a question says. */
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

export interface FirewallProps {
  readonly protects: Stage;
  /** Requests from one address in five minutes. */
  readonly requestsPerAddress: number;
}

/**
 * Two rules only. The usual rule sets look for code, markup and exploit strings in bodies, and a question about a template, a log
 * line or a vulnerability is full of those.
 */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, { protects, requestsPerAddress }: FirewallProps) {
    super(scope, id);
    const visibility = (metricName: string) => ({ cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName });
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('firewall'),
      rules: [
        {
          name: 'requests-per-address',
          priority: 1,
          action: { block: {} },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: requestsPerAddress, evaluationWindowSec: 300 } },
          visibilityConfig: visibility('requests-per-address'),
        },
        {
          name: 'address-reputation',
          priority: 2,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesAmazonIpReputationList' } },
          visibilityConfig: visibility('address-reputation'),
        },
      ],
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: protects.stageArn, webAclArn: acl.attrArn });
  }
}
