/** The words by which the stack grants the table say exactly what the adapters send: nothing is missing, and nothing is granted for nothing. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoPorts } from '../../shared/adapters/aws/dynamo-ports.ts';
import { type TableRight, type TableWord, tableAccess } from '../../shared/contract/table-access.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { memoryTexts } from '../support/memory-texts.ts';
import { attributesOf } from './dynamo-attributes.ts';
import { lesson, newKey, sampleFeedback } from './lessons.ts';
import { expertNames, sampleOpinion, sampleRun, sampleVerdict } from './samples.ts';
import { type ScriptedAws, type ScriptedReply, scriptedAws } from './scripted-aws.ts';

const at = '2026-03-01T10:00:30.000Z';
const id = 'run';
const request = { consultationId: id, holder: 'holder', state: 'awaited', at, until: at } as const;
const failure = { type: 'WeighFailed', message: 'the core did not answer' };
const page = { tenant: 'tenant-a', limit: 10 };
/** Too large to be stored without references. */
const large = sampleVerdict({ answer: 'long '.repeat(50_000), pick: 'expert-0' });
const nothing = { state: { version: 1 as const, experts: {} }, generation: 0 };
const delivery = { consultationId: id, webhook: 0, version: 1, state: 'pending' as const, attempts: [], attemptSince: at };

