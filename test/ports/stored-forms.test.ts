/** What earlier and later versions have stored is read alike, on both adapters: `test/fixtures/stored` has a file a version. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { dynamoPorts } from '../../shared/adapters/aws/dynamo-ports.ts';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import { deliveryMessage } from '../../shared/contract/delivery.ts';
import { opinion as opinionSchema } from '../../shared/contract/opinion.ts';
import { run as runSchema } from '../../shared/contract/run.ts';
import { formVersion, readStored, readTolerantly, writeStored } from '../../shared/contract/stored.ts';
import { verdict as verdictSchema, weighing } from '../../shared/contract/verdict.ts';
import { askInput, concludeInput, prepareInput, seatMessage } from '../../shared/contract/workflow.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { callFunction } from '../../shared/runtime/define-function.ts';
import { parseRecord } from '../../shared/runtime/queue-record.ts';
import { earlierFile } from '../support/earlier-file.ts';
import { memoryTexts } from '../support/memory-texts.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { attributesOf } from './dynamo-attributes.ts';
import { sampleOpinion, sampleRun, sampleVerdict } from './samples.ts';
import { type ScriptedAws, scriptedAws } from './scripted-aws.ts';

type Row = Readonly<Record<string, string | number | null>>;
type Item = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };
interface Fixture {
  readonly sqlite: { readonly version: number; readonly tables: Readonly<Record<string, readonly Row[]>> };
  readonly items: readonly Item[];
  readonly messages: Readonly<Record<'seat' | 'delivery', object>>;
  readonly states: Readonly<Record<'prepare' | 'ask' | 'conclude', object>>;
  readonly weighing: object;
}

const folder = join(import.meta.dirname, '../fixtures/stored');
const fixtures = readdirSync(folder).map((file): [string, Fixture] => [file, JSON.parse(readFileSync(join(folder, file), 'utf8'))]);
const released = fixtures.find(([file]) => file === 'released.json')?.[1] as Fixture;

const servers: ScriptedAws[] = [];
const closing: (() => void)[] = [];
afterAll(async () => {
  await Promise.all(servers.map((aws) => aws.close()));
  for (const close of closing) close();
});

/** Ports on a table that answers each read by the items of the fixture: one by its key, several by the beginning of theirs, lists by what is listed. */
async function onTable({ items }: Fixture, sortKey: string): Promise<StoredPorts> {
  const found = items.filter((item) => item.sk.startsWith(sortKey)).map(attributesOf);
  const aws = await scriptedAws(({ input }) => {
    const key = input['Key'] as { readonly sk: { readonly S: string } } | undefined;
    const one = items.find((item) => item.sk === key?.sk.S);
    const listed = items.filter((item) => 'tenantKey' in item).map(attributesOf);
    return { body: { ...(one && { Item: attributesOf(one) }), Items: input['IndexName'] === undefined ? found : listed } };
  });
  servers.push(aws);
  return dynamoPorts({ client: new DynamoDBClient(aws.client), table: 'table', clock: systemClock }, memoryTexts());
}

