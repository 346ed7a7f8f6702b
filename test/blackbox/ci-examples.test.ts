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
import { plantedDefect, plantedSilence, writeReviewingCircle } from '../support/reviewing-circle.ts';
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

/** Where the first example has put its clone of this project: the others find it installed, which takes most of the time. */
let runnerFolder: string;
beforeAll(() => {
  runnerFolder = mkdtempSync(join(tmpdir(), 'circle-runner-'));
});
afterAll(() => rmSync(runnerFolder, { recursive: true, force: true }));

/** A pull request that changes the file so, merged into a main that others have gone on with since; returns where it began. */
async function mergedRequest(line: string): Promise<string> {
  await git(folder, 'switch', '--quiet', '--force-create', 'feature', 'main');
  const base = (await git(folder, 'rev-parse', 'HEAD')).stdout.trim();
  change(line);
  await commitAll(folder, 'change');
  await git(folder, 'switch', '--quiet', 'main');
  writeFileSync(join(folder, 'src/other.ts'), `export const other = '${line.length}';\n`);
  await commitAll(folder, 'by others');
  await git(folder, 'switch', '--quiet', '--detach');
  await git(folder, 'merge', '--quiet', '--no-edit', 'feature');
  return base;
}

async function resetMain(commit: string): Promise<void> {
  await git(folder, 'clean', '-fdq');
  await git(folder, 'switch', '--quiet', '--force-create', 'main', commit);
}

