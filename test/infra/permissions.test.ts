import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSeats } from '../../infra/cloud/seats.ts';
import { type TableRight, type TableWord, tableAccess, textAccess } from '../../shared/contract/table-access.ts';
import { functionWords } from '../support/table-words.ts';
import { expertOfEachKind, knowledgeSeating, knowledgeWithSchedule, synthesize } from './synth.ts';
import { functionsOf, ofType, permissionsOf } from './template-reading.ts';

const knowledge = knowledgeWithSchedule(knowledgeSeating(...expertOfEachKind), ', overlap: queue, missed: run');
const template = synthesize({ knowledge });
const functions = functionsOf(template);

const machine = 'arn:AWS::Partition:states:AWS::Region:AWS::AccountId:stateMachine:circle-dev-consultations';
const executions = 'arn:AWS::Partition:states:AWS::Region:AWS::AccountId:execution:circle-dev-consultations:*';
const release = [`states:SendTaskSuccess on ${machine}`];
const publish = ['events:PutEvents on Bus/EventBus'];

const take = (queue: string): string[] =>
  ['ReceiveMessage', 'ChangeMessageVisibility', 'GetQueueUrl', 'DeleteMessage', 'GetQueueAttributes'].map(
    (action) => `sqs:${action} on ${queue}`,
  );
const send = (queue: string): string[] => [`sqs:SendMessage on ${queue}`];
/** As the CDK writes it where a service sends: schedules and destinations. */
const sendLost = ['SendMessage', 'GetQueueAttributes', 'GetQueueUrl'].map((action) => `sqs:${action} on Jobs/LostRuns`);
const read = (...secrets: readonly string[]): string[] => secrets.map((secret) => `secretsmanager:GetSecretValue on Secrets/${secret}`);
const invoke = (fn: string): string[] => [`lambda:InvokeFunction on ${fn}`, `lambda:InvokeFunction on ${fn}:$LATEST`];

const queueWebhooks = send('Webhooks/Queue');
const webhookKeys = 'arn:AWS::Partition:secretsmanager:AWS::Region:AWS::AccountId:secret:circle/dev/WEBHOOK_*';

const { kinds, seatedKeys } = readSeats(knowledge);
const allKeys = [...new Set([...kinds.values()].flat())];
/** A key of the stack, or one that is made by hand for an expert that no circle seats. */
const secretOf = (key: string): string =>
  seatedKeys.includes(key)
    ? `Secrets/${key}`
    : `arn:AWS::Partition:secretsmanager:AWS::Region:AWS::AccountId:secret:circle/dev/${key}-??????`;
const readKey = (key: string): string[] => (seatedKeys.includes(key) ? read(key) : [`secretsmanager:GetSecretValue on ${secretOf(key)}`]);

const askExperts = [...kinds.keys()].flatMap((provider) => send(`Experts/${provider}/Queue`));

const application = [
  `states:StartExecution on ${machine}`,
  `states:StopExecution on ${executions}`,
  ...release,
  ...publish,
  ...queueWebhooks,
  ...invoke('Consensus/Function'),
  ...askExperts,
];

/** Beside the table, its own log group and its traces. */
const expected: Record<string, readonly string[]> = {
  api: application,
  'api-stream': application,
  authorizer: read('ApiKey'),
  prepare: [],
  ask: [...release, ...invoke('Consensus/Function'), ...askExperts],
  consensus: [],
  conclude: [...publish, ...queueWebhooks, ...invoke('Consensus/Function')],
  fail: [...publish, ...queueWebhooks],
  webhooks: [...new Set([...take('Webhooks/Queue'), ...queueWebhooks]), `secretsmanager:GetSecretValue on ${webhookKeys}`],
  sweep: [...release, ...publish, ...queueWebhooks, ...invoke('Consensus/Function'), ...sendLost],
  'probe-experts': [...allKeys.map((key) => `secretsmanager:DescribeSecret on ${secretOf(key)}`), ...sendLost],
  relearn: [...invoke('Consensus/Function'), ...sendLost],
  'start-scheduled': [`states:StartExecution on ${machine}`, ...publish, ...queueWebhooks, ...sendLost],
  'start-owed': [`states:StartExecution on ${machine}`, ...publish, ...queueWebhooks, ...sendLost],
  ...Object.fromEntries(
    [...kinds].map(([provider, keys]) => [
      `expert-${provider}`,
      [
        ...[...release, ...invoke('Consensus/Function'), ...askExperts],
        ...[...take(`Experts/${provider}/Queue`), ...keys.flatMap(readKey)],
      ],
    ]),
  ),
};
if (kinds.has('rules')) {
  expected['review'] = [];
  expected['expert-rules'] = [...(expected['expert-rules'] ?? []), ...invoke('Review/Function')];
}
expected['expert-bedrock'] = [
  ...(expected['expert-bedrock'] ?? []),
  'bedrock:InvokeModel on arn:AWS::Partition:bedrock:*::foundation-model/*',
  'bedrock:InvokeModel on arn:AWS::Partition:bedrock:*:AWS::AccountId:inference-profile/*',
];

