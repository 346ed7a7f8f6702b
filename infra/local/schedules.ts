/**
 * The consultations that `circles.yaml` schedules, in embedded mode: a timer for each, what was missed in a time in which the server did not
 * run, and runs that are owed.
 */
import { Cron } from 'croner';
import { startOwed } from '../../functions/jobs/start-owed.ts';
import { startScheduled } from '../../functions/jobs/start-scheduled.ts';
import type { StartPorts } from '../../functions/jobs/start-time.ts';
import type { Schedule } from '../../shared/contract/circle.ts';
import { timeOf, timerOf, timesBefore } from '../../shared/domain/schedule-times.ts';
import { messageOf } from '../../shared/errors.ts';
import { callFunction } from '../../shared/runtime/define-function.ts';
import { keepMissed } from '../../shared/steps/keep-time.ts';
import { readGap } from '../../shared/steps/schedule-past.ts';
import type { LastAlive } from './last-alive.ts';

/** Missed times of a schedule that has never run which are counted. */
const mostTold = 200;
/** A look at what is owed costs one read of a row or none. */
const startOwedEvery = '*/5 * * * * *';
/** Seconds after which a time that no timer has come with was missed: one that failed on a full disk is tried again by then. */
const lateSeconds = 30;

/**
 * Starts the schedules, and looks at what is owed and what was missed; returns what stops them. `aliveUntil`: when the server before this one
 * was last at work, which has told what was missed until then; `had`: whether it had a schedule, which else may be new.
 */
export function runSchedules(ports: StartPorts, aliveUntil?: Date, had: LastAlive['had'] = () => false): () => void {
  const inTurn = oneAtATime();
  const failed = (name: string) => (error: unknown) => ports.log.error('FUNCTION_FAILED', { function: name, reason: messageOf(error) });
  const startedAt = ports.clock.now();
  const run = (schedule: string, at: Date) =>
    callFunction(startScheduled, ports, { schedule, at: at.toISOString(), toldUntil: startedAt.toISOString() });
  const declared = Object.entries(ports.knowledge.schedules);
  inTurn(async () => {
    for (const [name, schedule] of declared)
      if (schedule.missed === 'tell') {
        const lived = { now: startedAt, aliveUntil, isKnown: had(name, schedule) };
        // What cannot be kept, as on a full disk, keeps nothing else from its turn.
        await tellMissed(name, schedule, lived, ports).catch(failed(`schedule ${name}`));
      }
    // Whatever nobody has come with by now was missed.
    await callFunction(startOwed, ports, { lateSeconds: 0, workSeconds: 0 });
  }).catch(failed('start-owed'));
  const crons = declared.map(([name, schedule]) => {
    return timerOf(schedule, { catch: failed(`schedule ${name}`) }, async () => {
      await inTurn(() => run(name, timeOf(schedule, ports.clock.now())));
    });
  });
  const takeUp = async () => {
    await inTurn(() => callFunction(startOwed, ports, { lateSeconds, workSeconds: 0 }));
  };
  crons.push(new Cron(startOwedEvery, { catch: failed('start-owed'), protect: true }, takeUp));
  return () => {
    for (const cron of crons) cron.stop();
  };
}

/** After a time without a server: what was missed is told, and kept. */
async function tellMissed(
  name: string,
  schedule: Schedule,
  { now, aliveUntil, isKnown }: { readonly now: Date; readonly aliveUntil: Date | undefined; readonly isKnown: boolean },
  ports: Pick<StartPorts, 'runs' | 'agenda' | 'log'>,
): Promise<void> {
  const isNew = (at: Date) => aliveUntil === undefined || at > aliveUntil;
  const gap = await readGap(name, schedule, now, ports);
  // It has never run: its times count from when a server has had it.
  const neverRun = gap.length === 0 && isKnown && aliveUntil !== undefined;
  const times = neverRun ? timesBefore(schedule, now, mostTold) : gap.filter(({ outcome }) => outcome === 'missed').map(({ at }) => at);
  const missed = times.filter(isNew);
  if (missed.length > 0)
    ports.log.warn('SCHEDULE_MISSED', { schedule: name, runs: missed.length, since: missed.at(-1)?.toISOString(), madeUp: false });
  await keepMissed({ name, schedule, missed: neverRun ? missed : times }, ports);
}

/** Two looks at the same schedule at once would each tell of what they do. */
function oneAtATime(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}
