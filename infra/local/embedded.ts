/** Embedded mode: the same functions in one process, wired to the adapters of one machine. */
import { join } from 'node:path';
import type { BackupFile } from '../../functions/api/options.ts';
import { probeExperts } from '../../functions/jobs/probe-experts.ts';
import { childConsensus } from '../../shared/adapters/local/child-consensus.ts';
import { childRules } from '../../shared/adapters/local/child-rules.ts';
import { envVault } from '../../shared/adapters/local/env-vault.ts';
import { type LocalBus, localBus } from '../../shared/adapters/local/local-bus.ts';
import { openDatabase, type SyncMode } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { type SqliteQueue, sqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import { loseAwaited } from '../../shared/adapters/local/sqlite-requests.ts';
import { removeOld } from '../../shared/adapters/local/sqlite-retention.ts';
import { awakeClock } from '../../shared/adapters/node/awake-clock.ts';
import { httpReach } from '../../shared/adapters/node/http-reach.ts';
import { type Knowledge, retentionByCircle } from '../../shared/contract/circle.ts';
import { operator } from '../../shared/domain/principal.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Log } from '../../shared/ports/log.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { callFunction } from '../../shared/runtime/define-function.ts';
import { reviewBinary } from '../../shared/runtime/review-binary.ts';
import { showSchedule } from '../../shared/steps/show-schedule.ts';
import { leftOver } from './after-sleep.ts';
import { openBackup, removeCopies } from './backup.ts';
import { openDataFolder } from './data-folder.ts';
import { localDeployedFiles } from './deployed-files.ts';
import { runExperts } from './experts.ts';
import { runJobs } from './jobs.ts';
import { openLastAlive } from './last-alive.ts';
import type { Metrics, MetricsText } from './metrics.ts';
import { modelsWith } from './models.ts';
import { panelReader } from './panels.ts';
import type { QueueRunner } from './queue-runner.ts';
import { startOnFullDisk } from './start-on-full-disk.ts';
import { openWebhooks, runWebhooks } from './webhooks.ts';
import { whileDecidable } from './while-decidable.ts';
import { runWorkflow } from './workflow.ts';

/** What embedded mode is opened with. */
export interface EmbeddedOptions {
  /** Folder of everything that must survive a restart. */
  readonly dataFolder: string;
  readonly knowledge: Knowledge;
  /** Path of the consensus core's binary. */
  readonly core: string;
  /** Path of the binary with the rules; it is started when the first files come. @default where `npm start` builds it */
  readonly review?: string | undefined;
  readonly log: Log;
  /** Days that a consultation is kept after its end. @default for good */
  readonly retentionDays?: number | undefined;
  /** Where callers reach the API, for links in webhooks. @default links are paths */
  readonly publicUrl?: string | undefined;
  /** @default normal */
  readonly sync?: SyncMode | undefined;
  /** Why no rules can be applied yet. @default they can */
  readonly noRules?: string | undefined;
  /** Where provider keys are looked up by name. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A running circle. */
export interface Embedded {
  /** What was found and mended in the data folder, in words. */
  readonly remarks: readonly string[];
  readonly ports: Ports;
  readonly queue: SqliteQueue;
  readonly bus: LocalBus;
  /** The parts that must be ready, each with undefined or what is wrong. */
  readiness(): Promise<Readonly<Record<string, string | undefined>>>;
  /** Says that rules can be applied now, or why still not. */
  changeRules(problem: string | undefined): Promise<void>;
  /** Copies everything that is kept, while work goes on. */
  backup(): Promise<BackupFile>;
  /** The metrics, with the levels as they are now. */
  readMetrics(metrics: Metrics, droppedLines: number): Promise<MetricsText>;
  /** Takes up nothing new; resolves when all that is under way has ended, or after `milliseconds`. */
  drain(milliseconds: number): Promise<void>;
  /** Stops everything; open runs are resumed by the next start. */
  close(): void;
}

/** Opens the data folder, starts the core, the workers and the schedules, and resumes what an earlier process left open. */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dataFolder, log } = options;
  const away: { rules?: string } = options.noRules === undefined ? {} : { rules: options.noRules };
  const knowledge: Knowledge = { ...options.knowledge, away };
  const remarks = openDataFolder(dataFolder);
  removeCopies(dataFolder);
  const clock = awakeClock;
  const database = openDatabase(join(dataFolder, 'circle.db'), options.sync);
  const stored = sqlitePorts({ database, clock });
  const queue = sqliteQueue({ database, clock });
  const bus = localBus();
  const consensus = childConsensus({ binary: options.core, panels: panelReader(stored), log });
  const rules = childRules({ binary: options.review ?? reviewBinary, log });
  const vault = envVault({
    environment: options.environment,
    file: join(dataFolder, 'secrets.env'),
    clock,
    record: (use) => stored.secretUses.record(use),
  });
  const workflow = runWorkflow(() => ports);
  const webhooks = openWebhooks(vault);
  const outside = { reach: httpReach, webhooks, deployedFiles: localDeployedFiles(knowledge.folder, options.environment) };
  const runs = whileDecidable(stored.runs, consensus.whyNotStarted);
  const ports: Ports = { clock, ...stored, runs, queue, workflow, vault, consensus, rules, bus, ...outside, log, knowledge };

  const workers: QueueRunner[] = [];
  const begin = async () => {
    if (workers.length === 0) workers.push(runExperts(queue, modelsWith(rules), ports), runWebhooks(queue, ports, options.publicUrl));
    await resumeRuns(ports);
  };
  const start = startOnFullDisk(log);
  await start.orWithout(() => callFunction(probeExperts, ports, {}));
  const lastAlive = openLastAlive(dataFolder, clock, knowledge.schedules);
  const stopJobs = runJobs(
    { ...ports, listings: leftOver(stored.listings, () => workflow.running()) },
    {
      removeOld: () => removeOld({ database, clock }, { days: options.retentionDays, byCircle: retentionByCircle(knowledge.circles) }),
      keepReserve: database.keepReserve,
    },
    lastAlive,
  );
  await start.orLater(() => {
    loseAwaited(database);
    queue.releaseAll();
  }, begin);
  return {
    remarks,
    ports,
    queue,
    bus,
    async readiness() {
      return {
        store: database.whyNotWritable() ?? (await whyNot(stored.health.read())),
        consensus: (await consensus.whyNotStarted()) ?? (consensus.alive() ? undefined : 'the consensus core is not running'),
      };
    },
    async changeRules(problem) {
      delete away.rules;
      if (problem !== undefined) away.rules = problem;
      await callFunction(probeExperts, ports, {});
    },
    backup: () => openBackup(database, dataFolder),
    async readMetrics(metrics, droppedLines) {
      const declared = Object.entries(knowledge.schedules);
      const schedules = await Promise.all(declared.map(([name, schedule]) => showSchedule(name, schedule, operator.tenant, ports)));
      return metrics.read({ database, folder: dataFolder, clock, queue, droppedLines, schedules });
    },
    async drain(milliseconds) {
      stopJobs();
      lastAlive.stop();
      const over = new AbortController();
      const done = Promise.all(workers.map((worker) => worker.drain())).then(() => workflow.settle());
      await Promise.race([done, clock.sleep(milliseconds, over.signal)]).finally(() => over.abort());
    },
    close() {
      stopJobs();
      lastAlive.stop();
      start.stop();
      for (const worker of workers) worker.stop();
      workflow.abortAll();
      consensus.close();
      rules.close();
      handBack(queue);
      // Calls under way may still end: what they would write is repeated after the next start.
      database.close();
    },
  };
}

/** Further than any deadline: all runs that have not ended. */
const everyDeadline = '9999';

/** Starts the workflow again for each run that an earlier process left open; every step is safe to repeat. */
async function resumeRuns({ listings, workflow, log }: Pick<Ports, 'listings' | 'workflow' | 'log'>): Promise<void> {
  const open = await listings.overdue(everyDeadline, Number.MAX_SAFE_INTEGER);
  for (const run of open) {
    await workflow.start(run.id, { consultationId: run.id });
    log.info('CONSULTATION_RESUMED', { consultationId: run.id, status: run.status });
  }
}

/** What is in hand comes back after the next start, and a clean stop uses up no try. */
function handBack(queue: SqliteQueue): void {
  try {
    queue.handBack();
  } catch {
    // On a disk that takes nothing: each is counted as in the hands of a process that died.
  }
}

async function whyNot(check: Promise<unknown>): Promise<string | undefined> {
  return check.then(
    () => undefined,
    (error: unknown) => messageOf(error),
  );
}