/** What a function is granted of the table; `test/functions/granted.test.ts` lets each work with no more. */
function wordsOf(name: string): readonly TableWord[] {
  const group = name.startsWith('api') ? 'api' : name.startsWith('expert-') ? 'expert' : name;
  return functionWords[group as keyof typeof functionWords] ?? [];
}

/** The matrix: what the words of a function mean on the table and for large questions, as sentences. */
function onTable(name: string): readonly string[] {
  const rights = wordsOf(name).flatMap((word): readonly TableRight[] => tableAccess[word]);
  const sentences = rights.flatMap(({ actions, index, leadingKey }) =>
    actions.map((action) => `${action} on State/Table${index === undefined ? '' : `/index/${index}`} of ${leadingKey}`),
  );
  const texts = wordsOf(name).flatMap((word) => (textAccess[word] ?? []).map(({ action, kind }) => `${action} on State/Texts/${kind}/*`));
  // Whoever may read must be told when there is nothing: S3 says so only to those who may list.
  const list = texts.some((sentence) => sentence.startsWith('s3:GetObject ')) ? ['s3:ListBucket on State/Texts'] : [];
  return [...new Set([...sentences, ...texts, ...list])];
}

const everywhere = /^(logs:(CreateLogStream|PutLogEvents) on .*Logs|xray:(PutTraceSegments|PutTelemetryRecords) on \*)$/;

describe('permissions of the functions', () => {
  it('knows every function', () => {
    expect([...functions.keys()].sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.keys(expected))('%s may do exactly what it needs', (name) => {
    const actual = permissionsOf(template, functions.get(name)?.roleId ?? '');
    expect(actual.filter((sentence) => everywhere.test(sentence))).toHaveLength(4);
    expect(actual.filter((sentence) => !everywhere.test(sentence))).toEqual([...(expected[name] ?? []), ...onTable(name)].sort());
  });

  it.each(Object.keys(expected).filter((name) => !['consensus', 'review', 'authorizer'].includes(name)))(
    '%s is granted the nouns that its door lists, and no others',
    (name) => {
      const granted = wordsOf(name).map((word) => word.split(':')[0] ?? '');
      expect([...new Set(granted)].sort()).toEqual(nounsOfDoor(name));
    },
  );

  it('names the items of every right on the table', () => {
    for (const { roleId } of functions.values()) {
      const rights = permissionsOf(template, roleId).filter((sentence) => sentence.startsWith('dynamodb:'));
      expect(rights.filter((sentence) => !/ of [A-Z]+(#\*)?$/.test(sentence))).toEqual([]);
    }
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
    const states = ['prepare', 'ask', 'conclude', 'fail'].flatMap((name) => invoke(`Workflow/${name}`));
    expect(invoked).toEqual([...states].sort());
  });

  it.each([
    ['SweepSchedule', 'sweep'],
    ['ProbeExpertsSchedule', 'probe-experts'],
    ['RelearnSchedule', 'relearn'],
  ])('gives %s a role that may invoke %s and nothing else', (schedule, job) => {
    const [role = '', ...others] = roleIds(new RegExp(`^Jobs${schedule}Role`));
    expect(others).toEqual([]);
    expect(permissionsOf(template, role)).toEqual([...invoke(`Jobs/${job}`), ...sendLost].sort());
  });

  it.each([
    ['weekly', 'start-scheduled'],
    ['StartOwedSchedule', 'start-owed'],
  ])('gives the schedule %s a role that may call %s, and nothing else', (schedule, job) => {
    const [role = '', ...others] = roleIds(new RegExp(`^Schedules${schedule}Role`, 'i'));
    expect(others).toEqual([]);
    expect(permissionsOf(template, role)).toEqual([...invoke(`Schedules/${job}`), ...sendLost].sort());
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

/** The file in which a function lists its ports. */
function doorOf(name: string): string {
  if (name.startsWith('api')) return 'functions/api/door.ts';
  if (name.startsWith('expert-')) return 'functions/experts/worker.ts';
  if (name === 'webhooks') return 'functions/webhooks/worker.ts';
  return ['sweep', 'probe-experts', 'relearn', 'start-scheduled', 'start-owed'].includes(name)
    ? `functions/jobs/${name}.ts`
    : `functions/workflow/${name}.ts`;
}

/** The stored nouns among the parts of a door, sorted. */
function nounsOfDoor(name: string): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, '../..', doorOf(name)), 'utf8');
  const parts = [...text.matchAll(/\bcloud([A-Z]\w+)/g)].map(([, part = '']) => part.charAt(0).toLowerCase() + part.slice(1));
  const nouns = new Set(Object.keys(tableAccess).map((word) => word.split(':')[0] ?? ''));
  return [...new Set(parts)].filter((part) => nouns.has(part)).sort();
}
