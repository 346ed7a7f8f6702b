/** The code of an earlier revision, as it was, in a folder of its own: with its packages and its core. Made once and kept, since a core takes minutes. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildEnvironment } from '../../../infra/local/build-environment.ts';
import { core } from '../../../infra/local/core.ts';

const repository = join(import.meta.dirname, '../../..');
const kept = join(repository, 'build/earlier');

/** The folder of a revision's code, ready to be started. Throws where git does not know it, or it cannot be built. */
export function earlierCode(revision: string, say: (line: string) => void): string {
  const commit = run(repository, 'git', ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]).trim();
  const folder = join(kept, commit.slice(0, 12));
  if (!existsSync(folder)) unpack(commit, folder);
  if (!existsSync(join(folder, 'node_modules'))) installPackages(folder, say);
  if (!existsSync(join(folder, 'rust-lambda/target/release', core.name))) {
    say(`building the core of ${revision} (once; minutes)…`);
    run(join(folder, 'rust-lambda'), 'cargo', core.argv);
  }
  return folder;
}

/** Under another name until it is whole. */
function unpack(commit: string, folder: string): void {
  const half = `${folder}.half`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  const archive = join(half, 'archive.tar');
  run(repository, 'git', ['archive', '--output', archive, commit]);
  run(half, 'tar', ['-x', '-f', archive]);
  rmSync(archive);
  renameSync(half, folder);
}

/** Those of this checkout where they are the same, else its own. */
function installPackages(folder: string, say: (line: string) => void): void {
  const lockOf = (root: string) => readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (lockOf(folder) === lockOf(repository)) {
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
    return;
  }
  say('installing the packages that it names…');
  // The scripts of packages fetch what only builds and tests need.
  run(folder, 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}

function run(folder: string, program: string, argv: readonly string[]): string {
  const { status, error, stdout, stderr } = spawnSync(program, argv, {
    cwd: folder,
    env: buildEnvironment(process.env),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${program} ${argv.join(' ')} has failed in ${folder}: ${error?.message ?? stderr.slice(-2000)}`);
  return stdout;
}
