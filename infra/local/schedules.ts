/**
 * The consultations that `circles.yaml` schedules, in embedded mode: a timer for each, what was missed in a time in which the server did not
 * run, and runs that are owed.
 */
import { Cron } from 'croner';
import { startOwed } from '../../functions/jobs/start-owed.ts';
import { startScheduled } from '../../functions/jobs/start-scheduled.ts';
import type { StartPorts } from '../../functions/jobs/start-time.ts';
import type { Schedule } from '../../shared/contract/circle.ts';
import { timeOf, timerOf } from '../../shared/domain/schedule-times.ts';
import { messageOf } from '../../shared/errors.ts';
import { callFunction } from '../../shared/runtime/define-function.ts';
import { readGap } from '../../shared/steps/schedule-past.ts';

/** A look at what is owed costs one read of a row or none. */
const startOwedEvery = '*/5 * * * * *';
/** Seconds after which a time that no timer has come with was missed: one that failed on a full disk is tried again by then. */
const lateSeconds = 30;

/**
 * Starts the schedules, and looks at what is owed and what was missed; returns what stops them. `aliveUntil`: when the server before this one
 * was last at work, which has told what was missed until then.
 */
export function runSchedules(ports: StartPorts, aliveUntil?: Date): () => void {
  const inTurn = oneAtATime();
  const failed = (name: string) => (error: unknown) => ports.log.error('FUNCTION_FAILED', { function: name, reason: messageOf(error) });
  const startedAt = ports.clock.now();
  const run = (schedule: string, at: Date) =>
    callFunction(startScheduled, ports, { schedule, at: at.toISOString(), toldUntil: startedAt.toISOString() });
  const declared = Object.entries(ports.knowledge.schedules);
  inTurn(async () => {
    for (const [name, schedule] of declared)
      if (schedule.missed === 'tell') await tellMissed(name, schedule, { now: startedAt, aliveUntil }, ports);
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

/** After a time without a server: what was missed is told. */
async function tellMissed(
  name: string,
  schedule: Schedule,
  { now, aliveUntil }: { readonly now: Date; readonly aliveUntil: Date | undefined },
  ports: Pick<StartPorts, 'runs' | 'agenda' | 'log'>,
): Promise<void> {
  const isNew = (at: Date) => aliveUntil === undefined || at > aliveUntil;
  const missed = (await readGap(name, schedule, now, ports)).filter(({ outcome, at }) => outcome === 'missed' && isNew(at));
  if (missed.length === 0) return;
  ports.log.warn('SCHEDULE_MISSED', { schedule: name, runs: missed.length, since: missed.at(-1)?.at.toISOString(), madeUp: false });
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
