/** The agenda of a schedule: what is settled, what is owed, and what nobody has come with yet. */
import type { Schedule } from '../contract/circle.ts';
import type { AgendaEntry } from '../contract/schedule.ts';
import { timesBefore } from '../domain/schedule-times.ts';
import { withoutUndefined } from '../domain/without-undefined.ts';
import { Unavailable } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import { readGap } from './schedule-past.ts';

type AgendaPorts = Pick<Ports, 'agenda'>;

/** Whoever comes first wins, and few come at once: the call of a time, the call before it tried again, and the job that looks. */
const changeAttempts = 10;
/** Missed times that are counted. */
const mostMissed = 200;

/** The entry of a schedule, if there is one. */
export async function readEntry(name: string, { agenda }: AgendaPorts): Promise<AgendaEntry | undefined> {
  return (await agenda.list()).find(({ schedule }) => schedule === name);
}

/** What a schedule owes, and since when somebody has been at work on it. */
export type Owed = Pick<AgendaEntry, 'owes' | 'begun'>;

/**
 * Settles a time. `owed` says what the schedule owes from now on, of what it owes already. Returns the entry before and after. Throws
 * `Unavailable`.
 */
export async function enterTime(
  name: string,
  at: Date,
  owed: (before: Owed) => Owed,
  ports: AgendaPorts,
): Promise<{ readonly before: AgendaEntry | undefined; readonly after: AgendaEntry }> {
  const time = at.toISOString();
  for (let attempt = 0; attempt < changeAttempts; attempt += 1) {
    const before = await readEntry(name, ports);
    const until = before && before.until > time ? before.until : time;
    const { owes, begun } = owed(before ?? {});
    const after = { schedule: name, until, ...withoutUndefined({ owes, begun }) };
    if (isSame(before, after) || (await ports.agenda.change(name, before, after))) return { before, after };
  }
  throw new Unavailable(`the agenda of the schedule "${name}"`);
}

function isSame(before: AgendaEntry | undefined, after: AgendaEntry): boolean {
  return before?.until === after.until && before.owes === after.owes && before.begun === after.begun;
}

/** The entry of a schedule; one that has none yet begins at its newest run, or now. */
export async function openEntry(name: string, schedule: Schedule, ports: Pick<Ports, 'agenda' | 'runs' | 'clock'>): Promise<AgendaEntry> {
  const found = await readEntry(name, ports);
  if (found) return found;
  const now = ports.clock.now();
  const newest = (await readGap(name, schedule, now, ports)).at(-1);
  const entry = { schedule: name, until: (newest?.at ?? now).toISOString() };
  await ports.agenda.change(name, undefined, entry);
  return (await readEntry(name, ports)) ?? entry;
}

/** Whether somebody is at work on the time that is owed: whoever began longer ago than such work takes, in seconds, has died. */
export function isUnderWay({ begun }: Owed, workSeconds: number, { clock }: Pick<Ports, 'clock'>): boolean {
  if (begun === undefined) return false;
  const agoMs = clock.now().getTime() - Date.parse(begun);
  // One that has not begun yet was begun before the clock was set back.
  return agoMs >= 0 && agoMs < workSeconds * 1000;
}

/** The times up to a moment that nobody has come with, newest first. */
export function unsettledTimes(schedule: Schedule, { until }: AgendaEntry, now: Date): readonly Date[] {
  return timesBefore(schedule, now, mostMissed).filter((at) => at.toISOString() > until);
}
