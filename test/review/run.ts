/** `npm run test:review`: the crate `rust-lambda/review` with every source, formatted, linted and tested, and its Lambda in the ring. Minutes, where nothing is built yet. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const rust = join(import.meta.dirname, '../../rust-lambda');

/** One build of the engines serves lints, tests and the program; the flag, since two crates state a newer Rust than they need. */
const every = ['--locked', '--config', 'review/build.toml', '-p', 'review', '--features', 'full', '--ignore-rust-version'];

cargo('fmt', '--all', '--check');
cargo('clippy', '--release', ...every, '--all-targets', '--', '-D', 'warnings');
cargo('test', '--release', ...every);
cargo('build', '--release', ...every, '--bin', 'review');
// The review that the README shows, by the rules that were just built.
const { status: shown } = spawnSync('vitest', ['run', '--project', 'local', 'test/blackbox/shipped-rules.test.ts'], {
  cwd: join(rust, '..'),
  stdio: 'inherit',
});
if (shown !== 0) process.exit(shown ?? 1);
// The same as a Lambda function, in the deployed ring.
for (const argv of [
  [process.execPath, join(rust, '../infra/build.ts'), 'review-host'],
  ['vitest', 'run', '--project', 'review'],
]) {
  const { status } = spawnSync(argv[0] ?? '', argv.slice(1), { cwd: join(rust, '..'), stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function cargo(...argv: readonly string[]): void {
  const { status, error } = spawnSync('cargo', argv, { cwd: rust, stdio: 'inherit' });
  if (error) throw new Error('Rust is missing: install cargo (https://rustup.rs).', { cause: error });
  if (status !== 0) process.exit(status ?? 1);
}
