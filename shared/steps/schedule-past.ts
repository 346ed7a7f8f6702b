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
  { runs }: Pick<Ports, 'runs'>,
): Promise<readonly ScheduledTime[]> {
  const times = timesBefore(schedule, before, count);
  const found = await Promise.all(times.map(async (at) => ({ at, run: await runs.state(scheduledRunId(name, at)) })));
  const oldest = found.findLastIndex(({ run }) => run !== undefined);
  if (oldest >= 0) return judge(found.slice(0, oldest + 1), schedule);
  // None of them has run: they were missed if an earlier one has. Only the run itself is told beside them.
  const gap = await readGap(name, schedule, before, { runs });
  return [...gap.slice(0, Math.max(0, count - 1)), ...gap.slice(-1)];
}

/** The times before a moment back to the newest run, which is the last of them; none where no run is found. Mostly one small read. */
export async function readGap(
  name: string,
  schedule: Schedule,
  before: Date,
  { runs }: Pick<Ports, 'runs'>,
): Promise<readonly ScheduledTime[]> {
  const gap: { at: Date; run: RunState | undefined }[] = [];
  for (const at of timesBefore(schedule, before, timesLookedAt)) {
    gap.push({ at, run: await runs.state(scheduledRunId(name, at)) });
    if (gap.at(-1)?.run !== undefined) return judge(gap, schedule);
  }
  return [];
}

/** Whether a run has not ended. */
export function isRunning(run: RunState | undefined): boolean {
  return run?.status === 'open' || run?.status === 'closed';
}

function judge(found: readonly { at: Date; run: RunState | undefined }[], { overlap }: Schedule): readonly ScheduledTime[] {
  return found.map(({ at, run }, index) => {
    if (run) return { at, run, outcome: run.failure?.type === refusedType ? 'refused' : 'ran' };
    const earlier = found.slice(index + 1).find((other) => other.run !== undefined)?.run;
    const overlapped =
      overlap !== 'allow' && earlier !== undefined && (earlier.endedAt === undefined || earlier.endedAt >= at.toISOString());
    return { at, run, outcome: overlapped ? 'skipped' : 'missed' };
  });
}
