/**
 * `npm run mutants [-- ID…]`: plants faults into a copy of the core, one after the other, and tells which of them no test notices.
 * The tests are those of the numbers (`oracle`, `bounds`, `golden`, and those beside the code).
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fault, faults } from './planted.ts';

const root = join(import.meta.dirname, '../..');
/** The quick ones first: a fault that one of them notices needs no other. */
const stages = [
  ['--test', 'oracle', '--test', 'bounds'],
  ['--lib', '--test', 'golden'],
];

type Outcome = 'killed' | 'survived' | 'does not build';

const wanted = process.argv.slice(2);
const chosen = faults.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
const unknown = wanted.filter((id) => !faults.some((fault) => fault.id === id));
if (unknown.length > 0) throw new Error(`there is no fault ${unknown.join(', ')}`);

const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
try {
  copySources();
  // A core that fails as it is would kill every fault.
  if (test() !== 'survived') throw new Error('the tests fail without any fault');
  const outcomes = chosen.map((fault) => ({ fault, outcome: plant(fault) }));
  const survivors = outcomes.filter(({ outcome }) => outcome !== 'killed');
  console.log(`${outcomes.length - survivors.length} of ${outcomes.length} killed`);
  process.exitCode = survivors.length > 0 ? 1 : 0;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** The core's sources, and the lists of `layers` that it is built with; what has been built stays where it is. */
function copySources(): void {
  for (const folder of ['rust-lambda', 'layers/knowledge']) {
    cpSync(join(root, folder), join(copy, folder), { recursive: true, filter: (path) => path !== join(root, 'rust-lambda/target') });
  }
}

function plant(fault: Fault): Outcome {
  const path = join(copy, 'rust-lambda/consensus/src', fault.file);
  const text = readFileSync(path, 'utf8');
  if (text.split(fault.from).length !== 2) throw new Error(`${fault.id}: "${fault.from}" does not stand once in ${fault.file}`);
  writeFileSync(
    path,
    text.replace(fault.from, () => fault.to),
  );
  const outcome = test();
  writeFileSync(path, text);
  console.log(`${fault.id.padEnd(4)} ${outcome.padEnd(14)} ${fault.what}`);
  return outcome;
}

/** Each stage is built first, so that a fault that is no Rust is not taken for one that a test noticed. */
function test(): Outcome {
  for (const suites of stages) {
    if (cargo('test', '--no-run', ...suites) !== 0) return 'does not build';
    if (cargo('test', ...suites) !== 0) return 'killed';
  }
  return 'survived';
}

function cargo(...argv: readonly string[]): number | null {
  // Nobody looks at these binaries with a debugger, and without its tables they are built in half the time.
  const env = { ...process.env, CARGO_TARGET_DIR: join(root, 'rust-lambda/target/mutants'), CARGO_PROFILE_DEV_DEBUG: '0' };
  return spawnSync('cargo', [...argv, '-p', 'consensus', '--quiet', '--locked'], { cwd: join(copy, 'rust-lambda'), env, stdio: 'ignore' })
    .status;
}
