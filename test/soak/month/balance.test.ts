/** The balance of a month sees what does not add up: each sum is tried with one fault in it. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../shared/adapters/local/sqlite-database.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { ShownDelivery } from '../../../shared/contract/delivery.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import type { ShownSchedule } from '../../../shared/contract/schedule.ts';
import { sampleOpinion, sampleVerdict } from '../../ports/samples.ts';
import {
  callsNotAccountedFor,
  deliveriesMissing,
  diskGrowth,
  growth,
  leftBehind,
  questionsWithoutEnd,
  schedulesBehind,
} from './balance.ts';
import type { Call } from './provider.ts';

const endedAt = '2026-03-01T10:00:00.000Z';
const question = 'Is topic 1 safe, case 1?';

function consultation(more: Partial<Consultation> = {}, opinion: Partial<Opinion> = {}): Consultation {
  return {
    ...{ id: 'a', status: 'decided', question, kind: 'choice', circle: 'default', quorum: 1, verdict: sampleVerdict(), pending: [] },
    opinions: [sampleOpinion('steady', { usage: { inputTokens: 1000, outputTokens: 100 }, ...opinion })],
    cost: { usd: 0.0011, unknown: [] },
    timing: { createdAt: endedAt, deadlineAt: endedAt, endedAt, durationMs: 0 },
    ...more,
  };
}
const asked = [{ question, circle: 'default', ids: new Set(['a']) }];
const call = (state: Call['state']): Call => ({ model: 'steady', question, state });

describe('the balance', () => {
  it('is none where everything adds up', () => {
    expect(questionsWithoutEnd(asked, [consultation()])).toEqual([]);
    expect(callsNotAccountedFor([call('billed'), call('refused')], [consultation()])).toEqual([]);
  });

  it.each([
    ['a question that has no consultation', asked, []],
    ['a question that was asked twice', asked, [consultation(), consultation({ id: 'b' })]],
    ['a question that was given two ids', [{ question, circle: 'default', ids: new Set(['a', 'b']) }], [consultation()]],
    ['a question that nobody has taken', [{ question, circle: 'default', ids: new Set<string>() }], [consultation()]],
    ['a consultation that has not ended', asked, [consultation({ status: 'open' })]],
    ['an end without its verdict', asked, [consultation({ verdict: null })]],
    ['a failure without its name', asked, [consultation({ status: 'failed', verdict: null })]],
  ])('names %s', (_, questions, consultations) => {
    expect(questionsWithoutEnd(questions, consultations)).toHaveLength(1);
  });

  it.each([
    ['a call that was billed and is not told', [call('billed'), call('billed')], consultation()],
    ['a call that broke off and counts as free', [call('billed'), call('lost')], consultation()],
    ['tokens of a call that was not made', [call('refused')], consultation()],
  ])('names %s', (_, calls, one) => {
    expect(callsNotAccountedFor(calls, [one])).toHaveLength(1);
  });

  it('takes a cost that the server says it does not know for an account of it', () => {
    const unknown = consultation({ cost: { usd: 0, unknown: ['steady'] } }, { usage: { inputTokens: null, outputTokens: null } });
    expect(callsNotAccountedFor([call('billed'), call('lost')], [unknown])).toEqual([]);
  });

  const delivery = (state: ShownDelivery['state']): ShownDelivery => ({
    webhookId: 'w',
    url: 'x',
    state,
    attempts: [],
    nextAttemptAt: null,
  });
  it.each(['delivered', 'given-up', 'pending'] as const)('names a delivery that is %s and should not be', (state) => {
    const late = Date.parse(endedAt) + 3_600_000;
    expect(deliveriesMissing([consultation()], new Map([['a', [delivery(state)]]]), new Map(), late)).toHaveLength(1);
    expect(deliveriesMissing([consultation()], new Map([['a', [delivery('delivered')]]]), new Map([['w', 1]]), late)).toEqual([]);
  });

  const schedule = (missed: ShownSchedule['missed'], ...outcomes: ShownSchedule['times'][number]['outcome'][]): ShownSchedule => ({
    ...{ name: 'nightly', cron: '30 2 * * *', timezone: 'UTC', missed, overlap: 'queue', circle: 'default', question, review: null },
    ...{ nextAt: null, lastAt: null },
    times: outcomes.map((outcome) => ({ at: endedAt, outcome, consultationId: null, status: null, reason: null })),
  });
  it.each(['missed', 'skipped', 'refused'] as const)(
    'names a time of a schedule that should have run and was %s, however old',
    (outcome) => {
      expect(schedulesBehind([schedule('run', 'ran', 'ran', outcome, 'ran')])).toHaveLength(1);
      expect(schedulesBehind([schedule('tell', outcome), schedule('run', 'ran')])).toEqual([]);
    },
  );

  it('names what a stopped server has left to do', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'circle-left-')), 'circle.db');
    const database = openDatabase(path);
    const owes = JSON.stringify({ schedule: 'nightly', until: endedAt, owes: endedAt, v: 1 });
    database.close();
    expect(leftBehind(path)).toEqual([]);
    const again = openDatabase(path);
    again.sql('INSERT INTO agenda VALUES (?, ?)').run('nightly', owes);
    again.sql('INSERT INTO deadLetters (provider, body, reason, at) VALUES (?, ?, ?, ?)').run('openai', '{}', 'none', endedAt);
    again.close();
    expect(leftBehind(path)).toEqual([`nightly owes its run of ${endedAt}`, '1 rows are left in deadLetters']);
  });

  it('names a data folder that grows although as much goes as comes', () => {
    const days = (megabytes: (day: number) => number) =>
      Array.from({ length: 30 }, (_, day) => ({
        levels: { heapMegabytes: 0, residentMegabytes: 0, files: 0, fileKinds: '', diskMegabytes: megabytes(day) },
      }));
    expect(diskGrowth(days((day) => Math.min(day, 5) * 10 + (day % 3) * 5))).toEqual([]);
    expect(diskGrowth(days((day) => 10 + day * 5))).toHaveLength(1);
  });

  it('names a heap and open files that grow in the life of one server, and nothing else', () => {
    const day = (starts: number, heapMegabytes: number, files: number) => ({
      starts,
      levels: { heapMegabytes, files, fileKinds: `socket ${files}`, residentMegabytes: 200, diskMegabytes: 10 },
    });
    expect(growth([day(1, 40, 30), day(1, 50, 40), day(2, 140, 30)])).toEqual([]);
    expect(growth([day(1, 40, 30), day(1, 140, 90)])).toHaveLength(2);
    const life = (heap: (at: number) => number) => Array.from({ length: 12 }, (_, at) => day(1, heap(at), 30));
    expect(growth(life((at) => 40 + Math.min(at, 4) * 8 + (at % 2) * 10))).toEqual([]);
    expect(growth(life((at) => 40 + at * 4))).toEqual([expect.stringContaining('still grows after 12 days')]);
  });
});
