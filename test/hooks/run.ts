/**
 * `npm run hooks`: the examples for runners of git hooks and for builds, with the real runners from npm and PyPI, in repositories as the
 * services make them, against a scripted circle. Too slow for `npm test`, and it needs the registries.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openUpstream, release } from '../support/upstream.ts';
import { runners, runnersFolder } from './runners.ts';

const root = join(import.meta.dirname, '../..');

rmSync(runnersFolder, { recursive: true, force: true });
mkdirSync(runnersFolder, { recursive: true });
writeFileSync(join(runnersFolder, 'package.json'), '{ "private": true, "type": "module" }\n');
const upstream = await openUpstream();
try {
  // Without scripts: what some of these packages run would set up hooks in the repository of this project.
  const options = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', '--prefer-offline'];
  must('npm', [...options, ...runners, `git+file://${upstream.path}#${release}`], runnersFolder);
} finally {
  upstream.remove();
}
must('vitest', ['run', '--project', 'hooks'], root);

function must(program: string, argv: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(program, argv, { cwd, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(1);
}
