/** `npm test [-- NAME …]`: sets up and runs every check there is, or the named ones. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { chromium } from './console/chromium.ts';

const root = join(import.meta.dirname, '..');
const rust = join(root, 'rust-lambda');
const reports = join(root, 'build', 'test-reports');

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** What vitest reports as JSON. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

interface Outcome extends Counts {
  readonly name: string;
  readonly broken: boolean;
}

/** What failed, told once more at the end: a long log is often kept by its tail only. */
const failures: string[] = [];
const longestFailure = 1_500;

interface Step {
  readonly name: string;
  /** Runs the step; undefined counts mean that it has no tests of its own to count. Throws if it fails. */
  run(): Counts | undefined;
}

const steps: readonly Step[] = [
  { name: 'prerequisites', run: requirePrerequisites },
  { name: 'check', run: () => command('npm', ['run', '--silent', 'check'], root) },
  { name: 'rust', run: testRust },
  { name: 'build', run: () => command('npm', ['run', '--silent', 'build'], root) },
  { name: 'unit', run: () => vitest('unit') },
  { name: 'infra', run: () => vitest('infra') },
  { name: 'local', run: () => vitest('local') },
  { name: 'console', run: testConsole },
  { name: 'fuzz', run: () => command('npm', ['run', '--silent', 'fuzz'], root) },
  { name: 'ring', run: () => vitest('ring') },
];

/** Each must answer `--version`, else the sentence says what to do. */
const prerequisites: readonly (readonly [string, readonly string[], string])[] = [
  ['cargo', ['--version'], 'Rust is missing: install cargo (https://rustup.rs).'],
  ['python3', ['--version'], 'Python 3 is missing: install it from your system (on Debian: apt install python3 python3-venv).'],
  ['python3', ['-m', 'venv', '--help'], 'The venv module of Python is missing (on Debian: apt install python3-venv).'],
];

main(process.argv.slice(2));

function main(chosen: readonly string[]): void {
  const unknown = chosen.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) fail(`there is no check called ${unknown.join(', ')}; known: ${steps.map(({ name }) => name).join(', ')}`);
  mkdirSync(reports, { recursive: true });
  const outcomes: Outcome[] = [];
  for (const step of steps.filter(({ name }) => chosen.length === 0 || chosen.includes(name))) {
    const outcome = runStep(step);
    outcomes.push(outcome);
    // The others would fail for the same reason.
    if (outcome.broken && step.name === 'prerequisites') break;
  }
  const broken = outcomes.filter((outcome) => outcome.broken);
  const sum = (field: keyof Counts) => outcomes.reduce((total, outcome) => total + outcome[field], 0);
  for (const failure of failures) console.log(`\n${failure}`);
  console.log(broken.length > 0 ? `\nfailed: ${broken.map(({ name }) => name).join(', ')}` : '\nall checks passed');
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}

function runStep({ name, run }: Step): Outcome {
  const startedAt = performance.now();
  console.log(`\n── ${name}`);
  try {
    const { passed, failed } = run() ?? { passed: 0, failed: 0 };
    return { name, passed, failed, broken: failed > 0 };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    return { name, passed: 0, failed: 0, broken: true };
  } finally {
    console.log(`── ${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  }
}

function requirePrerequisites(): undefined {
  for (const [program, argv, sentence] of prerequisites) {
    if (spawnSync(program, argv, { stdio: 'ignore' }).status !== 0) throw new Error(sentence);
  }
}

/** In a real browser, which is installed where that is allowed. */
function testConsole(): Counts {
  if (chromium() === undefined) installChromium();
  return vitest('console');
}

function installChromium(): void {
  const sentence = 'Chromium is missing: install it (on Debian: apt install chromium).';
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) throw new Error(sentence);
  console.log('Installing Chromium…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const argv of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    spawnSync('apt-get', ['--quiet', ...argv], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  if (chromium() === undefined) throw new Error(sentence);
}

/** Format and lint where rustup's components are there; Debian packages them apart, so their absence is said, not hidden. */
function testRust(): Counts {
  for (const [component, argv] of [
    ['fmt', ['fmt', '--all', '--check']],
    ['clippy', ['clippy', '--locked', '--workspace', '--all-targets', '--', '-D', 'warnings']],
  ] as const) {
    const there = spawnSync('cargo', [component, '--version'], { stdio: 'ignore' }).status === 0;
    if (there) command('cargo', argv, rust);
    else
      console.warn(
        `NOT CHECKED: cargo ${component} is not installed (rustup component add ${component === 'fmt' ? 'rustfmt' : component})`,
      );
  }
  const { status, stdout } = spawnSync('cargo', ['test', '--locked'], {
    cwd: rust,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  process.stdout.write(stdout);
  failures.push(...[...stdout.matchAll(/^test (.+) \.\.\. FAILED$/gm)].map(([, test]) => `rust: ${test}`));
  const results = [...stdout.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed/gm)];
  const counts = results.reduce(
    (sum, [, passed, failed]) => ({ passed: sum.passed + Number(passed), failed: sum.failed + Number(failed) }),
    {
      passed: 0,
      failed: 0,
    },
  );
  if (status !== 0 && counts.failed === 0) throw new Error('cargo test failed');
  if (counts.passed === 0) throw new Error('cargo test ran no test');
  return counts;
}

function vitest(project: string): Counts {
  const report = join(reports, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { status } = spawnSync('vitest', ['run', '--project', project, ...reporters], { cwd: root, stdio: 'inherit' });
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  failures.push(...testResults.flatMap((file) => failuresOf(project, file)));
  requireNoneSkipped(project, testResults);
  if (!numPassedTests) throw new Error(`${project} ran no test`);
  if (status !== 0 && !numFailedTests) throw new Error(`${project} failed outside its tests`);
  return { passed: numPassedTests, failed: numFailedTests ?? 0 };
}

function failuresOf(project: string, file: Report['testResults'][number]): string[] {
  const failed = file.assertionResults.filter(({ status }) => status === 'failed');
  // A file that cannot be loaded has a message and no tests.
  const whole = failed.length === 0 && file.message ? [file.message] : [];
  return [...whole, ...failed.map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages.join('\n')}`)].map(
    (text) => `${project}: ${relative(root, file.name)}\n${text.slice(0, longestFailure)}`,
  );
}

/** A test may be left out only where its name says what it needs, and that is said here; any other is an error. */
function requireNoneSkipped(project: string, files: Report['testResults']): void {
  const skipped = files.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'skipped' || status === 'pending'),
  );
  const [needy, others] = [true, false].map((wanted) => skipped.filter(({ title }) => /\(needs [^)]+\)$/.test(title) === wanted));
  for (const { fullName } of needy ?? []) console.warn(`NOT CHECKED: ${fullName}`);
  if (others?.length) throw new Error(`tests of ${project} were skipped: ${others.map(({ fullName }) => fullName).join('; ')}`);
}

function command(program: string, argv: readonly string[], cwd: string): undefined {
  const { status, error } = spawnSync(program, argv, { cwd, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${argv.join(' ')} failed`);
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
