/**
 * The consultations that `circles.yaml` schedules, in embedded mode: a timer for each, a wait for runs that must not overlap, and, after a time
 * in which the server did not run, what was missed.
 */
import { Cron } from 'croner';
import { startScheduled } from '../../functions/jobs/start-scheduled.ts';
import type { Schedule } from '../../shared/contract/circle.ts';
import { timeOf } from '../../shared/domain/schedule-times.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { callFunction } from '../../shared/runtime/define-function.ts';
import { readGap } from '../../shared/steps/schedule-past.ts';

type SchedulePorts = Parameters<typeof startScheduled.run>[1];

/** Milliseconds between two looks at a run that another one waits for. */
const lookMs = 5000;

/**
 * Starts the schedules, and looks once at what was missed; returns what stops them. `aliveUntil`: when the server before this one was last at
 * work, which has told what was missed until then.
 */
export function runSchedules(ports: SchedulePorts, aliveUntil?: Date): () => void {
  const stopped = new AbortController();
  const crons = Object.entries(ports.knowledge.schedules).map(([name, schedule]) => {
    const failed = (error: unknown) => ports.log.error('FUNCTION_FAILED', { function: `schedule ${name}`, reason: messageOf(error) });
    const startedAt = ports.clock.now();
    const run = scheduleRunner(name, startedAt, ports, stopped.signal);
    makeUp(name, schedule, { now: startedAt, aliveUntil }, ports, run).catch(failed);
    return new Cron(schedule.cron, { timezone: schedule.timezone, catch: failed }, () => run(timeOf(schedule, ports.clock.now())));
  });
  return () => {
    for (const cron of crons) cron.stop();
    stopped.abort(new Error('the schedules are stopped'));
  };
}

/** After a time without a server: the newest of the missed runs is made up, or all of them are told, as the schedule says. */
async function makeUp(
  name: string,
  schedule: Schedule,
  { now, aliveUntil }: { readonly now: Date; readonly aliveUntil: Date | undefined },
  ports: Pick<Ports, 'runs' | 'log'>,
  run: (at: Date) => Promise<void>,
): Promise<void> {
  const madeUp = schedule.missed === 'run';
  const isNew = (at: Date) => madeUp || aliveUntil === undefined || at > aliveUntil;
  const missed = (await readGap(name, schedule, now, ports)).filter(({ outcome, at }) => outcome === 'missed' && isNew(at));
  const [newest] = missed;
  if (newest === undefined) return;
  ports.log.warn('SCHEDULE_MISSED', { schedule: name, runs: missed.length, since: missed.at(-1)?.at.toISOString(), madeUp });
  if (madeUp) await run(newest.at);
}

/** What starts a run of a schedule at a time, once the one before it has ended where the schedule wants that. */
function scheduleRunner(name: string, startedAt: Date, ports: SchedulePorts, stopped: AbortSignal): (at: Date) => Promise<void> {
  let isWaiting = false;
  return async (at) => {
    const waits = !isWaiting;
    const input = { schedule: name, at: at.toISOString(), toldUntil: startedAt.toISOString(), waits };
    for (;;) {
      const { outcome } = await callFunction(startScheduled, ports, input);
      if (outcome !== 'waits') break;
      isWaiting = true;
      await ports.clock.sleep(lookMs, stopped);
      if (stopped.aborted) return;
    }
    if (waits) isWaiting = false;
  };
}
