/**
 * What became of the times of a schedule: read off its runs, each of which is named by its schedule and minute, and off what was kept of a
 * time when it was decided. Only where neither says anything is it worked out from how the schedule is set now.
 */
import type { Schedule } from '../contract/circle.ts';
import type { RunState } from '../contract/run.ts';
import { type KeptTime, refusedType, type ScheduledOutcome } from '../contract/schedule.ts';
import { scheduledRunId, timesBefore } from '../domain/schedule-times.ts';
import type { Ports } from '../ports/ports.ts';

/** A time of a schedule that is over. */
export interface ScheduledTime {
  readonly at: Date;
  readonly outcome: ScheduledOutcome;
  /** Its run, where there is one. */
  readonly run: RunState | undefined;
  /** What was kept of it, if something was. */
  readonly kept: KeptTime | undefined;
}

type FoundTime = Omit<ScheduledTime, 'outcome'>;
type PastPorts = Pick<Ports, 'runs' | 'agenda'>;

/** Earlier times of a schedule that are looked at for a run, at first and at the most: more are not told one by one. */
const timesLookedAt = [10, 200] as const;

/**
 * The last `count` times before a moment, newest first, as far back as the schedule is known to have come: whether it is new or was off
 * for long cannot be told apart, so what nobody has seen is not missed.
 */
export async function readTimes(
  name: string,
  schedule: Schedule,
  { before, count }: { readonly before: Date; readonly count: number },
  ports: PastPorts,
): Promise<readonly ScheduledTime[]> {
  const past = await readPast(name, schedule, { before, count }, ports);
  const known = past.times.filter(({ at, kept }) => kept !== undefined || at.toISOString() >= past.timedSince);
  const found = await Promise.all(known.slice(0, count).map((time) => withRun(name, time, ports)));
  const oldest = found.findLastIndex(({ run, kept }) => run !== undefined || kept !== undefined);
  if (oldest >= 0) return judge(found.slice(0, oldest + 1), schedule, past);
  // Nothing is known of them: they were missed if an earlier one has run. Only the run itself is told beside them.
  const gap = await readGap(name, schedule, before, ports);
  return [...gap.slice(0, Math.max(0, count - 1)), ...gap.slice(-1)];
}

/** The times before a moment back to the newest run, which is the last of them; none where no run is found. Mostly one small read. */
export async function readGap(name: string, schedule: Schedule, before: Date, ports: PastPorts): Promise<readonly ScheduledTime[]> {
  for (const count of timesLookedAt) {
    const past = await readPast(name, schedule, { before, count }, ports);
    const gap: FoundTime[] = [];
    for (const time of past.times) {
      gap.push(await withRun(name, time, ports));
      if (gap.at(-1)?.run !== undefined) return judge(gap, schedule, past);
    }
  }
  return [];
}

/** Whether a run has not ended. */
export function isRunning(run: RunState | undefined): boolean {
  return run?.status === 'open' || run?.status === 'closed';
}

/** The times that a schedule may have had, newest first, and what judges them. */
interface Past {
  readonly times: readonly Omit<FoundTime, 'run'>[];
  /** Since when the outcome of each time is kept. */
  readonly keptSince: string | undefined;
  /** Since when the schedule is known to have these times; what lies before is told where it is kept or has run. */
  readonly timedSince: string;
  /** Since when a run of the schedule waits for the one before it. */
  readonly waits: string | undefined;
}

async function readPast(
  name: string,
  schedule: Schedule,
  { before, count }: { readonly before: Date; readonly count: number },
  { agenda }: PastPorts,
): Promise<Past> {
  const kept = new Map((await agenda.times(name, before.toISOString(), count)).map((time) => [time.at, time]));
  const declared = timesBefore(schedule, before, count).map((at) => at.toISOString());
  const times = [...new Set([...kept.keys(), ...declared])].toSorted().toReversed();
  const waits = schedule.overlap === 'queue' ? (await agenda.list()).find((entry) => entry.schedule === name)?.owes : undefined;
  return {
    times: times.map((at) => ({ at: new Date(at), kept: kept.get(at) })),
    keptSince: [...kept.keys()].at(-1),
    timedSince: timedSince([...kept.values()], schedule),
    waits,
  };
}

/** Later than any time. */
const never = '9999';

function timedSince(kept: readonly KeptTime[], { cron, timezone }: Schedule): string {
  const other = kept.findIndex((time) => time.cron !== cron || time.timezone !== timezone);
  if (other < 0) return '';
  return kept[other - 1]?.at ?? never;
}

async function withRun(name: string, time: Omit<FoundTime, 'run'>, { runs }: PastPorts): Promise<FoundTime> {
  return { ...time, run: await runs.state(scheduledRunId(name, time.at)) };
}

function judge(found: readonly FoundTime[], schedule: Schedule, past: Past): readonly ScheduledTime[] {
  return found.flatMap((time, index) => {
    const earlier = found.slice(index + 1).find((other) => other.run !== undefined)?.run;
    const outcome = decided(time) ?? undecided(time, { earlier, schedule, past });
    return outcome === undefined ? [] : [{ ...time, outcome }];
  });
}

/** What its run says, or what was kept; a run may be deleted since. */
function decided({ run, kept }: FoundTime): ScheduledOutcome | undefined {
  if (run) return run.failure?.type === refusedType ? 'refused' : 'ran';
  return kept?.outcome;
}

/** A time of which nothing is known. */
function undecided(
  { at }: FoundTime,
  { earlier, schedule, past }: { readonly earlier: RunState | undefined; readonly schedule: Schedule; readonly past: Past },
): ScheduledOutcome | undefined {
  const [time, { keptSince, timedSince, waits }] = [at.toISOString(), past];
  if (time === waits) return 'skipped';
  if (time < timedSince) return undefined;
  if (keptSince !== undefined && time > keptSince) return 'missed';
  return wasLeftOut(time, earlier, schedule, waits) ? 'skipped' : 'missed';
}

/** Whether an earlier version left the time out; else nobody was there. `earlier`: the run before it. */
function wasLeftOut(at: string, earlier: RunState | undefined, { overlap }: Schedule, waits: string | undefined): boolean {
  if (overlap === 'allow' || earlier === undefined) return false;
  // One waits, so another one is left out only behind that: until it begins.
  if (overlap === 'queue') return (waits !== undefined && at >= waits) || earlier.createdAt > at;
  return earlier.endedAt === undefined || earlier.endedAt >= at;
}
