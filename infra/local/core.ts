/** The Rust core's binary, built when it is missing or older than its sources. */
import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CircleError } from '../../shared/errors.ts';
import { buildEnvironment } from './build-environment.ts';

const workspace = join(import.meta.dirname, '../../rust-lambda');
const binary = join(workspace, 'target/release/consensus');

/** Path of the up-to-date binary. Throws `CoreNotBuilt` with one sentence on what to do. */
export function requireCore(say: (line: string) => void): string {
  if (!isStale()) return binary;
  say('Building the consensus core (once; about a minute)…');
  const cargo = spawnSync('cargo', ['build', '--release', '--locked', '--bin', 'consensus'], {
    cwd: workspace,
    env: buildEnvironment(process.env),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (cargo.error)
    throw notBuilt("Rust is missing: install cargo (https://rustup.rs, or your system's package) and try again.", cargo.error);
  if (cargo.status !== 0) throw notBuilt('The consensus core could not be built; cargo says why above.', undefined);
  return binary;
}

function isStale(): boolean {
  const built = statSync(binary, { throwIfNoEntry: false });
  if (!built) return true;
  const sources = globSync(['Cargo.toml', 'Cargo.lock', '{consensus,entry}/Cargo.toml', '{consensus,entry}/{src,data}/**/*.*'], {
    cwd: workspace,
  });
  return sources.some((source) => statSync(join(workspace, source)).mtimeMs > built.mtimeMs);
}

function notBuilt(sentence: string, cause: unknown): CircleError {
  return new CircleError('CoreNotBuilt', sentence, { retryable: false, cause });
}