type Call = (ports: StoredPorts) => Promise<unknown>;
/** Every method of every noun, under the word that it needs; it does not compile if one is missing. */
const calls: { readonly [Noun in keyof StoredPorts]: { readonly [Method in keyof StoredPorts[Noun]]: readonly [TableWord, ...Call[]] } } = {
  runs: {
    create: [
      'runs:create',
      ({ runs }) => runs.create(sampleRun(), { key: 'key', digest: 'digest' }),
      ({ runs }) => runs.create(sampleRun()),
    ],
    findKey: ['runs:create', ({ runs }) => runs.findKey('tenant-a', { key: 'key', digest: 'digest' })],
    get: ['runs:whole', ({ runs }) => runs.get(id)],
    state: ['runs:read', ({ runs }) => runs.state(id)],
    journal: ['runs:read', ({ runs }) => runs.journal(id)],
    token: ['runs:read', ({ runs }) => runs.token(id)],
    saveToken: ['runs:write', ({ runs }) => runs.saveToken(id, 'token')],
    plan: ['runs:write', ({ runs }) => runs.plan(id, [[0], [1]])],
    beginStage: ['runs:write', ({ runs }) => runs.beginStage(id, 1, 'split')],
    replaceSeat: ['runs:write', ({ runs }) => runs.replaceSeat(id, () => ({ seat: 'expert-0', by: 'expert-1', reason: 'key-rejected' }))],
    markJoined: ['runs:write', ({ runs }) => runs.markJoined(id, 'expert-1')],
    beginRound: ['runs:write', ({ runs }) => runs.beginRound(id, { round: 2, reason: 'split', experts: ['expert-0'] })],
    markRoundSent: ['runs:write', ({ runs }) => runs.markRoundSent(id, 2)],
    markSent: ['runs:write', ({ runs }) => runs.markSent(id)],
    close: ['runs:write', ({ runs }) => runs.close(id, () => 'all')],
    fail: ['runs:write', ({ runs }) => runs.fail(id, failure, at)],
    cancel: ['runs:write', ({ runs }) => runs.cancel(id, at)],
    remove: ['runs:remove', ({ runs }) => runs.remove(id)],
    waitForEnd: ['runs:read', ({ runs }) => runs.waitForEnd(id, 1)],
    waitForArrival: ['runs:read', ({ runs }) => runs.waitForArrival(id, 0, 1)],
  },
  opinions: {
    record: ['opinions:write', ({ opinions }) => opinions.record(id, sampleOpinion('expert-0'))],
    correct: ['opinions:write', ({ opinions }) => opinions.correct(id, sampleOpinion('expert-0'))],
    noteAttempt: ['opinions:write', ({ opinions }) => opinions.noteAttempt({ consultationId: id, expert: 'expert-0', attempts: 1, at })],
    read: ['opinions:read', ({ opinions }) => opinions.read(id)],
  },
  verdicts: {
    publish: [
      'verdicts:write',
      ({ verdicts }) => verdicts.publish(id, 'decided', sampleVerdict(), at),
      ({ verdicts }) => verdicts.publish(id, 'decided', large, at),
    ],
    get: ['verdicts:read', ({ verdicts }) => verdicts.get(id)],
  },
  listings: {
    page: [
      'listings:page',
      ({ listings }) => listings.page(page),
      ({ listings }) => listings.page({ ...page, status: 'open', tag: 'a:b' }),
    ],
    overdue: ['listings:overdue', ({ listings }) => listings.overdue(at, 10)],
  },
  reliability: {
    read: ['reliability:read', ({ reliability }) => reliability.read(newKey())],
    learn: ['reliability:learn', ({ reliability }) => reliability.learn(newKey(), id, lesson(1))],
    replace: [
      'reliability:replace',
      ({ reliability }) => reliability.replace(newKey(), nothing, { version: 1, experts: lesson(1, 1, expertNames(120)) }),
    ],
  },
  feedback: {
    save: ['feedback:write', ({ feedback }) => feedback.save(newKey(), sampleFeedback(), lesson(1))],
    read: ['feedback:read', ({ feedback }) => feedback.read(id)],
    list: ['feedback:read', ({ feedback }) => feedback.list(id)],
  },
  deliveries: {
    save: [
      'deliveries:write',
      ({ deliveries }) => deliveries.save(delivery),
      ({ deliveries }) => deliveries.save({ ...delivery, version: 2 }),
    ],
    read: ['deliveries:read', ({ deliveries }) => deliveries.read(id)],
  },
  requests: {
    add: ['requests:write', ({ requests }) => requests.add('fingerprint', request)],
    change: ['requests:write', ({ requests }) => requests.change('fingerprint', 'holder', request)],
    list: ['requests:read', ({ requests }) => requests.list('fingerprint', ['lost'])],
  },
  health: {
    save: ['health:write', ({ health }) => health.save([{ expert: 'expert-0', status: 'unknown' }])],
    read: ['health:read', ({ health }) => health.read()],
  },
  agenda: {
    list: ['agenda:read', ({ agenda }) => agenda.list()],
    change: [
      'agenda:write',
      ({ agenda }) => agenda.change('daily', undefined, { schedule: 'daily', until: at }),
      ({ agenda }) => agenda.change('daily', { schedule: 'daily', until: at }, undefined),
    ],
    keepTime: [
      'agenda:write',
      ({ agenda }) => agenda.keepTime({ schedule: 'daily', at, outcome: 'ran', cron: '0 6 * * *', timezone: 'UTC' }),
    ],
    times: ['agenda:read', ({ agenda }) => agenda.times('daily', at, 10)],
  },
  secretUses: {
    record: [
      'secretUses:write',
      ({ secretUses }) =>
        secretUses.record({ secret: 'OPENAI_API_KEY', version: 'v1', purpose: 'ask', tenant: 'tenant-a', consultationId: id, at }),
    ],
  },
};

