/** A short day of `npm run soak -- --hours N`: a real server that is killed, whose provider breaks off its answers, and whose disk is full for a while. */
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { liveMonth } from '../soak/month/month.ts';
import { type Day, happenings, planMonth } from '../soak/month/plan.ts';

/** A seed whose first day holds what is worth most in little time. */
const seed = 1281;

beforeAll(() => {
  requireCore(() => undefined);
}, 900_000);

it('is planned by its seed alone, and everything happens in its turn', () => {
  expect(planMonth(seed, 30)).toEqual(planMonth(seed, 30));
  const [first] = planMonth(seed, 1);
  expect(first?.happenings.map(({ what }) => what).sort()).toEqual(['disk-full', 'kill', 'outage']);
  expect(new Set(planMonth(seed, 4).flatMap(({ happenings: all }) => all.map(({ what }) => what)))).toEqual(new Set(happenings));
});

it('leaves one server alive for the calm days of a long month, and ends it on others', () => {
  const ends = ({ happenings: all, night }: Day) => night === 'off' || all.some(({ what }) => ['kill', 'stop', 'deploy'].includes(what));
  const month = planMonth(seed, 30);
  // The last of the twelve calm days ends in any night.
  expect(month.slice(11, 22).filter(ends)).toEqual([]);
  expect([...month.slice(0, 11), ...month.slice(23)].filter(ends).length).toBeGreaterThan(9);
});

it('adds up after a day of kills, full disks and broken answers over data of an earlier version, with an update', {
  timeout: 600_000,
}, async () => {
  const said: string[] = [];
  const { wrong, questions, consultations, calls, starts } = await liveMonth({
    seed,
    days: 1,
    daySeconds: 9,
    // The same code once more: it reads what the update has left.
    earlier: join(import.meta.dirname, '../..'),
    say: (line) => said.push(line),
  });
  expect(wrong).toEqual([]);
  expect(starts, 'at first, twice at the update, and after the kill').toBe(4);
  expect(questions).toBeGreaterThan(3);
  expect(consultations, 'those of the callers, and those that an earlier version has left').toBeGreaterThanOrEqual(questions + 4);
  expect(calls).toBeGreaterThan(questions);
  expect(said).toEqual([expect.stringContaining('updated; the earlier code reads the data still'), expect.stringContaining('day 1: ')]);
});
