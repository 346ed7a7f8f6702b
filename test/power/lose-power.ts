/** Records a server at work, cuts its power at points of its journal, and looks whether what was answered for is still there. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type SyncMode } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import { messageOf } from '../../shared/errors.ts';
import { randomFrom } from '../eval/random.ts';
import { type Answered, answered, answersFile, callsOf, digestOf, openServer, writeScripts } from './course.ts';
import { type Change, PowerDisk, readJournal } from './journal.ts';

/** What is done, and how often. */
export interface PowerOptions {
  readonly points: number;
  readonly consultations: number;
  readonly seed: string;
  /** Of how many points one is also served from, until every open consultation has ended. */
  readonly serveEach: number;
  readonly sync: SyncMode;
}

/** What was found. */
export interface PowerReport {
  readonly points: number;
  /** Writes and waits of the whole course. */
  readonly changes: number;
  readonly waits: number;
  /** What callers had been answered, added up over all points, and what of it was missing or another one. */
  readonly answers: number;
  /** Consultations that were open at a point that was served from, and have ended then. */
  readonly resumed: number;
  /** Each loss, with its point. */
  readonly lost: readonly string[];
}

/** Milliseconds for one recorded course. */
const courseMs = 300_000;

/** Runs it. Throws where nothing can be recorded. */
export async function losePower(options: PowerOptions): Promise<PowerReport> {
  const folder = mkdtempSync(join(tmpdir(), 'circle-power-'));
  try {
    const knowledge = join(folder, 'knowledge');
    mkdirSync(knowledge);
    writeScripts(knowledge);
    const changes = record(folder, knowledge, options);
    return await cutAt(changes, folder, knowledge, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function record(folder: string, knowledge: string, { consultations, sync }: PowerOptions): readonly Change[] {
  const [library, journal, data] = [join(folder, 'record.so'), join(folder, 'journal'), join(folder, 'data')];
  const argv = ['-shared', '-fPIC', '-O1', '-o', library, join(import.meta.dirname, 'record.c'), '-ldl', '-lpthread'];
  const compiled = spawnSync('cc', argv, { encoding: 'utf8' });
  if (compiled.status !== 0) throw new Error(`record.c needs a C compiler and Linux: ${compiled.error?.message ?? compiled.stderr}`);
  mkdirSync(data, { mode: 0o700 });
  const workload = [join(import.meta.dirname, 'workload.ts'), '--data', data, '--knowledge', knowledge];
  const course = spawnSync(process.execPath, [...workload, '--consultations', String(consultations), '--sync', sync], {
    encoding: 'utf8',
    timeout: courseMs,
    env: { ...process.env, LD_PRELOAD: library, POWER_FOLDER: data, POWER_JOURNAL: journal },
  });
  if (course.status !== 0) throw new Error(`the recorded server has ended with ${course.status ?? course.signal}: ${course.stderr}`);
  const changes = readJournal(readFileSync(journal));
  if (!changes.some(({ kind, file }) => kind === 'sync' && file.endsWith('-wal'))) throw new Error('nothing was recorded of the database');
  return changes;
}

async function cutAt(changes: readonly Change[], folder: string, knowledge: string, options: PowerOptions): Promise<PowerReport> {
  const random = randomFrom(options.seed);
  const points = Array.from({ length: options.points }, () => Math.floor(random() * changes.length)).toSorted((a, b) => a - b);
  const disk = new PowerDisk();
  const report = { points: points.length, changes: changes.length, waits: 0, answers: 0, resumed: 0, lost: [] as string[] };
  let told = '';
  let taken = 0;
  for (const [place, point] of points.entries()) {
    for (; taken < point; taken += 1) {
      const change = changes[taken];
      if (change === undefined) continue;
      if (change.file === answersFile) told += change.data.toString();
      else disk.take(change);
    }
    const answers = answersIn(told);
    const data = join(folder, 'after');
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { mode: 0o700 });
    for (const [file, content] of disk.lose(random)) writeFileSync(join(data, file), content, { mode: 0o600 });
    report.answers += answers.length;
    const lost = await lossesIn(data, options.sync === 'full' ? answers : []).catch((error: unknown) => [messageOf(error)]);
    report.lost.push(...lost.map((loss) => `point ${point} of ${changes.length}: ${loss}`));
    if (place % options.serveEach !== 0 || lost.length > 0) continue;
    report.resumed += await serve(data, knowledge, options.sync).catch((error: unknown) => {
      report.lost.push(`point ${point} of ${changes.length}, served again: ${messageOf(error)}`);
      return 0;
    });
  }
  report.waits = changes.filter(({ kind }) => kind === 'sync').length;
  return report;
}

/** What is answered for at a point, in whole lines. */
function answersIn(told: string): readonly Answered[] {
  return told
    .split('\n')
    .slice(0, -1)
    .map((line) => answered.parse(JSON.parse(line)));
}

async function lossesIn(data: string, answers: readonly Answered[]): Promise<readonly string[]> {
  const database = openDatabase(join(data, 'circle.db'));
  try {
    const ports = sqlitePorts({ database, clock: systemClock });
    const integrity = database.sql('PRAGMA integrity_check').get();
    const losses = integrity?.['integrity_check'] === 'ok' ? [] : [`the file is broken: ${JSON.stringify(integrity)}`];
    // Whoever has asked for a deletion may have got it without having been told.
    const deleting = new Set(answers.flatMap(({ what, id }) => (what === 'deleting' ? [id] : [])));
    for (const answer of answers) {
      const run = await ports.runs.get(answer.id);
      if (answer.what === 'deleted' ? run !== undefined : !deleting.has(answer.id) && !(await isKept(answer, ports, run)))
        losses.push(`${answer.what} ${answer.id}`);
    }
    return losses;
  } finally {
    database.close();
  }
}

async function isKept(
  { what, id, digest }: Answered,
  ports: ReturnType<typeof sqlitePorts>,
  run: Awaited<ReturnType<ReturnType<typeof sqlitePorts>['runs']['get']>>,
): Promise<boolean> {
  if (run === undefined) return false;
  if (what === 'accepted') return digestOf(run.question) === digest;
  if (what === 'feedback') return (await ports.feedback.read(id)) !== undefined;
  return run.status === 'decided' && (await ports.verdicts.get(id)) !== undefined;
}

/** Serves the folder until every consultation that is open has ended; how many those were. */
async function serve(data: string, knowledge: string, sync: SyncMode): Promise<number> {
  const server = await openServer(data, knowledge, sync);
  try {
    const calls = callsOf(server);
    const { runs } = await server.ports.listings.page({ tenant: 'default', limit: 100, status: 'open' });
    for (const { id } of runs) await calls.end(id);
    return runs.length;
  } finally {
    server.close();
  }
}
