/** The schedules of embedded mode: the sweeper, the expert probe, the estimation of reliability, and the consultations that `circles.yaml` schedules. */
import { Cron } from 'croner';
import { probeExperts } from '../../functions/jobs/probe-experts.ts';
import { relearn } from '../../functions/jobs/relearn.ts';
import { sweep } from '../../functions/jobs/sweep.ts';
import type { Removed } from '../../shared/adapters/local/sqlite-retention.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { callFunction } from '../../shared/runtime/define-function.ts';
import type { LastAlive } from './last-alive.ts';
import { runSchedules } from './schedules.ts';

/** Sweeping costs one indexed read here, so it runs more often than in the cloud. */
const sweepEvery = '*/10 * * * * *';
/** Some hundred consultations each time: a year's worth that is too old on a first day is gone within hours. */
const removeEvery = '30 * * * * *';
/** A look at a server of this machine costs next to nothing, and whoever starts one waits for it to be seen. */
const probeEvery = '*/30 * * * * *';
/** At night, and not at the full hour that everybody chooses. */
const relearnEvery = '0 17 3 * * *';
/** Milliseconds from the start to an estimation beside the nightly one: a machine that is off at night has none else. Estimating twice changes nothing. */
const relearnAfterStartMs = 600_000;

/** What the jobs do to the data folder. */
export interface FolderJobs {
  /** Removes what is older than it is to be kept. */
  removeOld(): Removed;
  /** Keeps room aside for a full disk, where it can. */
  keepReserve(): void;
}

/** Starts the schedules; returns what stops them. */
export function runJobs(ports: Ports, { removeOld, keepReserve }: FolderJobs, lastAlive?: LastAlive): () => void {
  const report = (job: string) => (error: unknown) => ports.log.error('FUNCTION_FAILED', { function: job, reason: messageOf(error) });
  const estimate = async () => void (await callFunction(relearn, ports, {}));
  const crons = [
    new Cron(sweepEvery, { catch: report('sweep'), protect: true }, async () => void (await callFunction(sweep, ports, {}))),
    new Cron(probeEvery, { catch: report('probe-experts'), protect: true }, async () => void (await callFunction(probeExperts, ports, {}))),
    new Cron(relearnEvery, { catch: report('relearn'), protect: true }, estimate),
    new Cron(new Date(ports.clock.now().getTime() + relearnAfterStartMs), { catch: report('relearn') }, estimate),
    new Cron(removeEvery, { catch: report('retention'), protect: true }, () => {
      const removed = removeOld();
      keepReserve();
      if (Object.values(removed).some((count) => count > 0)) ports.log.info('OLD_REMOVED', { ...removed });
    }),
  ];
  const stopSchedules = runSchedules(ports, lastAlive?.before, lastAlive?.had);
  return () => {
    stopSchedules();
    for (const cron of crons) cron.stop();
  };
}