const key = { pk: 'CONSULTATION#run', sk: 'RUN' };
const run = attributesOf({ ...sampleRun({ id }), ...key });
/** Answers of the table that lead an adapter down each of its ways. */
const answers: Readonly<Record<string, ScriptedReply>> = {
  'an open run everywhere': { body: { Item: run, Attributes: run, Items: [attributesOf(key)] } },
  'an ended run': {
    body: { Item: attributesOf({ ...sampleRun({ id, status: 'cancelled', endedAt: at }), ...key }), Items: [attributesOf(key)] },
  },
  'a packed verdict': {
    body: { Item: attributesOf({ verdict: sampleVerdict(), answerOf: 'expert-0', dissentOf: [], positionsOf: [], ...key }) },
  },
  'a closed run': { body: { Item: attributesOf({ ...sampleRun({ id, status: 'closed' }), ...key }) } },
  'a run of another request': {
    to: {
      TransactWriteItems: {
        error: 'TransactionCanceledException',
        fields: { CancellationReasons: [{}, {}, { Code: 'ConditionalCheckFailed' }] },
      },
      GetItem: { body: { Item: attributesOf({ pk: 'IDEMPOTENCY#key', sk: 'IDEMPOTENCY', consultationId: 'other', digest: 'digest' }) } },
    },
  },
  'a condition that fails alone': {
    to: { PutItem: { error: 'ConditionalCheckFailedException' }, UpdateItem: { error: 'ConditionalCheckFailedException' } },
  },
  nothing: { body: {} },
  'a condition that fails': {
    error: 'TransactionCanceledException',
    fields: { CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'ConditionalCheckFailed' }] },
  },
};

let servers: ScriptedAws[] = [];
const sent = new Map<TableWord, Set<string>>();

beforeAll(async () => {
  for (const reply of Object.values(answers)) {
    const aws = await scriptedAws(reply);
    servers = [...servers, aws];
    const clock = {
      now: () => new Date(),
      monotonic: () => performance.now(),
      machine: () => undefined,
      slept: () => 0,
      away: () => 0,
      sleep: async () => undefined,
    };
    const ports = dynamoPorts({ client: new DynamoDBClient(aws.client), table: 'table', clock }, memoryTexts());
    for (const [word, ...ways] of Object.values(calls).flatMap((noun) => Object.values<readonly [TableWord, ...Call[]]>(noun))) {
      for (const way of ways) {
        const before = aws.calls.length;
        // What comes back is nonsense to most of them; what they have sent by then counts.
        await way(ports).catch(() => undefined);
        const rights = sent.get(word) ?? new Set<string>();
        for (const { operation, input } of aws.calls.slice(before)) for (const right of rightsOf(operation, input)) rights.add(right);
        sent.set(word, rights);
      }
    }
  }
}, 60_000);
afterAll(() => Promise.all(servers.map((aws) => aws.close())));

it.each(Object.keys(tableAccess) as TableWord[])('%s is what its methods send, and no more', (word) => {
  const granted = tableAccess[word].flatMap(({ actions, index, leadingKey }: TableRight) =>
    actions.map((action) => `${action} on ${index ?? 'the table'} of ${leadingKey}`),
  );
  expect([...(sent.get(word) ?? [])].sort()).toEqual([...granted].sort());
});

/** What a call needs, as IAM judges it: a transaction by its parts. */
function rightsOf(operation: string, input: Readonly<Record<string, unknown>>): readonly string[] {
  if (operation !== 'TransactWriteItems') return [`dynamodb:${operation} on ${indexOf(input)} of ${patternOf(leadingKeyOf(input))}`];
  const parts = input['TransactItems'] as readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[];
  return parts.flatMap((part) =>
    Object.entries(part).map(([kind, one]) => `dynamodb:${kind}Item on the table of ${patternOf(leadingKeyOf(one))}`),
  );
}

function indexOf({ IndexName }: Readonly<Record<string, unknown>>): string {
  return typeof IndexName === 'string' ? IndexName : 'the table';
}

interface Attribute {
  readonly S?: string;
}

/** The partition key of an item, a key, or the equality of a query. */
function leadingKeyOf(input: Readonly<Record<string, unknown>>): string {
  const place = (input['Key'] ?? input['Item']) as Readonly<Record<string, Attribute>> | undefined;
  if (place !== undefined) return place['pk']?.S ?? '';
  const [, placeholder = ''] = /= (:\w+)/.exec(String(input['KeyConditionExpression'])) ?? [];
  return (input['ExpressionAttributeValues'] as Readonly<Record<string, Attribute>>)[placeholder]?.S ?? '';
}

function patternOf(leadingKey: string): string {
  return leadingKey.replace(/#.*/, '#*');
}
