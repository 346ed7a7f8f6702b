/** The hook for pre-commit, installed from the example by pre-commit itself (PyPI), in commits, builds, pushes and merges. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { inProcess } from '../blackbox/in-process-target.ts';
import type { KnowledgeFolder } from '../blackbox/knowledge-folder.ts';
import type { OpenTarget } from '../blackbox/target.ts';
import { installPython } from '../support/python-environment.ts';
import { plantedDefect, plantedSilence, writeReviewingCircle } from '../support/reviewing-circle.ts';
import { commitAll, type Ended, git, run } from '../support/run-program.ts';
import { installMs, openUpstream, type Upstream } from '../support/upstream.ts';

const root = join(import.meta.dirname, '../..');
const runner = join(root, 'build/pre-commit/venv');
const safeLine = 'return db.find(name);';

let knowledge: KnowledgeFolder;
let target: OpenTarget;
let upstream: Upstream;
/** Where pre-commit keeps what it has installed: the first test takes most of the time. */
let cache: string;
let folder: string;

beforeAll(async () => {
  knowledge = writeReviewingCircle();
  target = await inProcess.open(knowledge.path);
  installPython(runner, join(import.meta.dirname, 'pre-commit-requirements.txt'), 'the runner of git hooks');
  upstream = await openUpstream();
  cache = mkdtempSync(join(tmpdir(), 'circle-pre-commit-'));
}, 900_000);
afterAll(async () => {
  await target?.close();
  knowledge?.remove();
  upstream?.remove();
  rmSync(cache, { recursive: true, force: true });
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'circle-hooked-'));
  mkdirSync(join(folder, 'src'));
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  const example = parse(readFileSync(join(root, 'docs/examples/.pre-commit-config.yaml'), 'utf8'));
  // A tag that moves is not fetched again, so that the commit is named.
  example.repos[0] = { ...example.repos[0], repo: upstream.path, rev: upstream.revision };
  writeFileSync(join(folder, '.pre-commit-config.yaml'), stringify(example));
  await commitAll(folder, 'hooks');
  await git(folder, 'init', '--quiet', '--bare', 'there.git');
  await git(folder, 'remote', 'add', 'origin', 'there.git');
  writeFileSync(join(folder, '.git/info/exclude'), 'there.git\n');
  await git(folder, 'push', '--quiet', 'origin', 'main');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = () => ({
  CIRCLE_URL: target.url,
  CIRCLE_API_KEY: target.key,
  PRE_COMMIT_HOME: cache,
  PATH: `${join(runner, 'bin')}:${process.env['PATH']}`,
});
const preCommit = (...argv: readonly string[]) => run('pre-commit', argv, folder, environment());
/** Git as a person calls it: with the hooks. */
const hooked = (...argv: readonly string[]) =>
  run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...argv], folder, environment());

/** Replaces the file; a defect stands at its third line. */
function change(line: string): void {
  writeFileSync(join(folder, 'src/user.ts'), `export async function user(name) {\n  // one row\n  ${line}\n}\n`);
}

const failed = (code: 1 | 2) => new RegExp(`circle review\\.+Failed[\\s\\S]*exit code: ${code}\\n`);

describe('the hook for pre-commit', () => {
  it(
    'stops a commit with a defect at its line, lets a safe one pass, and stops one that nobody decides',
    async () => {
      await preCommit('install');
      const outcomes: Ended[] = [];
      for (const line of [plantedDefect, safeLine, plantedSilence]) {
        change(line);
        await git(folder, 'add', '--all');
        outcomes.push(await hooked('commit', '-m', 'x'));
      }
      const [defect, safe, doubt] = outcomes.map(({ output }) => output);
      expect(defect).toMatch(failed(1));
      expect(defect).toMatch(/critical src\/user\.ts:3 {2}SQL injection/);
      expect(safe).toMatch(/circle review\.+Passed/);
      expect(doubt).toMatch(failed(2));
      expect(outcomes.map(({ code }) => code)).toEqual([1, 0, 1]);
    },
    2 * installMs,
  );

  it(
    'looks in builds at the commits that they name, and fails where none are named',
    async () => {
      change(plantedDefect);
      await commitAll(folder, 'defect');
      expect((await preCommit('run', '--all-files')).output).toMatch(/exit code: 2[\s\S]*no commit is under way/);
      expect((await preCommit('run', '--from-ref', 'HEAD^', '--to-ref', 'HEAD')).output).toMatch(failed(1));
      expect((await preCommit('run', '--from-ref', 'HEAD', '--to-ref', 'HEAD^')).output).toMatch(failed(1));
    },
    2 * installMs,
  );

  it(
    'looks at a commit that only deletes: the experts see the defect in what is taken away',
    async () => {
      await preCommit('install');
      change(plantedDefect);
      await commitAll(folder, 'defect');
      rmSync(join(folder, 'src/user.ts'));
      await git(folder, 'add', '--all');
      expect((await hooked('commit', '-m', 'x')).output).toMatch(failed(1));
    },
    2 * installMs,
  );

  it(
    'is set up for pushes and merges by `pre-commit install` alone, and stops a defect in both',
    async () => {
      await preCommit('install');
      expect(['pre-commit', 'pre-merge-commit', 'pre-push'].filter((name) => existsSync(join(folder, '.git/hooks', name)))).toHaveLength(3);
      await git(folder, 'checkout', '--quiet', '-b', 'feature');
      change(plantedDefect);
      await commitAll(folder, 'defect');
      await git(folder, 'checkout', '--quiet', 'main');
      const push = await hooked('push', 'origin', 'feature');
      const merge = await hooked('merge', '--no-ff', '--no-edit', 'feature');
      const nothing = await hooked('push', 'origin', 'main');
      expect(push.output).toMatch(failed(1));
      expect(merge.output).toMatch(failed(1));
      expect([push.code, merge.code, nothing.code]).toEqual([1, 1, 0]);
    },
    2 * installMs,
  );
});
