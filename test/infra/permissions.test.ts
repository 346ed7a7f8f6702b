import { describe, expect, it } from 'vitest';
import { readProviderKeys } from '../../infra/cloud/provider-keys.ts';
import { queuedProviderKinds } from '../../shared/contract/expert.ts';
import { byDeadline, byTenant } from '../../shared/contract/table.ts';
import { knowledgeFolder, synthesize } from './synth.ts';
import { functionsOf, ofType, permissionsOf } from './template-reading.ts';

const template = synthesize();
const functions = functionsOf(template);

const useTable = [
  ...['GetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'].map((action) => `dynamodb:${action} on State/Table`),
  ...[byTenant, byDeadline].map(({ name }) => `dynamodb:Query on State/Table/index/${name}`),
];
const machine = 'arn:AWS::Partition:states:AWS::Region:AWS::AccountId:stateMachine:circle-dev-consultations';
const executions = 'arn:AWS::Partition:states:AWS::Region:AWS::AccountId:execution:circle-dev-consultations:*';
const release = [`states:SendTaskSuccess on ${machine}`, `states:SendTaskFailure on ${machine}`];
const publish = ['events:PutEvents on Bus/EventBus'];

const take = (queue: string): string[] =>
  ['ReceiveMessage', 'ChangeMessageVisibility', 'GetQueueUrl', 'DeleteMessage', 'GetQueueAttributes'].map(
    (action) => `sqs:${action} on ${queue}`,
  );
const send = (queue: string): string[] => ['SendMessage', 'GetQueueAttributes', 'GetQueueUrl'].map((action) => `sqs:${action} on ${queue}`);
const read = (...secrets: readonly string[]): string[] =>
  secrets.flatMap((secret) => [`secretsmanager:GetSecretValue on Secrets/${secret}`, `secretsmanager:DescribeSecret on Secrets/${secret}`]);
const invoke = (fn: string): string[] => [`lambda:InvokeFunction on ${fn}`, `lambda:InvokeFunction on ${fn}:$LATEST`];

const queueWebhooks = send('Webhooks/Queue');
const webhookKeys = 'arn:AWS::Partition:secretsmanager:AWS::Region:AWS::AccountId:secret:circle/dev/WEBHOOK_*';

const keysOf = readProviderKeys(knowledgeFolder);
const allKeys = [...new Set([...keysOf.values()].flat())];

const application = [
  ...useTable,
  `states:StartExecution on ${machine}`,
  `states:StopExecution on ${executions}`,
  ...release,
  ...publish,
  ...queueWebhooks,
  ...invoke('Consensus/Function'),
];

/** Beside its own log group and its traces. */
const expected: Record<string, readonly string[]> = {
  api: application,
  'api-stream': application,
  authorizer: read('ApiKey'),
  prepare: useTable,
  ask: [
    ...useTable,
    ...release,
    ...invoke('Consensus/Function'),
    ...queuedProviderKinds.flatMap((provider) => send(`Experts/${provider}/Queue`)),
  ],
  close: useTable,
  consensus: ['dynamodb:GetItem on State/Table', 'dynamodb:Query on State/Table'],
  publish: [...useTable, ...publish, ...queueWebhooks],
  fail: [...useTable, ...publish, ...queueWebhooks],
  webhooks: [
    ...['GetItem', 'Query', 'PutItem'].map((action) => `dynamodb:${action} on State/Table`),
    ...new Set([...take('Webhooks/Queue'), ...queueWebhooks]),
    `secretsmanager:GetSecretValue on ${webhookKeys}`,
  ],
  sweep: [...useTable, ...release, ...publish, ...queueWebhooks, ...invoke('Consensus/Function'), ...send('Jobs/LostRuns')],
  'probe-experts': [...useTable, ...allKeys.map((key) => `secretsmanager:DescribeSecret on Secrets/${key}`), ...send('Jobs/LostRuns')],
  relearn: [...useTable, ...invoke('Consensus/Function'), ...send('Jobs/LostRuns')],
  ...Object.fromEntries(
    queuedProviderKinds.map((provider) => [
      `expert-${provider}`,
      [
        ...[...useTable, ...release, ...invoke('Consensus/Function')],
        ...[...take(`Experts/${provider}/Queue`), ...read(...(keysOf.get(provider) ?? []))],
      ],
    ]),
  ),
};
expected['expert-bedrock'] = [
  ...(expected['expert-bedrock'] ?? []),
  'bedrock:InvokeModel on arn:AWS::Partition:bedrock:*::foundation-model/*',
  'bedrock:InvokeModel on arn:AWS::Partition:bedrock:*:AWS::AccountId:inference-profile/*',
];

