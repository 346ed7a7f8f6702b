/**
 * Every command and every way to die: a closed pipe ends quietly, 1 of the gate is said by experts only, and no crash passes for a verdict.
 * Each case is a process of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { circleProgram } from '../../functions/cli/commands.ts';
import { publishVerdict } from '../../shared/steps/finish-run.ts';
import { goodKey, openApi } from '../support/api.ts';
import { compileCache, type Served, serveApi } from '../support/circle-command.ts';
import { runOf } from '../support/ports.ts';
import { answered } from '../support/samples.ts';

const command = join(import.meta.dirname, '../../functions/cli/circle.ts');
const folder = mkdtempSync(join(tmpdir(), 'circle-exits-'));
const finding = { severity: 'high', file: 'bad.ts', line: 1, title: 'Bad', reason: 'It is bad.' };

const api = openApi();
let served: Served;
/** Where something answers wrongly: each closes the connection, says nothing, or stops behind the head of its answer. */
const ill: Record<'dies' | 'hangs' | 'stops', { server: Server; url: string } | undefined> = {
  dies: undefined,
  hangs: undefined,
  stops: undefined,
};

beforeAll(async () => {
  api.ports.workflow.start = decide;
  served = await serveApi(api);
  ill.dies = await listen((_, response) => response.destroy());
  ill.hangs = await listen(() => undefined);
  ill.stops = await listen((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{'));
  writeFileSync(join(folder, 'good.ts'), 'export const good = 1;\n');
  writeFileSync(join(folder, 'bad.ts'), 'export const bad = 1;\n');
  writeFileSync(join(folder, 'lines.jsonl'), '{"question": "Is 7 prime?", "options": ["yes", "no"]}\n');
  await served.circle(['ask', 'Is 7 prime?', '--options', 'yes,no']);
  const { runs } = await api.ports.listings.page({ tenant: 'default', limit: 1 });
  id = runs[0]?.id ?? '';
  for (const { name, argv } of commands) {
    for (const way of patient) waits.set(`${name} ${way}`, run(argv(), { url: ill[way]?.url }));
  }
});
afterAll(() => {
  served.close();
  for (const one of Object.values(ill)) {
    one?.server.closeAllConnections();
    one?.server.close();
  }
});

/** A consultation that has ended. */
let id = '';

/** What waits for a server that says nothing waits for up to 40 s and needs no processor: all of it waits at once, beside everything else. */
const patient = ['hangs', 'stops'] as const;
const waits = new Map<string, Promise<End>>();

async function listen(answer: Parameters<typeof createServer>[1] & object) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Decides as the question says; a review of a bad file is a no, and what waits stays open. */
async function decide(run: string): Promise<void> {
  const { runs, opinions, consensus } = api.ports;
  const { question, options = [] } = await runOf(api.ports, run);
  if (question.includes('wait')) return;
  const isReview = options.includes('approve');
  const vote = isReview ? (question.includes('bad') ? 'reject' : 'approve') : 'yes';
  const list = `\`\`\`json\n${JSON.stringify(vote === 'reject' ? [finding] : [])}\n\`\`\`\nAnswer: ${vote}`;
  for (const expert of ['ada', 'bob', 'cyd']) await opinions.record(run, answered(expert, isReview ? list : vote, { vote }));
  await runs.close(run, () => 'all');
  const weighing = await consensus.weigh(run);
  await publishVerdict(run, isReview ? { ...weighing, option: options.indexOf(vote) } : weighing, api.ports);
}

interface Way {
  readonly stdout?: 'closed' | 'full';
  readonly stderr?: 'closed' | 'full';
  readonly url?: string | undefined;
  readonly interrupts?: Interrupts;
}

interface Interrupts {
  readonly signal: NodeJS.Signals;
  readonly times: number;
  /** What the question holds that is waited for. */
  readonly mark: string;
}

interface End {
  /** The code, 130 for what an interrupt has ended. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(argv: readonly string[], { stdout, stderr, url = served.url, interrupts }: Way): Promise<End> {
  const full = openSync('/dev/full', 'w');
  const sink = (way: 'closed' | 'full' | undefined) => (way === 'full' ? full : 'pipe');
  const child = spawn(process.execPath, [command, ...argv], {
    cwd: folder,
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...compileCache, CIRCLE_URL: url, CIRCLE_API_KEY: goodKey },
    stdio: ['ignore', sink(stdout), sink(stderr)],
  });
  closeSync(full);
  if (stdout === 'closed') child.stdout?.destroy();
  if (stderr === 'closed') child.stderr?.destroy();
  if (interrupts) void interrupt(child, interrupts);
  const ended = new Promise<number | null>((resolve) => child.on('close', (code, signal) => resolve(signal === 'SIGINT' ? 130 : code)));
  const read = (way: string | undefined, stream: ChildProcess['stdout']) => (way === undefined && stream !== null ? text(stream) : '');
  const [said, told, code] = await Promise.all([read(stdout, child.stdout), read(stderr, child.stderr), ended]);
  return { code, stdout: said, stderr: told };
}

/** Ctrl-C, or another signal, once the question that holds the mark is known to the server, and again at once. */
async function interrupt(child: ChildProcess, { signal, times, mark }: Interrupts): Promise<void> {
  while (child.exitCode === null && !(await isAsked(mark))) await new Promise((resolve) => setTimeout(resolve, 50));
  for (let time = 0; time < times; time += 1) child.kill(signal);
}

/** Whether one of the newest questions holds the mark: others come in meanwhile, but few. */
async function isAsked(mark: string): Promise<boolean> {
  const { runs } = await api.ports.listings.page({ tenant: 'default', limit: 100 });
  const whole = await Promise.all(runs.map(({ id }) => api.ports.runs.get(id)));
  return whole.some((run) => run?.question.includes(mark));
}

/** Each command with what it exits with where nothing is in its way, and where something is. */
const commands: readonly {
  readonly name: string;
  readonly argv: () => readonly string[];
  readonly code: number;
  readonly failed: 1 | 2;
}[] = [
  { name: 'review of a good file', argv: () => ['review', 'good.ts', '--fresh'], code: 0, failed: 2 },
  { name: 'review of a bad file', argv: () => ['review', 'bad.ts', '--fresh'], code: 1, failed: 2 },
  { name: 'ask', argv: () => ['ask', 'Is 7 prime?', '--options', 'yes,no'], code: 0, failed: 1 },
  { name: 'ask --json', argv: () => ['ask', '--json', 'Is 7 prime?', '--options', 'yes,no'], code: 0, failed: 1 },
  { name: 'show', argv: () => ['show', id], code: 0, failed: 1 },
  { name: 'show --json', argv: () => ['show', '--json', id], code: 0, failed: 1 },
  { name: 'experts', argv: () => ['experts'], code: 0, failed: 1 },
  { name: 'circles --json', argv: () => ['circles', '--json'], code: 0, failed: 1 },
  { name: 'feedback', argv: () => ['feedback', id, '--right'], code: 0, failed: 1 },
  { name: 'reliability', argv: () => ['reliability', 'default'], code: 0, failed: 1 },
  { name: 'schedules', argv: () => ['schedules'], code: 0, failed: 1 },
  { name: 'batch', argv: () => ['batch', 'lines.jsonl', '--out', `out-${Math.random()}.jsonl`], code: 0, failed: 1 },
  { name: 'estimate', argv: () => ['estimate', 'Is 7 prime?', '--options', 'yes,no'], code: 0, failed: 1 },
  { name: 'list', argv: () => ['list'], code: 0, failed: 1 },
  { name: 'report', argv: () => ['report'], code: 0, failed: 1 },
  { name: 'export', argv: () => ['export'], code: 0, failed: 1 },
  // What has ended can be neither cancelled nor answered, and what is not there not be deleted.
  { name: 'cancel', argv: () => ['cancel', id], code: 1, failed: 1 },
  { name: 'answer', argv: () => ['answer', id, 'yes', '--expert', 'ada'], code: 1, failed: 1 },
  { name: 'resend', argv: () => ['resend', 'nothing'], code: 1, failed: 1 },
  { name: 'delete', argv: () => ['delete', 'nothing'], code: 1, failed: 1 },
];

/** Commands that end in other ways, and the tests that hold those. */
const elsewhere: Readonly<Record<string, string>> = {
  backup: 'a file is its output: test/cli/keeping.test.ts',
  restore: 'it asks no server: test/cli/keeping.test.ts',
  tool: 'it asks no server: test/blackbox/shipped-rules.test.ts',
  mcp: 'it serves until its agent is gone: test/cli/mcp.test.ts',
  serve: 'it serves until it is stopped: test/blackbox/process.test.ts',
};

it('every command of the program is tried, or named with where it is', () => {
  const tried = commands.map(({ argv }) => argv()[0] ?? '');
  const known = circleProgram().commands.map((one) => one.name());
  expect([...new Set([...tried, ...Object.keys(elsewhere)])].toSorted()).toEqual(known.toSorted());
});

const helps = [['--help'], ['--version'], ['review', '--help']];

describe.concurrent.each(commands)('$name', ({ name, argv, code, failed }) => {
  it('ends with its own code where nothing is in its way', async () => {
    expect(await run(argv(), {})).toMatchObject({ code });
  });

  it('ends quietly with its own code where the reader of its output has gone', async () => {
    const end = await run(argv(), { stdout: 'closed' });
    expect(end).toMatchObject({ code });
    expect(end.stderr).not.toMatch(/EPIPE|Error|at .*\.ts/);
  });

  it.each(['closed', 'full'] as const)('ends with its own code where its error stream is %s', async (stderr) => {
    expect(await run(argv(), { stderr })).toMatchObject({ code });
  });

  it('does not pass where its output cannot be written', async () => {
    // The results of a batch are in their file.
    const expected = name === 'batch' || code !== 0 ? code : failed;
    const end = await run(argv(), { stdout: 'full' });
    expect(end).toMatchObject({ code: expected });
    // What fails anyway has nothing to write.
    if (name !== 'batch' && code !== failed) expect(end.stderr).toContain('the output could not be written: ENOSPC');
  });

  it.each(['dies', 'hangs', 'stops'] as const)(
    'fails with a sentence where the server %s',
    async (way) => {
      const end = await (waits.get(`${name} ${way}`) ?? run(argv(), { url: ill[way]?.url }));
      expect(end).toMatchObject({ code: failed, stdout: '' });
      expect(end.stderr).toMatch(/no circle answers at|has answered within|the answer broke off|unfinished: line 1/);
      expect(end.stderr).not.toMatch(/^ {4}at /m);
    },
    110_000,
  );

  it('names an option that it does not know', async () => {
    const end = await run([...argv(), '--colour'], {});
    expect(end).toMatchObject({ code: failed, stdout: '' });
    expect(end.stderr).toContain("unknown option '--colour'");
  });
});

describe.concurrent('an interrupt', { timeout: 60_000 }, () => {
  it.each([
    ['review', 'SIGINT', 1],
    ['review', 'SIGINT', 2],
    ['review', 'SIGTERM', 1],
    ['review', 'SIGHUP', 1],
    ['ask', 'SIGINT', 1],
    ['ask', 'SIGINT', 2],
    ['ask', 'SIGHUP', 1],
    ['batch', 'SIGINT', 1],
    ['batch', 'SIGINT', 2],
    ['batch', 'SIGHUP', 1],
  ] as const)('of %s by %s, %i times, ends it with 130 and no verdict', async (name, signal, times) => {
    const own = mkdtempSync(join(tmpdir(), 'circle-exit-'));
    const file = join(own, 'lines.jsonl');
    const mark = `wait-${randomUUID()}`;
    writeFileSync(file, `{"question": "Must I ${mark}?", "options": ["yes", "no"], "deadlineSeconds": 5}\n`);
    writeFileSync(join(folder, `${mark}.ts`), `// ${mark}\nawait now();\n`);
    const argv: Readonly<Record<string, readonly string[]>> = {
      review: ['review', `${mark}.ts`, '--fresh'],
      ask: ['ask', `Must I ${mark}?`, '--options', 'yes,no'],
      batch: ['batch', file],
    };
    const end = await run(argv[name] ?? [], { interrupts: { signal, times, mark } });
    expect(end).toMatchObject({ code: 130, stdout: '' });
  });
});

describe.concurrent.each(helps)('%s %s', (...argv) => {
  it.each([{}, { stdout: 'closed' }, { stderr: 'closed' }, { stderr: 'full' }] as const)('exits 0 with %j', async (way) => {
    expect(
      await run(
        argv.filter((word) => word !== undefined),
        way,
      ),
    ).toMatchObject({ code: 0 });
  });
});
