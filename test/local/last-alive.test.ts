import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LastAlive, openLastAlive } from '../../infra/local/last-alive.ts';
import type { Schedule } from '../../shared/contract/circle.ts';

let folder: string;
let open: LastAlive | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'circle-alive-'));
});
afterEach(() => {
  open?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const daily = { cron: '0 6 * * *', timezone: 'UTC' } as Schedule;
let schedules: Record<string, Schedule> = {};
const at = (time: string) => ({ now: () => new Date(`2026-03-04T${time}Z`) });
const aliveBefore = (time: string) => {
  open?.stop();
  open = openLastAlive(folder, at(time), schedules);
  return open.before?.toISOString();
};

it('knows nothing of a server before the first one', () => {
  expect(aliveBefore('10:00:00')).toBeUndefined();
  expect(statSync(join(folder, 'last-alive')).isFile()).toBe(true);
});

it('tells when the server before was at work, by the clock of the server', () => {
  aliveBefore('10:00:00');
  expect(aliveBefore('12:30:00')).toBe('2026-03-04T10:00:00.000Z');
  expect(aliveBefore('13:00:00')).toBe('2026-03-04T12:30:00.000Z');
});

it('knows which schedules the server before had, with which times', () => {
  schedules = { daily };
  aliveBefore('10:00:00');
  expect(open?.had('daily', daily)).toBe(false);
  schedules = { daily, other: daily };
  aliveBefore('11:00:00');
  const had = (name: string, schedule: Schedule) => open?.had(name, schedule);
  expect([had('daily', daily), had('daily', { ...daily, cron: '0 7 * * *' }), had('other', daily)]).toEqual([true, false, false]);
  schedules = {};
});

it('knows nothing where the clock has been set back since', () => {
  aliveBefore('10:00:00');
  expect(aliveBefore('09:00:00')).toBeUndefined();
});

it('does without a folder that it cannot write', () => {
  rmSync(folder, { recursive: true });
  expect(aliveBefore('10:00:00')).toBeUndefined();
  expect(() => readdirSync(folder)).toThrow();
});
