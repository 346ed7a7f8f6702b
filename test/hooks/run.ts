/** `npm run hooks`: the examples for runners of git hooks, with the real runners from npm and PyPI, against a scripted circle. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inProcess } from '../blackbox/in-process-target.ts';
import type { OpenTarget } from '../blackbox/target.ts';
import { plantedDefect, writeReviewingCircle } from '../support/reviewing-circle.ts';

const root = join(import.meta.dirname, '../..');
const runners = join(root, 'build/hooks');
const versions = ['lint-staged@17.6.1', 'lefthook@2.2.2'];

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A repository with a change that is staged, and what a runner makes of it. */
interface Attempt {
  readonly name: string;
  readonly line: string;
  /** Files of the examples that lie in the repository, or their content. */
  readonly files: Readonly<Record<string, string | undefined>>;
  readonly command: readonly string[];
  /** Whether the change is committed before. */
  readonly committed?: boolean;
  readonly passes: boolean;
}

const lintStaged = ['lint-staged', '--no-stash', '--verbose'];
const named = { 'lint-staged.config.mjs': "export default { '*.ts': 'circle review --staged' };\n" };
const attempts: readonly Attempt[] = [true, false].flatMap((passes) => {
  const line = passes ? 'return db.find(name);' : plantedDefect;
  return [
    { name: 'lint-staged', line, files: { 'lint-staged.config.mjs': undefined }, command: lintStaged, passes },
    { name: 'lint-staged, with names appended', line, files: named, command: lintStaged, passes },
    { name: 'lefthook, commit', line, files: { 'lefthook.yml': undefined }, command: ['lefthook', 'run', 'pre-commit'], passes },
    {
      name: 'lefthook, push',
      line,
      files: { 'lefthook.yml': undefined },
      command: ['lefthook', 'run', 'pre-push'],
      committed: true,
      passes,
    },
  ];
});

mkdirSync(runners, { recursive: true });
writeFileSync(join(runners, 'package.json'), '{"private":true}\n');
must(
  spawnSync('npm', ['install', '--no-audit', '--no-fund', '--save-exact', ...versions], { cwd: runners, stdio: 'inherit' }).status === 0,
  'npm install',
);
const knowledge = writeReviewingCircle();
const target = await inProcess.open(knowledge.path);
const failed: string[] = [];
try {
  for (const attempt of attempts) {
    const { code, output } = await tryOut(attempt, target);
    const seen = attempt.passes ? /APPROVE/.test(output) : /critical src\/user\.ts:3/.test(output);
    const right = (code === 0) === attempt.passes && seen;
    console.log(`${right ? 'ok    ' : 'FAILED'} ${attempt.name}: ${attempt.passes ? 'a safe change passes' : 'a defect is stopped'}`);
    if (!right) failed.push(`${attempt.name}: exit ${code}\n${output}`);
  }
} finally {
  await target.close();
  knowledge.remove();
}
// The hook for pre-commit has a test of its own, which is run with the real one as well.
const argv = ['run', '--project', 'local', 'test/blackbox/ci-examples.test.ts', '-t', 'hook for pre-commit'];
if (spawnSync('vitest', argv, { cwd: root, stdio: 'inherit' }).status !== 0) failed.push('pre-commit');
must(failed.length === 0, failed.join('\n\n'));

async function tryOut({ line, files, command: [program = '', ...argv], committed }: Attempt, { url, key }: OpenTarget): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'circle-hooks-'));
  const bin = join(folder, '.git/bin');
  const environment = {
    CIRCLE_URL: url,
    CIRCLE_API_KEY: key,
    PATH: [bin, join(runners, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
  };
  const git = (...words: readonly string[]) =>
    run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'core.hooksPath=/dev/null', ...words], folder, {});
  try {
    await git('init', '--quiet', '--initial-branch=main');
    mkdirSync(bin);
    writeFileSync(join(bin, 'circle'), `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'functions/cli/circle.ts')}' "$@"\n`);
    chmodSync(join(bin, 'circle'), 0o755);
    for (const [name, content] of Object.entries(files)) {
      if (content === undefined) copyFileSync(join(root, 'docs/examples', name), join(folder, name));
      else writeFileSync(join(folder, name), content);
    }
    await git('add', '--all');
    await git('commit', '--quiet', '-m', 'first');
    await git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/user.ts'), `export async function user(name) {\n  // one row\n  ${line}\n}\n`);
    await git('add', '--all');
    if (committed) await git('commit', '--quiet', '-m', 'second');
    return await run(program, argv, folder, environment);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a program without blocking: the server that it talks to lives in this process. */
async function run(program: string, argv: readonly string[], cwd: string, environment: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(program, argv, { cwd, env: { ...process.env, NO_COLOR: '1', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output: `${stdout}${stderr}` };
}

function must(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(`failed: ${sentence}`);
}
