/**
 * The examples for builds, tried for real: the steps of the workflow file are run by bash, and the hook by pre-commit from PyPI, both from a
 * clone of this project that installs itself. GitHub's own runner cannot be had offline: what it does between the steps (secrets,
 * expressions, conditions, uploads) is stood in for here, and nothing else.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import * as z from 'zod';
import { installPython } from '../support/python-environment.ts';
import { plantedDefect, plantedDoubt, writeReviewingCircle } from '../support/reviewing-circle.ts';
import { inProcess } from './in-process-target.ts';
import type { KnowledgeFolder } from './knowledge-folder.ts';
import type { OpenTarget } from './target.ts';

const root = join(import.meta.dirname, '../..');
const hooksFolder = join(root, 'build/pre-commit');
/** Milliseconds in which a clone installs its packages, and more than one try of it. */
const installMs = 300_000;
/** What a clone must hold to run the command. */
const shipped = ['functions', 'shared', 'package.json', 'package-lock.json', '.npmrc', '.pre-commit-hooks.yaml'];

let knowledge: KnowledgeFolder;
let target: OpenTarget;
let upstream: string;
let revision: string;
let folder: string;

beforeAll(async () => {
  knowledge = writeReviewingCircle();
  target = await inProcess.open(knowledge.path);
  installPython(join(hooksFolder, 'venv'), join(import.meta.dirname, 'pre-commit-requirements.txt'), 'the runner of git hooks');
  upstream = mkdtempSync(join(tmpdir(), 'circle-upstream-'));
  for (const path of shipped) cpSync(join(root, path), join(upstream, path), { recursive: true });
  await commitAll(upstream, 'v0.1.0');
  revision = (await run('git', ['rev-parse', 'HEAD'], upstream)).stdout.trim();
}, 900_000);
afterAll(async () => {
  await target?.close();
  knowledge?.remove();
  rmSync(upstream, { recursive: true, force: true });
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'circle-consumer-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/user.ts'), 'export const version = 1;\n');
  await commitAll(folder, 'first');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly output: string;
}

/** Runs a program without blocking: the server that it talks to lives in this process. */
async function run(
  command: string,
  argv: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { CIRCLE_URL: _url, CIRCLE_API_KEY: _key, GIT_DIR: _git, GIT_INDEX_FILE: _index, ...inherited } = process.env;
  const child = spawn(command, argv, { cwd, env: { ...inherited, NO_COLOR: '1', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, output: `${stdout}${stderr}` };
}

async function git(cwd: string, ...argv: readonly string[]): Promise<Ended> {
  const ended = await run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...argv], cwd);
  expect(ended.code, ended.output).toBe(0);
  return ended;
}

async function commitAll(cwd: string, message: string): Promise<void> {
  if (!existsSync(join(cwd, '.git'))) await git(cwd, 'init', '--quiet', '--initial-branch=main');
  await git(cwd, 'add', '--all');
  await git(cwd, 'commit', '--quiet', '--no-verify', '-m', message);
}

/** Replaces the file; the defect stands at its third line. */
function change(line: string): void {
  writeFileSync(join(folder, 'src/user.ts'), `export async function user(name) {\n  // one row\n  ${line}\n}\n`);
}

const circleEnvironment = () => ({ CIRCLE_URL: target.url, CIRCLE_API_KEY: target.key });