describe('the workflow for GitHub Actions', () => {
  const step = z.object({
    name: z.string().optional(),
    run: z.string().optional(),
    uses: z.string().optional(),
    env: z.record(z.string(), z.string()).default({}),
    with: z.record(z.string(), z.unknown()).optional(),
  });
  const job = z.object({
    if: z.string().optional(),
    permissions: z.record(z.string(), z.string()).optional(),
    env: z.record(z.string(), z.string()).default({}),
    steps: z.array(step),
  });
  const workflow = z.object({
    on: z.record(z.string(), z.unknown()),
    permissions: z.record(z.string(), z.string()),
    jobs: z.object({ circle: job, review: job }),
  });
  const read = () => workflow.parse(parse(readFileSync(join(root, 'docs/examples/github-review.yml'), 'utf8')));

  /** Runs the steps as the runner does: `bash -e`, in the checked-out folder, until one fails. */
  async function runSteps(
    { env, steps }: z.infer<typeof job>,
    event: Readonly<Record<string, string>>,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
    const expressions: Readonly<Record<string, string>> = {
      '${{ secrets.CIRCLE_URL }}': target.url,
      '${{ secrets.CIRCLE_API_KEY }}': target.key,
      '${{ github.event_name }}': 'pull_request',
      '${{ github.ref }}': 'refs/pull/1/merge',
      '${{ github.event.merge_group.base_sha }}': '',
      '${{ github.event.before }}': '',
      ...event,
    };
    let last: Ended = { code: null, stdout: '', output: 'the file has no steps to run' };
    for (const { run: script, env: own } of steps) {
      if (script === undefined) continue;
      const values = Object.entries(own).map(([name, value]): [string, string] => {
        if (value.includes('${{') && expressions[value] === undefined) throw new Error(`nobody stands in for ${value}`);
        return [name, expressions[value] ?? value];
      });
      const pinned = { ...env, CIRCLE_REPOSITORY: upstream, CIRCLE_REF: revision, RUNNER_TEMP: runnerFolder };
      last = await run('bash', ['-e', '-c', script], folder, { ...pinned, ...more, ...Object.fromEntries(values) });
      if (last.code !== 0) return last;
    }
    return last;
  }

  const installed = (each: z.infer<typeof job>) => ({ ...each, steps: each.steps.filter(({ name }) => name === 'Review the change') });

  it(
    'fails a pull request with a defect and leaves reports to upload, passes a safe one, and fails when nobody decides',
    async () => {
      let { review } = read().jobs;
      const outcomes: Ended[] = [];
      const results: unknown[] = [];
      for (const line of [plantedDefect, 'return db.find(name);', plantedSilence]) {
        const base = await mergedRequest(line);
        outcomes.push(await runSteps(review, {}));
        const report = JSON.parse(readFileSync(join(folder, 'circle-review.json'), 'utf8'));
        expect(report.files).toEqual(['src/user.ts']);
        results.push(JSON.parse(readFileSync(join(folder, 'circle-review.sarif'), 'utf8')).runs[0].results);
        await resetMain(base);
        review = installed(review);
      }
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

  it(
    'reviews the merge queue and pushes, and no event that it does not know',
    async () => {
      const review = installed(read().jobs.review);
      const base = await mergedRequest(plantedDefect);
      const others = (await git(folder, 'rev-parse', 'HEAD^1')).stdout.trim();
      const queue = { '${{ github.event_name }}': 'merge_group', '${{ github.event.merge_group.base_sha }}': others };
      const push = { '${{ github.event_name }}': 'push', '${{ github.event.before }}': base };
      const newBranch = { '${{ github.event_name }}': 'push', '${{ github.event.before }}': '0'.repeat(40) };
      const unknown = { '${{ github.event_name }}': 'schedule' };
      const outcomes: Ended[] = [];
      for (const event of [queue, push, newBranch, unknown]) outcomes.push(await runSteps(review, event));
      expect(
        outcomes.map(({ code }) => code),
        outcomes.map(({ output }) => output).join('\n'),
      ).toEqual([1, 1, 2, 2]);
    },
    2 * installMs,
  );

  it('skips pull requests without secrets where they can have none, and fails where a secret is missing', async () => {
    const { circle, review } = read().jobs;
    const file = join(runnerFolder, 'output');
    const ask = async (secret: string, without: string) => {
      writeFileSync(file, '');
      const given = {
        '${{ secrets.CIRCLE_URL }}': secret,
        '${{ secrets.CIRCLE_API_KEY }}': secret,
        [circle.steps[0]?.env['WITHOUT_SECRETS'] ?? '']: without,
      };
      const { code, output } = await runSteps(circle, given, { GITHUB_OUTPUT: file });
      return [code, readFileSync(file, 'utf8').trim(), /^::(\w+)/.exec(output)?.[1]];
    };
    expect(await ask('given', 'false')).toEqual([0, 'ask=true', undefined]);
    expect(await ask('', 'true')).toEqual([0, 'ask=false', 'notice']);
    expect(await ask('', 'false')).toEqual([2, '', 'error']);
    expect(review.if).toBe("needs.circle.outputs.ask == 'true'");
  });

  it('may read and upload and nothing more, and uploads what the review writes', () => {
    const { permissions, jobs } = read();
    const script = Object.values(jobs)
      .flatMap(({ steps }) => steps.map((each) => each.run ?? ''))
      .join('\n');
    const uploads = jobs.review.steps.flatMap(({ with: inputs = {} }) =>
      [inputs['sarif_file'], inputs['path']].filter((path) => typeof path === 'string'),
    );
    expect(permissions).toEqual({ contents: 'read' });
    expect(jobs.review.permissions).toEqual({ contents: 'read', 'security-events': 'write' });
    expect(uploads).toEqual(['circle-review.sarif', 'circle-review.*']);
    expect(script).toContain('--sarif circle-review.sarif');
    // Text of a pull request must never be put into a script.
    expect(script).not.toContain('${{');
  });
});

describe('the examples for other builds', () => {
  const gitlab = z.object({ 'circle-review': z.object({ script: z.array(z.string()) }) });
  const scripts = {
    gitlab: () =>
      gitlab.parse(parse(readFileSync(join(root, 'docs/examples/gitlab-review.yml'), 'utf8')))['circle-review'].script.join('\n'),
    jenkins: () => /sh '''([\s\S]*?)'''/.exec(readFileSync(join(root, 'docs/examples/Jenkinsfile'), 'utf8'))?.[1] ?? 'exit 99',
  };

  it.each(Object.entries(scripts))(
    'stop a change with a defect and pass a safe one: %s',
    async (_, script) => {
      const outcomes: Ended[] = [];
      for (const line of [plantedDefect, 'return db.find(name);']) {
        const base = await mergedRequest(line);
        await git(folder, 'remote', 'add', 'origin', folder);
        const environment = {
          ...circleEnvironment(),
          CIRCLE_REPOSITORY: upstream,
          CIRCLE_REF: revision,
          CIRCLE_HOME: join(runnerFolder, 'circle'),
          CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
          CHANGE_TARGET: 'main',
        };
        outcomes.push(await run('bash', ['-e', '-c', script()], folder, environment));
        expect(JSON.parse(readFileSync(join(folder, 'circle-review.json'), 'utf8')).files).toEqual(['src/user.ts']);
        await git(folder, 'remote', 'remove', 'origin');
        await resetMain(base);
      }
      expect(
        outcomes.map(({ code }) => code),
        outcomes.map(({ output }) => output).join('\n'),
      ).toEqual([1, 0]);
    },
    2 * installMs,
  );
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
      for (const line of [plantedDefect, 'return db.find(name);', plantedSilence]) {
        change(line);
        await git(folder, 'add', '--all');
        outcomes.push(await preCommit('run'));
      }
      change(plantedDefect);
      await git(folder, 'add', '--all');
      await git(folder, 'commit', '--quiet', '--no-verify', '-m', 'defect');
      const build = [await preCommit('run', '--all-files'), await preCommit('run', '--from-ref', 'HEAD^', '--to-ref', 'HEAD')];
      rmSync(join(folder, 'src/user.ts'));
      await git(folder, 'add', '--all');
      const deletion = await preCommit('run');
      const [defect, safe, doubt] = outcomes.map(({ output }) => output);
      expect(
        outcomes.map(({ code }) => code),
        outcomes.map(({ output }) => output).join('\n'),
      ).toEqual([1, 0, 1]);
      expect(defect).toMatch(/circle review\.+Failed[\s\S]*exit code: 1[\s\S]*critical src\/user\.ts:3 {2}SQL injection/);
      expect(safe).toMatch(/circle review\.+Passed/);
      expect(doubt).toMatch(/circle review\.+Failed[\s\S]*exit code: 2[\s\S]*UNDECIDED/);
      expect(build[0]?.output).toMatch(/circle review\.+Failed[\s\S]*exit code: 2[\s\S]*no commit is under way/);
      expect(build[1]?.output).toMatch(/circle review\.+Failed[\s\S]*exit code: 1[\s\S]*src\/user\.ts:3/);
      // Nothing but a deletion: looked at, and not skipped; the experts see the defect in what is taken away.
      expect(deletion.output).toMatch(/circle review\.+Failed[\s\S]*exit code: 1/);
      rmSync(join(upstream, '../', `${revision}-hooks`), { recursive: true, force: true });
    },
    2 * installMs,
  );
});
