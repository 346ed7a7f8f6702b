/** What schedules promise: a run that waits for the one before it, and one that was missed, are asked once each. */
import { expect } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Tell } from './context.ts';

const timeOf = (year: number) => `${year}-01-01T00:00:00.000Z`;
const idOf = (schedule: string, year: number) => `schedule-${schedule}-${year}01010000`;
/** The last year that has begun: a time that the clock has passed for certain. */
const thisYear = new Date().getUTCFullYear();
/** Milliseconds in which a job that was called has done its work. */
const patienceMs = 30_000;

/** Tests of schedules. */
export function tellScheduling(tell: Tell): void {
  tell('has a run of a schedule wait for the one before it, and asks it once that has ended', async ({ circle, target }) => {
    const [first, second] = [idOf('waiting', thisYear - 1), idOf('waiting', thisYear)];
    const status = async (id: string) => (await circle.send('GET', `/v1/consultations/${id}`)).status;
    const entry = async () => (await target.agenda.list()).find(({ schedule }) => schedule === 'waiting');
    await target.startScheduled('waiting', timeOf(thisYear - 1));
    await target.startScheduled('waiting', timeOf(thisYear));
    await target.startOwed();
    expect([await status(first), await status(second)]).toEqual([200, 404]);
    expect(await entry()).toMatchObject({ owes: timeOf(thisYear) });

    expect((await circle.cancel(first)).status).toBe(200);
    for (let time = 0; time < 2; time += 1) await target.startOwed();
    await eventually(async () => ((await status(second)) === 200 ? true : undefined), patienceMs);
    expect(await circle.look(second)).toMatchObject({ status: 'open' });
    await eventually(async () => ((await entry())?.owes === undefined ? true : undefined), patienceMs);
    await circle.cancel(second);
  });

  tell('makes up the newest run of a schedule that was missed, once', async ({ circle, target }) => {
    const place = async () => (await target.agenda.list()).find(({ schedule }) => schedule === 'owing');
    const entry = { schedule: 'owing', until: timeOf(thisYear - 3) };
    // The job of the clock may have been here before.
    await eventually(async () => ((await target.agenda.change('owing', await place(), entry)) ? true : undefined), patienceMs);
    for (let time = 0; time < 2; time += 1) await target.startOwed();
    expect(await circle.end(idOf('owing', thisYear))).toMatchObject({ status: 'decided' });
    expect((await circle.send('GET', `/v1/consultations/${idOf('owing', thisYear - 1)}`)).status).toBe(404);
    expect(await place()).toEqual({ schedule: 'owing', until: timeOf(thisYear) });
  });
}