describe('the workflow for GitHub Actions', () => {
  const step = z.object({
    name: z.string().optional(),
    run: z.string().optional(),
    uses: z.string().optional(),
    env: z.record(z.string(), z.string()).default({}),
    with: z.record(z.string(), z.unknown()).optional(),
  });
  const workflow = z.object({
    on: z.literal('pull_request'),
    permissions: z.record(z.string(), z.string()),
    jobs: z.object({ review: z.object({ if: z.string(), env: z.record(z.string(), z.string()), steps: z.array(step) }) }),
  });
  const read = () => workflow.parse(parse(readFileSync(join(root, 'docs/examples/github-review.yml'), 'utf8')));

  /** Runs the steps as the runner does: `bash -e`, in the checked-out folder, until one fails. */
  async function runSteps(steps: readonly z.infer<typeof step>[], base: string, runnerFolder: string): Promise<Ended> {
    const { env } = read().jobs.review;
    const expressions: Readonly<Record<string, string>> = {
      '${{ secrets.CIRCLE_URL }}': target.url,
      '${{ secrets.CIRCLE_API_KEY }}': target.key,
      '${{ github.event.pull_request.base.sha }}': base,
    };
    let last: Ended = { code: null, stdout: '', output: 'the file has no steps to run' };
    for (const { run: script, env: own } of steps) {
      if (script === undefined) continue;
      const values = Object.entries(own).map(([name, value]): [string, string] => {
        if (value.includes('${{') && expressions[value] === undefined) throw new Error(`nobody stands in for ${value}`);
        return [name, expressions[value] ?? value];
      });
      const pinned = { ...env, CIRCLE_REPOSITORY: upstream, CIRCLE_REF: revision, RUNNER_TEMP: runnerFolder };
      last = await run('bash', ['-e', '-c', script], folder, { ...pinned, ...Object.fromEntries(values) });
      if (last.code !== 0) return last;
    }
    return last;
  }

  it(
    'fails a pull request with a defect and leaves reports to upload, passes a safe one, and fails when nobody decides',
    async () => {
      const base = (await git(folder, 'rev-parse', 'HEAD')).stdout.trim();
      const runnerFolder = mkdtempSync(join(tmpdir(), 'circle-runner-'));
      let { steps } = read().jobs.review;
      const outcomes: Ended[] = [];
      const results: unknown[] = [];
      for (const line of [plantedDefect, 'return db.find(name);', plantedDoubt]) {
        await git(folder, 'switch', '--quiet', '--force-create', 'feature', base);
        change(line);
        await commitAll(folder, 'change');
        outcomes.push(await runSteps(steps, base, runnerFolder));
        results.push(JSON.parse(readFileSync(join(folder, 'circle-review.sarif'), 'utf8')).runs[0].results);
        await git(folder, 'clean', '-fdq');
        // The next pull requests find the clone as it was installed: that takes most of the time.
        steps = steps.filter(({ name }) => name === 'Review the change');
      }
      rmSync(runnerFolder, { recursive: true });
      expect(
        outcomes.map(({ code }) => code),
        outcomes.map(({ output }) => output).join('\n'),
      ).toEqual([1, 0, 2]);
      expect(outcomes[0]?.output).toMatch(/critical src\/user\.ts:3 {2}SQL injection/);
      expect(results).toMatchObject([
        [{ ruleId: 'circle/critical', locations: [{ physicalLocation: { region: { startLine: 3 } } }] }],
        [],
        [],
      ]);
    },
    2 * installMs,
  );

  it('may read and upload and nothing more, asks nobody without secrets, and uploads what the review writes', () => {
    const { permissions, jobs } = read();
    const script = jobs.review.steps.map((each) => each.run ?? '').join('\n');
    const uploads = jobs.review.steps.flatMap(({ with: inputs = {} }) =>
      [inputs['sarif_file'], inputs['path']].filter((path) => typeof path === 'string'),
    );
    expect(permissions).toEqual({ contents: 'read', 'security-events': 'write' });
    expect(jobs.review.if).toBe('github.event.pull_request.head.repo.full_name == github.repository');
    expect(uploads).toEqual(['circle-review.sarif', 'circle-review.*']);
    expect(script).toContain('--sarif circle-review.sarif');
    // Text of a pull request must never be put into a script.
    expect(script).not.toContain('${{');
  });
});

describe('the hook for pre-commit', () => {
  const preCommit = (...argv: readonly string[]) =>
    run(join(hooksFolder, 'venv/bin/pre-commit'), argv, folder, {
      ...circleEnvironment(),
      PRE_COMMIT_HOME: join(upstream, '../', `${revision}-hooks`),
    });

  it(
    'stops a commit with a defect at its line, lets a safe one pass, and stops one that nobody decides',
    async () => {
      const example = parse(readFileSync(join(root, 'docs/examples/.pre-commit-config.yaml'), 'utf8'));
      example.repos[0] = { ...example.repos[0], repo: upstream, rev: revision };
      writeFileSync(join(folder, '.pre-commit-config.yaml'), stringify(example));
      await commitAll(folder, 'hooks');
      const outcomes: Ended[] = [];
      for (const line of [plantedDefect, 'return db.find(name);', plantedDoubt]) {
        change(line);
        await git(folder, 'add', '--all');
        outcomes.push(await preCommit('run'));
      }
      rmSync(join(upstream, '../', `${revision}-hooks`), { recursive: true, force: true });
      const [defect, safe, doubt] = outcomes.map(({ output }) => output);
      expect(
        outcomes.map(({ code }) => code),
        outcomes.map(({ output }) => output).join('\n'),
      ).toEqual([1, 0, 1]);
      expect(defect).toMatch(/circle review\.+Failed[\s\S]*exit code: 1[\s\S]*critical src\/user\.ts:3 {2}SQL injection/);
      expect(safe).toMatch(/circle review\.+Passed/);
      expect(doubt).toMatch(/circle review\.+Failed[\s\S]*exit code: 2[\s\S]*UNDECIDED/);
    },
    2 * installMs,
  );
});
