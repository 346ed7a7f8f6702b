/** What belongs to a consultation expires, and nothing else. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, expect, it } from 'vitest';
import { dynamoPorts } from '../../shared/adapters/aws/dynamo-ports.ts';
import type { TableOptions } from '../../shared/adapters/aws/dynamo-table.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import { memoryTexts } from '../support/memory-texts.ts';
import { attributesOf } from './dynamo-attributes.ts';
import { lesson, newKey, sampleFeedback } from './lessons.ts';
import { sampleOpinion, sampleRun, sampleVerdict } from './samples.ts';
import { type ScriptedAws, type ScriptedReply, scriptedAws } from './scripted-aws.ts';

const at = '2026-03-01T10:00:30.000Z';
const servers: ScriptedAws[] = [];
afterAll(() => Promise.all(servers.map((aws) => aws.close())));

type Items = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** The items that every method writes in whole, by their sort key: over a run that is there, and over nothing. */
async function written(retention: Partial<TableOptions>, question?: string, answer?: string): Promise<Items> {
  const closed = attributesOf({ ...sampleRun({ id: 'run', status: 'closed' }), pk: 'CONSULTATION#run', sk: 'RUN' });
  const over = { to: { GetItem: { body: { Item: closed } }, UpdateItem: { body: { Attributes: closed } } } };
  const first = await writtenOver(over, retention, question, answer);
  return new Map([...first, ...(await writtenOver({ body: {} }, retention, question, answer))]);
}

async function writtenOver(
  reply: ScriptedReply,
  retention: Partial<TableOptions>,
  question = 'Is 7 prime?',
  answer = 'yes',
): Promise<Items> {
  const aws = await scriptedAws(reply);
  servers.push(aws);
  const client = new DynamoDBClient(aws.client);
  const { runs, opinions, verdicts, deliveries, feedback, reliability, requests, health, agenda, secretUses } = dynamoPorts(
    { client, table: 'table', clock: { ...systemClock, now: () => new Date(at) }, ...retention },
    memoryTexts(),
  );
  const use = { secret: 'KEY', version: 'v1', purpose: 'ask', tenant: 'tenant-a', consultationId: 'run', at };
  const calls: readonly (() => Promise<unknown>)[] = [
    () => runs.create(sampleRun({ id: 'run', question }), { key: 'key', digest: 'digest' }),
    () => runs.saveToken('run', 'token'),
    () => opinions.record('run', sampleOpinion('expert-0', { answer })),
    () => opinions.noteAttempt({ consultationId: 'run', expert: 'expert-0', attempts: 1, at }),
    () => verdicts.publish('run', 'decided', sampleVerdict({ answer }), at),
    () => deliveries.save({ consultationId: 'run', webhook: 0, version: 1, state: 'pending', attempts: [] }),
    () => feedback.save(newKey(), sampleFeedback({ consultationId: 'run' }), lesson(1)),
    () => reliability.learn(newKey(), 'run', lesson(1)),
    () => requests.add('fingerprint', { consultationId: 'run-of-request', holder: 'holder', state: 'awaited', at, until: inTenMinutes }),
    () => health.save([{ expert: 'expert-0', status: 'unknown' }]),
    () => agenda.keepTime({ schedule: 'daily', at: '2025-03-01T06:00:00.000Z', outcome: 'ran', cron: '0 6 * * *', timezone: 'UTC' }),
    () => secretUses.record(use),
  ];
  // Some replies are nonsense to their caller; what it has written by then counts.
  for (const call of calls) await call().catch(() => undefined);
  const puts = aws.calls.flatMap(({ input }) => [
    input,
    ...((input['TransactItems'] ?? []) as { Put?: object }[]).map(({ Put }) => Put ?? {}),
  ]);
  const items = puts.flatMap((put) =>
    'Item' in put ? [put.Item as Readonly<Record<string, { readonly S?: string; readonly N?: string }>>] : [],
  );
  return new Map(
    items.map((item) => [
      String(item['sk']?.S)
        .replace(/^2026.*/, 'USE')
        .replace(/^2025.*/, 'TIME'),
      item,
    ]),
  );
}

const inTenMinutes = '2026-03-01T10:10:30.000Z';
const lasting = ['EXPERT#expert-0'];
const ofAConsultation = [
  'ATTEMPT#expert-0',
  'DELIVERY#00',
  'FEEDBACK',
  'OPINION#expert-0#1',
  'QUESTION',
  'ROW',
  'RUN',
  'TOKEN',
  'USE',
  'VERDICT',
];

it('is each item of it, after the days of the stage', async () => {
  const items = await written({ retentionDays: 90 });
  const inDays = (days: number) => ({ N: String(Date.parse(at) / 1000 + days * 86_400) });
  expect([...items.keys()].sort()).toEqual([...ofAConsultation, ...lasting, 'IDEMPOTENCY', 'run-of-request', 'TIME'].sort());
  for (const name of ofAConsultation) expect(items.get(name), name).toMatchObject({ expiresAt: inDays(90) });
  expect(items.get('IDEMPOTENCY')).toMatchObject({ expiresAt: inDays(1) });
  expect(items.get('run-of-request')).toMatchObject({ expiresAt: { N: String(Date.parse(inTenMinutes) / 1000) } });
  expect(items.get('TIME'), 'what became of a time of a schedule').toMatchObject({ expiresAt: inDays(90) });
  for (const name of lasting) expect(items.get(name), name).not.toHaveProperty('expiresAt');
});

it('is nothing where no days are set', async () => {
  const items = await written({});
  for (const name of ofAConsultation) expect(items.get(name), name).not.toHaveProperty('expiresAt');
});

it.each([
  ['longer', { retentionDays: 5 }],
  ['shorter', { retentionDays: 400 }],
  ['where the rest stays for good', {}],
])('is each item of it, after the days of its circle: %s', async (_, rest) => {
  const { circle } = sampleRun();
  const items = await written({ ...rest, retentionByCircle: { [circle]: 30, another: 1 } });
  for (const name of ofAConsultation) {
    expect(items.get(name), name).toMatchObject({ expiresAt: { N: String(Date.parse(at) / 1000 + 30 * 86_400) } });
  }
});

it('is a large question apart, where the rule of the bucket for its days finds it', async () => {
  const large = 'x'.repeat(20_000);
  const placed = async (retention: Partial<TableOptions>) => (await written(retention, large)).get('QUESTION')?.['texts'];
  expect(await placed({ retentionDays: 90 })).toEqual({ S: expect.stringMatching(/^questions\/run\/\w{32}\.json$/) });
  expect(await placed({ retentionDays: 90, retentionByCircle: { [sampleRun().circle]: 30 } })).toEqual({
    S: expect.stringMatching(/^questions\/kept-30\/run\/\w{32}\.json$/),
  });
});

it('is a large answer apart too, and a large verdict of its own words', async () => {
  const large = 'x'.repeat(200_000);
  const placed = async (retention: Partial<TableOptions>) => {
    const items = await written(retention, undefined, large);
    return ['OPINION#expert-0#1', 'VERDICT'].map((name) => items.get(name)?.['texts']);
  };
  const digest = expect.stringMatching(/^answers\/run\/(?:expert-0|verdict)-[0-9a-f]{32}\.json$/);
  expect(await placed({ retentionDays: 90 })).toEqual([{ S: digest }, { S: digest }]);
  const own = expect.stringMatching(/^answers\/kept-30\/run\//);
  expect(await placed({ retentionDays: 90, retentionByCircle: { [sampleRun().circle]: 30 } })).toEqual([{ S: own }, { S: own }]);
});
