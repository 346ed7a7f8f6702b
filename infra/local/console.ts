/** The built console, made when it is missing or older than its sources. */
import { spawnSync } from 'node:child_process';
import { globSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CircleError } from '../../shared/errors.ts';
import { buildEnvironment } from './build-environment.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'build/console/site');
const sources = ['functions/console/**/*.*', 'shared/{client,contract,domain}/*.ts', 'package.json'];

/** Folder of the up-to-date console. Throws `ConsoleNotBuilt` with one sentence on what to do. */
export function requireConsole(say: (line: string) => void): string {
  if (!isStale()) return folder;
  say('Building the web console (once; a few seconds)…');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  // A process of its own: the bundler's memory must not stay with the server.
  // Built aside and then put in its place: several servers may start at the same moment.
  const aside = `${folder}-${process.pid}`;
  const argv = [vite, 'build', '--config', 'functions/console/vite.config.ts', '--logLevel', 'warn', '--outDir', aside];
  const { error, status } = spawnSync(process.execPath, argv, {
    cwd: root,
    env: buildEnvironment(process.env),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (!error && status === 0) {
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
    return folder;
  }
  const sentence = 'The web console could not be built; vite says why above. If it is missing, run `npm ci`.';
  throw new CircleError('ConsoleNotBuilt', sentence, { retryable: false, cause: error });
}

function isStale(): boolean {
  const built = statSync(join(folder, 'index.html'), { throwIfNoEntry: false });
  if (!built) return true;
  return globSync(sources, { cwd: root }).some((source) => statSync(join(root, source)).mtimeMs > built.mtimeMs);
}
