/** The Rust binaries, built when they are missing or older than their sources. */
import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CircleError } from '../../shared/errors.ts';
import { reviewBinary } from '../../shared/runtime/review-binary.ts';
import { buildEnvironment } from './build-environment.ts';

/** The Rust workspace. */
export const workspace = join(import.meta.dirname, '../../rust-lambda');

/** A binary, and what it is made of. */
interface Binary {
  readonly path: string;
  readonly sources: readonly string[];
}

/** The binary that decides. */
export const core = {
  path: join(workspace, 'target/release/consensus'),
  name: 'consensus',
  sources: ['Cargo.toml', 'Cargo.lock', '{consensus,entry}/Cargo.toml', '{consensus,entry}/{src,data}/**/*.*'],
  argv: ['build', '--release', '--locked', '--bin', 'consensus'],
};

/** What cargo is told of the package of the rules: two crates that it stands on state a newer Rust than they need. */
export const reviewPackage = ['--release', '--locked', '--config', 'review/build.toml', '-p', 'review', '--ignore-rust-version'] as const;
/** What cargo is told for the rules of this machine, with all their sources. */
export const reviewBuild = ['build', ...reviewPackage, '--features', 'full', '--bin', 'review'] as const;

/** The binary with the rules. */
export const rules: Binary = {
  path: reviewBinary,
  sources: ['review/{Cargo,build}.toml', 'review/build.rs', 'review/{src,data}/**/*.*'],
};

/** The same as a Lambda function of this machine, which is what the emulator runs. */
export const hostRules: Binary = { path: join(workspace, '../build/review/host/bootstrap'), sources: rules.sources };

/** Path of the up-to-date core. Throws `CoreNotBuilt` with one sentence on what to do. */
export function requireCore(say: (line: string) => void): string {
  const { path, name, argv } = core;
  if (!isStale(core)) return path;
  say('Building the consensus core (once; about a minute)…');
  const cargo = spawnSync('cargo', [...argv], {
    cwd: workspace,
    env: buildEnvironment(process.env),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (cargo.error)
    throw notBuilt("Rust is missing: install cargo (https://rustup.rs, or your system's package) and try again.", cargo.error);
  if (cargo.status !== 0) throw notBuilt(`The binary ${name} could not be built; cargo says why above.`, undefined);
  return path;
}

/** Whether a binary is missing, or older than what it is made of. */
export function isStale({ path, sources }: Binary): boolean {
  const built = statSync(path, { throwIfNoEntry: false });
  if (!built) return true;
  return globSync([...sources], { cwd: workspace }).some((source) => statSync(join(workspace, source)).mtimeMs > built.mtimeMs);
}

function notBuilt(sentence: string, cause: unknown): CircleError {
  return new CircleError('CoreNotBuilt', sentence, { retryable: false, cause });
}
