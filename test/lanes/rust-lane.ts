/** The Rust workspace as a lane. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Counts, root, type Told } from './lane.ts';
import { command, runProgram } from './program.ts';

const workspace = join(root, 'rust-lambda');

/** Format and lint where rustup's components are there; Debian packages them apart, so their absence is said, not hidden. */
export async function testRust(told: Told): Promise<Counts> {
  for (const [component, argv] of [
    ['fmt', ['fmt', '--all', '--check']],
    // The rules need a newer Rust and minutes to build: `npm run test:review`.
    ['clippy', ['clippy', '--locked', '--workspace', '--exclude', 'review', '--all-targets', '--', '-D', 'warnings']],
  ] as const) {
    const there = spawnSync('cargo', [component, '--version'], { stdio: 'ignore' }).status === 0;
    if (there) await command('cargo', argv, workspace, told);
    else
      told.write(
        `NOT CHECKED: cargo ${component} is not installed (rustup component add ${component === 'fmt' ? 'rustfmt' : component})\n`,
      );
  }
  const { status, stdout } = await runProgram('cargo', ['test', '--locked'], workspace, told);
  for (const [, test] of stdout.matchAll(/^test (.+) \.\.\. FAILED$/gm)) told.failure(`rust: ${test}`);
  const counts = [...stdout.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed/gm)].reduce<Counts>(
    (sum, [, passed, failed]) => ({ passed: sum.passed + Number(passed), failed: sum.failed + Number(failed) }),
    { passed: 0, failed: 0 },
  );
  if (status !== 0 && counts.failed === 0) throw new Error('cargo test failed');
  if (counts.passed === 0) throw new Error('cargo test ran no test');
  return counts;
}
