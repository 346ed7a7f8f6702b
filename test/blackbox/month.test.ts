/** A short day of `npm run soak -- --hours N`: a real server that is killed, whose provider breaks off its answers, and whose disk is full for a while. */
import { beforeAll, expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { liveMonth } from '../soak/month/month.ts';
import { planMonth } from '../soak/month/plan.ts';

/** A seed whose first day holds what is worth most in little time. */
const seed = 814;

beforeAll(() => {
  requireCore(() => undefined);
}, 900_000);

it('is planned by its seed alone, and everything happens in its turn', () => {
  expect(planMonth(seed, 30)).toEqual(planMonth(seed, 30));
  const [first] = planMonth(seed, 1);
  expect(first?.happenings.map(({ what }) => what).sort()).toEqual(['disk-full', 'kill', 'outage']);
  expect(new Set(planMonth(seed, 3).flatMap(({ happenings }) => happenings.map(({ what }) => what))).size).toBe(9);
});

it('adds up after a day of kills, full disks and broken answers over data of an earlier version', { timeout: 150_000 }, async () => {
  const said: string[] = [];
  const { wrong, questions, consultations, calls, starts } = await liveMonth({
    seed,
    days: 1,
    daySeconds: 9,
    say: (line) => said.push(line),
  });
  expect(wrong).toEqual([]);
  expect(starts).toBe(2);
  expect(questions).toBeGreaterThan(3);
  expect(consultations, 'those of the callers, and those that an earlier version has left').toBeGreaterThanOrEqual(questions + 4);
  expect(calls).toBeGreaterThan(questions);
  expect(said).toHaveLength(1);
});
