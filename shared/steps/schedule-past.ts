/**
 * What became of the times of a schedule, read off its runs: each is named by its schedule and minute, so that nothing else has to be
 * remembered, and no list of our own can disagree with the runs.
 */
import type { Schedule } from '../contract/circle.ts';
import type { RunState } from '../contract/run.ts';
import { refusedType, type ScheduledOutcome } from '../contract/schedule.ts';
import { scheduledRunId, timesBefore } from '../domain/schedule-times.ts';
import type { Ports } from '../ports/ports.ts';

/** A time of a schedule that is over. */
export interface ScheduledTime {
  readonly at: Date;
  readonly outcome: ScheduledOutcome;
  /** Its run, where there is one. */
  readonly run: RunState | undefined;
}

type FoundTime = Pick<ScheduledTime, 'at' | 'run'>;
type PastPorts = Pick<Ports, 'runs' | 'agenda'>;

/** Earlier times of a schedule that are looked at for a run: more are not told one by one. */
const timesLookedAt = 200;

/**
 * The last `count` times before a moment, newest first, as far back as the schedule is known to have run: whether it is new or was off
 * for long cannot be told apart, so what nobody has seen run is not missed.
 */
export async function readTimes(
  name: string,
  schedule: Schedule,
  { before, count }: { readonly before: Date; readonly count: number },
  ports: PastPorts,
): Promise<readonly ScheduledTime[]> {
  const { runs } = ports;
  const times = timesBefore(schedule, before, count);
  const found = await Promise.all(times.map(async (at) => ({ at, run: await runs.state(scheduledRunId(name, at)) })));
  const oldest = found.findLastIndex(({ run }) => run !== undefined);
  if (oldest >= 0) return judge(found.slice(0, oldest + 1), schedule, await waitingSince(name, schedule, ports));
  // None of them has run: they were missed if an earlier one has. Only the run itself is told beside them.
  const gap = await readGap(name, schedule, before, ports);
  return [...gap.slice(0, Math.max(0, count - 1)), ...gap.slice(-1)];
}

/** The times before a moment back to the newest run, which is the last of them; none where no run is found. Mostly one small read. */
export async function readGap(name: string, schedule: Schedule, before: Date, ports: PastPorts): Promise<readonly ScheduledTime[]> {
  const gap: FoundTime[] = [];
  for (const at of timesBefore(schedule, before, timesLookedAt)) {
    gap.push({ at, run: await ports.runs.state(scheduledRunId(name, at)) });
    if (gap.at(-1)?.run !== undefined) return judge(gap, schedule, await waitingSince(name, schedule, ports));
  }
  return [];
}

/** Whether a run has not ended. */
export function isRunning(run: RunState | undefined): boolean {
  return run?.status === 'open' || run?.status === 'closed';
}

/** Since when a run of the schedule waits for the one before it. */
async function waitingSince(name: string, { overlap }: Schedule, { agenda }: PastPorts): Promise<string | undefined> {
  return overlap === 'queue' ? (await agenda.list()).find(({ schedule }) => schedule === name)?.owes : undefined;
}

function judge(found: readonly FoundTime[], schedule: Schedule, waits: string | undefined): readonly ScheduledTime[] {
  return found.map(({ at, run }, index) => {
    if (run) return { at, run, outcome: run.failure?.type === refusedType ? 'refused' : 'ran' };
    const earlier = found.slice(index + 1).find((other) => other.run !== undefined)?.run;
    return { at, run, outcome: wasLeftOut(at, earlier, schedule, waits) ? 'skipped' : 'missed' };
  });
}

/** Whether somebody left the time out, or has it wait; else nobody was there. `earlier`: the run before it. */
function wasLeftOut(at: Date, earlier: RunState | undefined, { overlap }: Schedule, waits: string | undefined): boolean {
  if (overlap === 'allow' || earlier === undefined) return false;
  // One waits, so another one is left out only behind that: until it begins.
  if (overlap === 'queue') return (waits !== undefined && at.toISOString() >= waits) || earlier.createdAt > at.toISOString();
  return earlier.endedAt === undefined || earlier.endedAt >= at.toISOString();
}