/** Ports on a file with the rows of the fixture. */
async function onFile({ sqlite }: Fixture): Promise<StoredPorts> {
  const folder = mkdtempSync(join(tmpdir(), 'circle-forms-'));
  const path = join(folder, 'circle.db');
  const file = earlierFile(path, sqlite.version);
  for (const [table, rows] of Object.entries(sqlite.tables)) {
    for (const row of rows) {
      const columns = Object.keys(row);
      const marks = columns.map(() => '?').join(', ');
      file.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`).run(...Object.values(row));
    }
  }
  file.close();
  const database = openDatabase(path);
  closing.push(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  return sqlitePorts({ database, clock: systemClock });
}

const key = { tenant: 'tenant-a', circle: 'default', kind: 'choice' } as const;
/** What is read of each noun, and the beginning of its sort key. */
const reads: Readonly<Record<string, readonly [sortKey: string, (ports: StoredPorts) => Promise<unknown>]>> = {
  'the run': ['RUN', ({ runs }) => runs.get('run-1')],
  'the runs in a list': ['', async ({ listings }) => (await listings.page({ tenant: 'tenant-a', limit: 10 })).runs],
  'opinions and attempts': ['', ({ opinions }) => opinions.read('run-1')],
  'the verdict': ['VERDICT', ({ verdicts }) => verdicts.get('run-1')],
  'the deliveries': ['DELIVERY', ({ deliveries }) => deliveries.read('run-1')],
  'the last feedback': ['FEEDBACK', ({ feedback }) => feedback.read('run-1')],
  'all feedback': ['FEEDBACK', ({ feedback }) => feedback.list('run-1')],
  'what is learnt': ['V', async ({ reliability }) => (await reliability.read(key)).state],
  'the health of experts': ['EXPERT#', ({ health }) => health.read()],
};

describe.each(fixtures)('what is stored in %s', (file, fixture) => {
  it.each(Object.entries(reads))('gives %s, the same from a table and from a file', async (_, [sortKey, read]) => {
    const expected = await read(await onFile(released));
    expect(expected).toBeTruthy();
    expect(JSON.stringify(expected)).toMatch(/expert|run-1/);
    expect(await read(await onFile(fixture))).toEqual(expected);
    expect(await read(await onTable(fixture, sortKey))).toEqual(expected);
  });

  it('has members that this version does not know, if it is the next one', () => {
    expect(JSON.stringify(fixture).includes('addedLater')).toBe(file === 'next.json');
  });

  it('gives messages and states as they were meant', async () => {
    const log = recordedLog();
    expect(parseRecord(seatMessage, JSON.stringify(fixture.messages.seat), { log })).toEqual(released.messages.seat);
    expect(parseRecord(deliveryMessage, JSON.stringify(fixture.messages.delivery), { log })).toEqual(released.messages.delivery);
    const inputs = { prepare: prepareInput, ask: askInput, conclude: concludeInput } as const;
    for (const name of ['ask', 'conclude'] as const) {
      const input = inputs[name];
      const echo = { name, input, output: input, run: async (given: unknown) => given as never };
      expect(await callFunction(echo, {}, fixture.states[name])).toEqual(released.states[name]);
    }
    expect(readTolerantly(weighing, fixture.weighing)).toEqual(released.weighing);
  });
});

describe('what is written', () => {
  it.each([
    ['a run', runSchema, sampleRun()],
    ['an opinion', opinionSchema, sampleOpinion('expert-0')],
    ['a verdict', verdictSchema, sampleVerdict()],
  ])('of %s carries the version of its form, and no member that it should not have', (_, schema, value) => {
    expect(writeStored(schema, value as never)).toMatchObject({ v: formVersion });
    expect(() => writeStored(schema, { ...value, addedLater: 1 } as never)).toThrow(ZodError);
  });
});

describe('what is read', () => {
  it('is refused by the name of its version if that is a later one, and otherwise for what is wrong with it', () => {
    expect(() => readStored(runSchema, { ...sampleRun(), v: formVersion + 1 })).toThrow(/later version/);
    expect(() => readStored(runSchema, { ...sampleRun(), v: 'one' })).toThrow(/later version/);
    expect(() => readStored(runSchema, { ...sampleRun(), addedLater: 1, answered: 'many' })).toThrow(/answered/);
    expect(() => readStored(runSchema, [])).toThrow(ZodError);
  });

  it('is what was written, whatever members stand beside it at whatever depth', () => {
    const samples = [
      [runSchema, sampleRun({ id: 'run-1', images: [{ url: 'https://example.test/a.png' }] })],
      [opinionSchema, sampleOpinion('expert-0')],
      [verdictSchema, sampleVerdict({ dissent: [{ expert: 'expert-1', answer: 'no' }] })],
    ] as const;
    const member = fc.tuple(fc.stringMatching(/^x[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(member, { maxLength: 3 }),
        fc.infiniteStream(fc.boolean()),
        ([schema, value], members, choose) => {
          const added = addMembers(writeStored(schema, value as never), Object.fromEntries(members), () => choose.next().value === true);
          expect(readStored(schema, added)).toEqual(value);
        },
      ),
    );
  });
});

/** A copy with the members in those objects that are chosen. */
function addMembers(value: unknown, members: object, choose: () => boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => addMembers(item, members, choose));
  if (typeof value !== 'object' || value === null) return value;
  const inside = Object.entries(value).map(([name, one]) => [name, addMembers(one, members, choose)]);
  return { ...Object.fromEntries(inside), ...(choose() ? members : {}) };
}
