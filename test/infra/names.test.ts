/** Names that stand in the way: of the next attempt after a failed one, and of the same stack in another region. */
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { synthesize, synthesizeAudit } from './synth.ts';
import { resourcesOf } from './template-reading.ts';

/** Properties by which a template may name a resource, by type; what is not listed here is named by CloudFormation. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi': 'Name',
  'AWS::CloudTrail::Trail': 'TrailName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::EventBus': 'Name',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::XRay::SamplingRule': 'SamplingRule',
};

/** Names that count in all regions of an account, or that a trail of all regions carries into each. */
const accountWide = [
  'AWS::CloudTrail::Trail',
  'AWS::CloudWatch::Dashboard',
  'AWS::IAM::Role',
  'AWS::IAM::ManagedPolicy',
  'AWS::S3::Bucket',
];

const kept = z.looseObject({ DeletionPolicy: z.string().optional() });

function named(template: Template) {
  return [...resourcesOf(template)].flatMap(([id, resource]) => {
    const property = nameProperties[resource.Type];
    const name = property === undefined ? undefined : resource.Properties[property];
    return name === undefined ? [] : [{ id, type: resource.Type, name: JSON.stringify(name), policy: kept.parse(resource).DeletionPolicy }];
  });
}

const templates = [
  ['dev', synthesize(), 30],
  ['dev-anna', synthesize({ stage: 'dev-anna' }), 30],
  ['prod', synthesize({ stage: 'prod' }), 60],
  ['audit', synthesizeAudit(), 1],
] as const;

describe.each(templates)('names in %s', (_, template, least) => {
  const resources = named(template);

  it('are read from the template', () => {
    expect(resources.length).toBeGreaterThan(least);
  });

  it('are free again after a failed creation, for everything that is kept', () => {
    expect(resources.filter(({ policy }) => policy === 'Retain')).toEqual([]);
  });

  it('differ between regions wherever an account has one name space for all', () => {
    expect(resources.filter(({ type, name }) => accountWide.includes(type) && !name.includes('AWS::Region'))).toEqual([]);
  });
});

describe('what production keeps', () => {
  it('is kept when the stack is deleted', () => {
    const keeping = [...resourcesOf(synthesize({ stage: 'prod' })), ...resourcesOf(synthesizeAudit())].filter(([, resource]) =>
      /^Retain/.test(kept.parse(resource).DeletionPolicy ?? ''),
    );
    expect(new Set(keeping.map(([, { Type }]) => Type))).toEqual(
      // The last one belongs to the account: other APIs may log with it.
      new Set([
        'AWS::DynamoDB::Table',
        'AWS::KMS::Key',
        'AWS::Logs::LogGroup',
        'AWS::S3::Bucket',
        'AWS::SecretsManager::Secret',
        'AWS::IAM::Role',
        'AWS::ApiGateway::Account',
      ]),
    );
  });
});

describe('stages of one account', () => {
  const namesOf = (stage: 'dev' | 'dev-anna' | 'prod') => new Set(named(synthesize({ stage })).map(({ type, name }) => `${type} ${name}`));

  it('share no name, whosever they are', () => {
    const [shared, anna, prod] = (['dev', 'dev-anna', 'prod'] as const).map(namesOf);
    expect([...(shared ?? [])].filter((name) => anna?.has(name) || prod?.has(name))).toEqual([]);
    expect([...(anna ?? [])].filter((name) => prod?.has(name))).toEqual([]);
  });

  it('have the settings of dev where they are of one person', () => {
    const typesOf = (stage: 'dev' | 'dev-anna') => [...resourcesOf(synthesize({ stage })).values()].map(({ Type }) => Type).sort();
    expect(typesOf('dev-anna')).toEqual(typesOf('dev'));
  });
});
