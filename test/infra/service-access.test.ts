/** What AWS services need to write to our keys, buckets, topics and queues: no emulator asks for it, and an account refuses without it. */
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { synthesize, synthesizeAudit } from './synth.ts';
import { ofType, type Resource, resourcesOf } from './template-reading.ts';

const list = <Item extends z.ZodType>(item: Item) => z.union([z.array(item), item.transform((one) => [one])]);
const statement = z.looseObject({
  Effect: z.literal('Allow').or(z.literal('Deny')),
  Action: list(z.string()),
  Principal: z.union([z.looseObject({ Service: list(z.string()).optional() }), z.string()]).optional(),
  Condition: z.unknown().optional(),
});
const document = z.looseObject({ Statement: z.array(statement) });

/** A write of a service: who, to what, and the actions without which it fails, as AWS's guides name them. */
interface Write {
  readonly what: string;
  readonly service: string;
  readonly target: string;
  readonly actions: readonly string[];
}

/** Every such write of a template, found by what makes the service write. */
function writesOf(template: Template): readonly Write[] {
  const resources = resourcesOf(template);
  const bucketKey = (bucket: string) =>
    JSON.stringify(resources.get(bucket)?.Properties['BucketEncryption'] ?? {}).includes('"BucketKeyEnabled":true');
  return [...resources].flatMap(([id, { Type, Properties }]): Write[] => {
    if (Type === 'AWS::CloudTrail::Trail') {
      const [key, bucket] = [targetOf(Properties['KMSKeyId']), targetOf(Properties['S3BucketName'])];
      return [
        // CloudTrail guide, "Configure AWS KMS key policies": Decrypt where the bucket has a Bucket Key.
        {
          what: id,
          service: 'cloudtrail.amazonaws.com',
          target: key,
          actions: ['kms:GenerateDataKey*', 'kms:DescribeKey', ...(bucketKey(bucket) ? ['kms:Decrypt'] : [])],
        },
        { what: id, service: 'cloudtrail.amazonaws.com', target: bucket, actions: ['s3:GetBucketAcl', 's3:PutObject'] },
      ];
    }
    if (Type === 'AWS::S3::Bucket' && Properties['LoggingConfiguration'] !== undefined) {
      const target = targetOf(
        z.looseObject({ DestinationBucketName: z.unknown() }).parse(Properties['LoggingConfiguration']).DestinationBucketName,
      );
      return [{ what: id, service: 'logging.s3.amazonaws.com', target, actions: ['s3:PutObject'] }];
    }
    if (Type === 'AWS::CloudWatch::Alarm') {
      return z
        .array(z.unknown())
        .parse(Properties['AlarmActions'])
        .map((action) => ({ what: id, service: 'cloudwatch.amazonaws.com', target: targetOf(action), actions: ['sns:Publish'] }));
    }
    if (Type === 'AWS::Events::Rule') return ruleWrites(id, Properties);
    return [];
  });
}

/** A target with a role of its own is reached by that role; its queue for lost events is not. */
function ruleWrites(id: string, properties: Resource['Properties']): Write[] {
  const shape = z.array(
    z.looseObject({ Arn: z.unknown(), RoleArn: z.unknown().optional(), DeadLetterConfig: z.looseObject({ Arn: z.unknown() }).optional() }),
  );
  return shape
    .parse(properties['Targets'])
    .flatMap(({ Arn, RoleArn, DeadLetterConfig }) => [
      ...(RoleArn === undefined ? [{ what: id, service: 'events.amazonaws.com', target: targetOf(Arn), actions: ['sns:Publish'] }] : []),
      ...(DeadLetterConfig
        ? [{ what: id, service: 'events.amazonaws.com', target: targetOf(DeadLetterConfig.Arn), actions: ['sqs:SendMessage'] }]
        : []),
    ]);
}

/** Logical id of the resource that a property refers to. */
function targetOf(value: unknown): string {
  const found = /"(?:Ref|Fn::GetAtt)":(?:\["|")(\w+)"/.exec(JSON.stringify(value ?? null))?.[1];
  if (found === undefined) throw new Error(`refers to no resource: ${JSON.stringify(value)}`);
  return found;
}

/** Statements of the resource policies of a target. */
function statementsFor(template: Template, target: string): readonly z.infer<typeof statement>[] {
  const own = resourcesOf(template).get(target);
  const policies: readonly (readonly [string, string])[] = [
    ['AWS::S3::BucketPolicy', 'Bucket'],
    ['AWS::SNS::TopicPolicy', 'Topics'],
    ['AWS::SQS::QueuePolicy', 'Queues'],
  ];
  const attached = policies.flatMap(([type, property]) =>
    ofType(template, type)
      .filter(([, policy]) => JSON.stringify(policy.Properties[property]).includes(`"${target}"`))
      .map(([, policy]) => policy.Properties['PolicyDocument']),
  );
  return [own?.Properties['KeyPolicy'], ...attached]
    .filter((policy) => policy !== undefined)
    .flatMap((policy) => document.parse(policy).Statement);
}

const places = [
  ['dev', synthesize(), ['cloudwatch.amazonaws.com', 'events.amazonaws.com']],
  ['prod', synthesize({ stage: 'prod' }), ['cloudwatch.amazonaws.com', 'events.amazonaws.com']],
  ['audit', synthesizeAudit(), ['cloudtrail.amazonaws.com', 'logging.s3.amazonaws.com']],
] as const;

describe.each(places)('AWS services in %s', (_, template, services) => {
  const writes = writesOf(template);

  it('write to something', () => {
    expect(new Set(writes.map(({ service }) => service))).toEqual(new Set(services));
  });

  it.each(writes.map((write) => [`${write.what} as ${write.service} to ${write.target}`, write] as const))(
    'may do what they need: %s',
    (_, { service, target, actions }) => {
      const granted = statementsFor(template, target)
        .filter(
          ({ Effect, Principal }) => Effect === 'Allow' && typeof Principal === 'object' && (Principal.Service ?? []).includes(service),
        )
        .flatMap(({ Action }) => Action);
      expect(granted).toEqual(expect.arrayContaining([...actions]));
    },
  );

  it('may do so for this account or resource only', () => {
    for (const target of new Set(writes.map((write) => write.target))) {
      const open = statementsFor(template, target).filter(
        ({ Effect, Principal, Condition }) =>
          Effect === 'Allow' && typeof Principal === 'object' && Principal.Service !== undefined && Condition === undefined,
      );
      expect(
        open.flatMap(({ Action }) => Action).filter((action) => action !== 's3:GetBucketAcl'),
        target,
      ).toEqual([]);
    }
  });
});
