/**
 * The consultations that `circles.yaml` schedules, in embedded mode: at their times, by their rule for runs that overlap, and, after a time in
 * which the server did not run, what was missed. Each run is named by its schedule and minute, so that nothing else has to be remembered, and
 * a second process or a restart in the same minute asks once.
 */
import { Cron } from 'croner';
import type { Schedule } from '../../shared/contract/circle.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';

type SchedulePorts = Pick<Ports, 'workflow' | 'runs' | 'log' | 'clock'>;

/** Earlier times of a schedule that are looked at for runs: more are not told one by one. */
const timesLookedAt = 50;
/** Milliseconds between two looks at a run that another one waits for. */
const lookMs = 5000;

/** Name of the run of a schedule at a time, to the minute; also the id of its consultation. */
export function scheduledRunId(name: string, at: Date): string {
  return `schedule-${name}-${at.toISOString().slice(0, 16).replaceAll(/\D/g, '')}`;
}

/** Starts the schedules, and looks once at what was missed; returns what stops them. */
export function runSchedules(schedules: Readonly<Record<string, Schedule>>, ports: SchedulePorts): () => void {
  const stopped = new AbortController();
  const crons = Object.entries(schedules).map(([name, schedule]) => {
    const failed = (error: unknown) => ports.log.error('FUNCTION_FAILED', { function: `schedule ${name}`, reason: messageOf(error) });
    const job = new Cron(schedule.cron, { timezone: schedule.timezone, catch: failed, paused: true });
    const past = lookBack(name, job, ports);
    const run = scheduleRunner(name, schedule, past, ports, stopped.signal);
    job.schedule((self: Cron) => run(self.currentRun() ?? ports.clock.now()));
    job.resume();
    makeUp(name, schedule, past, ports, run).catch(failed);
    return job;
  });
  return () => {
    for (const cron of crons) cron.stop();
    stopped.abort(new Error('the schedules are stopped'));
  };
}

/** What there is of a schedule before now. */
interface Past {
  /** Times at which nothing has run, newest first; none where the schedule has never run. */
  readonly missed: readonly Date[];
  /** The newest run. */
  readonly last: string | undefined;
}

async function lookBack(name: string, job: Cron, { runs, clock }: SchedulePorts): Promise<Past> {
  const missed: Date[] = [];
  for (const time of job.previousRuns(timesLookedAt, clock.now())) {
    const id = scheduledRunId(name, time);
    if ((await runs.state(id)) !== undefined) return { missed, last: id };
    missed.push(time);
  }
  // Whether it is new or has been off for long cannot be told apart: what nobody has seen run is not missed.
  return { missed: [], last: undefined };
}

/** After a time without a server: the newest of the missed runs is made up, or all of them are told, as the schedule says. */
async function makeUp(
  name: string,
  { missed }: Schedule,
  past: Promise<Past>,
  { log }: SchedulePorts,
  run: (at: Date) => Promise<void>,
): Promise<void> {
  const { missed: times } = await past;
  const [newest] = times;
  if (newest === undefined) return;
  log.warn('SCHEDULE_MISSED', { schedule: name, runs: times.length, since: times.at(-1)?.toISOString(), madeUp: missed === 'run' });
  if (missed === 'run') await run(newest);
}

/** What starts a run of a schedule, by its rule for runs that overlap. */
function scheduleRunner(
  name: string,
  { overlap, consultation }: Schedule,
  past: Promise<Past>,
  { workflow, runs, log, clock }: SchedulePorts,
  stopped: AbortSignal,
): (at: Date) => Promise<void> {
  let last: string | undefined;
  let isWaiting = false;
  const isRunning = async () => {
    last ??= (await past).last;
    return last !== undefined && ['open', 'closed'].includes((await runs.state(last))?.status ?? '');
  };
  const left = (at: Date, reason: string) => log.warn('SCHEDULE_SKIPPED', { schedule: name, at: at.toISOString(), running: last, reason });
  const waitForEnd = async () => {
    isWaiting = true;
    while (!stopped.aborted && (await isRunning())) await clock.sleep(lookMs, stopped);
    isWaiting = false;
  };

  return async (at) => {
    if (overlap !== 'allow' && (await isRunning())) {
      if (overlap === 'skip') return left(at, 'the run before it has not ended');
      if (isWaiting) return left(at, 'another run waits for the one before it');
      await waitForEnd();
      if (stopped.aborted) return;
    }
    last = scheduledRunId(name, at);
    await workflow.start(last, consultation);
  };
}
