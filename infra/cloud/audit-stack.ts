/** The account's trail: who called which management interface of AWS, in every region. Once an account, whatever its stages. */
import { RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { auditSettings, trailNameIn } from '../settings.ts';
import { AuditBucket, asInterface } from './audit-bucket.ts';

/** Trail, key, files and log group. AWS bills each further copy of management events, so that the stages of an account share this one. */
export class AuditStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'Circle of Experts, the trail of the account' });
    const trailName = trailNameIn(this.region);
    const encryptionKey = this.trailKey(trailName);
    new Trail(this, 'Trail', {
      trailName,
      bucket: asInterface(new AuditBucket(this, 'Bucket', { encryptionKey, lockDays: auditSettings.lockDays })),
      encryptionKey,
      enableFileValidation: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      sendToCloudWatchLogs: true,
      cloudWatchLogGroup: new LogGroup(this, 'Logs', {
        logGroupName: auditSettings.logGroupName,
        retention: auditSettings.logRetentionDays,
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      }),
    });
    Tags.of(this).add('application', 'circle-of-experts');
  }

  /** CloudTrail encrypts what it delivers with this key, for this trail only. */
  private trailKey(trailName: string): Key {
    const key = new Key(this, 'Key', {
      enableKeyRotation: true,
      description: 'Trail of Circle of Experts',
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
        // Decrypt, because the bucket has a Bucket Key: CloudTrail refuses a trail whose key it cannot use both ways.
        actions: ['kms:GenerateDataKey*', 'kms:Decrypt', 'kms:DescribeKey'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'aws:SourceArn': this.formatArn({ service: 'cloudtrail', resource: 'trail', resourceName: trailName }) },
        },
      }),
    );
    return key;
  }
}
