/** `npm test [-- NAME …]`: sets up and runs every check there is, or the named ones. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { chromium } from './console/chromium.ts';
import { type Counts, type Lane, root, type Told } from './lanes/lane.ts';
import { command } from './lanes/program.ts';
import { testRust } from './lanes/rust-lane.ts';
import { reports, vitest } from './lanes/vitest-lane.ts';

interface Step {
  readonly name: string;
  readonly run: Lane;
}

interface Outcome extends Counts {
  readonly name: string;
  readonly broken: boolean;
}

const npm =
  (script: string): Lane =>
  (told) =>
    command('npm', ['run', '--silent', script], root, told);
const project =
  (name: string): Lane =>
  (told) =>
    vitest(name, told);

interface Stage {
  /** Lanes at once where the machine has two cores. */
  readonly places: number;
  /** The longest first, so that no place stays empty while a lane waits for it. */
  readonly steps: readonly Step[];
}

/**
 * Stages that follow each other. Within a stage the lanes stand in line for its places. What compiles keeps two cores busy; of the tests a third
 * lane finds room beside two, since those on the emulator and of a server wait for deadlines more than they work.
 */
const stages: readonly Stage[] = [
  { places: 1, steps: [{ name: 'prerequisites', run: requirePrerequisites }] },
  {
    places: 2,
    steps: [
      { name: 'build', run: npm('build') },
      { name: 'check', run: npm('check') },
      { name: 'rust', run: testRust },
    ],
  },
  {
    places: 3,
    steps: [
      { name: 'ring', run: project('ring') },
      { name: 'local', run: project('local') },
      { name: 'unit', run: project('unit') },
      { name: 'console', run: testConsole },
      { name: 'infra', run: project('infra') },
      { name: 'fuzz', run: npm('fuzz') },
    ],
  },
];
const names = stages.flatMap(({ steps }) => steps).map(({ name }) => name);

/** Each must answer `--version`, else the sentence says what to do. */
const prerequisites: readonly (readonly [string, readonly string[], string])[] = [
  ['cargo', ['--version'], 'Rust is missing: install cargo (https://rustup.rs).'],
  ['python3', ['--version'], 'Python 3 is missing: install it from your system (on Debian: apt install python3 python3-venv).'],
  ['python3', ['-m', 'venv', '--help'], 'The venv module of Python is missing (on Debian: apt install python3-venv).'],
];

/** What failed, told once more at the end. */
const failures: string[] = [];

await main(process.argv.slice(2));

async function main(chosen: readonly string[]): Promise<void> {
  const unknown = chosen.filter((name) => !names.includes(name));
  if (unknown.length > 0) fail(`there is no check called ${unknown.join(', ')}; known: ${names.join(', ')}`);
  mkdirSync(reports, { recursive: true });
  const outcomes: Outcome[] = [];
  for (const stage of stages) {
    const steps = stage.steps.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
    outcomes.push(...(await runStage({ ...stage, steps })));
    // The others would fail for the same reason.
    if (outcomes.some(({ name, broken }) => broken && name === 'prerequisites')) break;
  }
  const broken = outcomes.filter((outcome) => outcome.broken);
  const sum = (field: keyof Counts) => outcomes.reduce((total, outcome) => total + outcome[field], 0);
  for (const failure of failures) console.log(`\n${failure}`);
  console.log(broken.length > 0 ? `\nfailed: ${broken.map(({ name }) => name).join(', ')}` : '\nall checks passed');
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}

/** On a machine of one core a second lane would only be in the way. */
async function runStage({ steps, places: most }: Stage): Promise<readonly Outcome[]> {
  const places = availableParallelism() > 1 ? Math.min(most, steps.length) : 1;
  const line = steps.values();
  const outcomes: Outcome[] = [];
  const takePlace = async () => {
    // The places share the line: each takes the next one when it is free.
    for (const step of line) outcomes.push(await runStep(step, places > 1));
  };
  await Promise.all(Array.from({ length: places }, takePlace));
  return outcomes;
}

/** Beside another step, the output is shown in one piece at the end. */
async function runStep({ name, run }: Step, beside: boolean): Promise<Outcome> {
  const startedAt = performance.now();
  const kept: string[] = [];
  const told: Told = {
    write: (text) => void (beside ? kept.push(text) : process.stdout.write(text)),
    failure: (text) => void failures.push(text),
  };
  console.log(`\n── ${name}${beside ? ' begins' : ''}`);
  try {
    const { passed, failed } = (await run(told)) ?? { passed: 0, failed: 0 };
    return { name, passed, failed, broken: failed > 0 };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    told.write(`${message}\n`);
    told.failure(`${name}: ${message}`);
    return { name, passed: 0, failed: 0, broken: true };
  } finally {
    if (beside) process.stdout.write(`\n── ${name}\n${kept.join('')}`);
    console.log(`── ${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  }
}

async function requirePrerequisites(): Promise<undefined> {
  for (const [program, argv, sentence] of prerequisites) {
    if (spawnSync(program, argv, { stdio: 'ignore' }).status !== 0) throw new Error(sentence);
  }
}

/** In a real browser, which is installed where that is allowed. */
async function testConsole(told: Told): Promise<Counts> {
  if (chromium() === undefined) installChromium(told);
  return vitest('console', told);
}

function installChromium(told: Told): void {
  const sentence = 'Chromium is missing: install it (on Debian: apt install chromium).';
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) throw new Error(sentence);
  told.write('Installing Chromium…\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const argv of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    spawnSync('apt-get', ['--quiet', ...argv], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  if (chromium() === undefined) throw new Error(sentence);
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
