import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { synthesize, synthesizeAudit } from './synth.ts';
import { functionsOf, ofType, permissionsOf } from './template-reading.ts';

const template = synthesize({ stage: 'prod' });
const account = synthesizeAudit();
const functions = functionsOf(template);
/** Logical ids of the roles that may read a value, as the permissions say it. */
const readers = [...functions.values()]
  .map(({ roleId }) => roleId)
  .filter((roleId) => permissionsOf(template, roleId).some((sentence) => sentence.startsWith('secretsmanager:GetSecretValue')));

describe('the trail', () => {
  it('covers every region, can be validated, is encrypted and reaches CloudWatch Logs', () => {
    account.hasResourceProperties('AWS::CloudTrail::Trail', {
      EnableLogFileValidation: true,
      IsMultiRegionTrail: true,
      IsLogging: true,
      IncludeGlobalServiceEvents: true,
      KMSKeyId: Match.anyValue(),
      CloudWatchLogsLogGroupArn: Match.anyValue(),
    });
  });

  it('records reads too, since a read secret is a read event', () => {
    const [[, trail] = []] = ofType(account, 'AWS::CloudTrail::Trail');
    // No selector means all management events.
    expect(trail?.Properties['EventSelectors'] ?? []).toEqual([]);
  });

  it('lies in a bucket that is versioned, private, TLS only, logged and kept', () => {
    const stack = account;
    const buckets = ofType(stack, 'AWS::S3::Bucket');
    expect(buckets).toHaveLength(2);
    stack.allResourcesProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    stack.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
    stack.hasResourceProperties('AWS::S3::Bucket', { LoggingConfiguration: Match.anyValue() });
    const guarded = ofType(stack, 'AWS::S3::BucketPolicy').filter(([, { Properties }]) =>
      JSON.stringify(Properties).includes('"aws:SecureTransport":"false"'),
    );
    expect(guarded).toHaveLength(2);
  });

  it('cannot be deleted for a year', () => {
    account.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: Match.objectLike({ Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } } }),
    });
  });
});

describe('a stage', () => {
  it.each(['dev', 'prod'] as const)('reads the trail of the account and has none of its own (%s)', (stage) => {
    const stack = synthesize({ stage });
    const [[, trail] = []] = ofType(account, 'AWS::CloudTrail::Trail');
    const [[group] = []] = ofType(account, 'AWS::Logs::LogGroup');
    expect(JSON.stringify(trail?.Properties['CloudWatchLogsLogGroupArn'])).toContain(`"${group}"`);
    account.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/circle/trail' });
    stack.resourceCountIs('AWS::CloudTrail::Trail', 0);
    // Its one bucket is that of large questions.
    expect(ofType(stack, 'AWS::S3::Bucket').map(([id]) => id)).toEqual([expect.stringMatching(/^StateTexts/)]);
    stack.allResourcesProperties('AWS::Logs::MetricFilter', { LogGroupName: '/circle/trail' });
    stack.resourceCountIs('AWS::Logs::MetricFilter', 2);
  });
});

describe('the trail of another stack or of the organisation', () => {
  it('is read in place of an own one', () => {
    const stack = synthesize({ trail: { logGroupName: '/org/trail' } });
    stack.resourceCountIs('AWS::CloudTrail::Trail', 0);
    // Its one bucket is that of large questions.
    expect(ofType(stack, 'AWS::S3::Bucket').map(([id]) => id)).toEqual([expect.stringMatching(/^StateTexts/)]);
    stack.allResourcesProperties('AWS::Logs::MetricFilter', { LogGroupName: '/org/trail' });
    stack.resourceCountIs('AWS::Logs::MetricFilter', 2);
  });

  it('may be left to others altogether', () => {
    const stack = synthesize({ trail: 'none' });
    stack.resourceCountIs('AWS::CloudTrail::Trail', 0);
    stack.resourceCountIs('AWS::Logs::MetricFilter', 0);
    stack.hasResourceProperties('AWS::Events::Rule', { State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' });
  });
});

describe('reads that should not be', () => {
  const filter = z.looseObject({ FilterPattern: z.unknown(), MetricTransformations: z.array(z.looseObject({ MetricName: z.string() })) });
  const patternOf = (name: string): string => {
    const filters = ofType(template, 'AWS::Logs::MetricFilter').map(([, resource]) => filter.parse(resource.Properties));
    return JSON.stringify(filters.find(({ MetricTransformations }) => MetricTransformations[0]?.MetricName === name)?.FilterPattern);
  };

  it('are counted when denied, and raise an alarm at the first', () => {
    expect(patternOf('secret-read-denied')).toContain('GetSecretValue');
    expect(patternOf('secret-read-denied')).toContain('AccessDenied*');
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'secret-read-denied', Threshold: 1 });
  });

  it('are counted when done by any other role than those that were granted it', () => {
    const pattern = patternOf('secret-unexpected-reader');
    const excepted = [...pattern.matchAll(/\{"Ref":"([\w:]+)"\}/g)].map(([, logicalId]) => logicalId);
    expect(readers).toHaveLength(6);
    expect(new Set(excepted.filter((id) => id !== 'AWS::Region'))).toEqual(new Set(readers));
    // The same stage of another region has readers of its own.
    expect(pattern).toContain('$.awsRegion');
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'secret-unexpected-reader', Threshold: 1 });
  });

  it('are told at once by a rule that sees events that only read', () => {
    const [[, rule] = []] = ofType(template, 'AWS::Events::Rule');
    expect(rule?.Properties['State']).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    const excepted = [...JSON.stringify(rule?.Properties['EventPattern']).matchAll(/\{"Fn::GetAtt":\["(\w+)","Arn"\]\}/g)].map(
      ([, logicalId]) => logicalId,
    );
    expect(new Set(excepted)).toEqual(new Set(readers));
    template.hasResourceProperties('AWS::Events::Rule', { Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })] });
  });
});