const everywhere = /^(logs:(CreateLogStream|PutLogEvents) on .*Logs|xray:(PutTraceSegments|PutTelemetryRecords) on \*)$/;

describe('permissions of the functions', () => {
  it('knows every function', () => {
    expect([...functions.keys()].sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.keys(expected))('%s may do exactly what it needs', (name) => {
    const actual = permissionsOf(template, functions.get(name)?.roleId ?? '');
    expect(actual.filter((sentence) => everywhere.test(sentence))).toHaveLength(4);
    expect(actual.filter((sentence) => !everywhere.test(sentence))).toEqual([...(expected[name] ?? [])].sort());
  });

  it('writes to its own log group only', () => {
    for (const { properties, roleId } of functions.values()) {
      const [group] = permissionsOf(template, roleId).filter((sentence) => sentence.startsWith('logs:PutLogEvents'));
      const path =
        template.findResources('AWS::Logs::LogGroup')[logGroupId(properties.LoggingConfig.LogGroup)]?.['Metadata']?.['aws:cdk:path'];
      expect(`circle-dev/${group?.replace('logs:PutLogEvents on ', '')}/Resource`).toBe(path);
    }
  });
});

describe('permissions of the state machine and the schedules', () => {
  const roleIds = (pattern: RegExp): string[] =>
    ofType(template, 'AWS::IAM::Role')
      .map(([logicalId]) => logicalId)
      .filter((logicalId) => pattern.test(logicalId));

  it('lets the state machine invoke the functions of its states, and no other', () => {
    const [role = ''] = roleIds(/^WorkflowStateMachine/);
    const invoked = permissionsOf(template, role).filter((sentence) => sentence.startsWith('lambda:'));
    const states = ['prepare', 'ask', 'close', 'publish', 'fail'].flatMap((name) => invoke(`Workflow/${name}`));
    expect(invoked).toEqual([...states, ...invoke('Consensus/Function')].sort());
  });

  it.each([
    ['SweepSchedule', 'sweep'],
    ['ProbeExpertsSchedule', 'probe-experts'],
    ['RelearnSchedule', 'relearn'],
  ])('gives %s a role that may invoke %s and nothing else', (schedule, job) => {
    const [role = '', ...others] = roleIds(new RegExp(`^Jobs${schedule}Role`));
    expect(others).toEqual([]);
    expect(permissionsOf(template, role)).toEqual([...invoke(`Jobs/${job}`), ...send('Jobs/LostRuns')].sort());
  });

  it('uses * as a resource for traces and log delivery only, which accept nothing else', () => {
    const unnamed = ofType(template, 'AWS::IAM::Role')
      .flatMap(([logicalId]) => permissionsOf(template, logicalId))
      .filter((sentence) => sentence.endsWith(' on *'));
    expect(
      unnamed.filter((sentence) => !/^(xray:|logs:\w*(LogDelivery|LogDeliveries|ResourcePolic(y|ies)|LogGroups) on)/.test(sentence)),
    ).toEqual([]);
  });
});

function logGroupId(value: unknown): string {
  return typeof value === 'object' && value !== null && 'Ref' in value ? String(value.Ref) : '';
}
