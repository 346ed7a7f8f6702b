/**
 * The examples for builds, tried for real: their steps are run by a shell, from a clone of this project that installs itself. The services'
 * own runners cannot be had offline: what they do between the steps (secrets, expressions, conditions, uploads) is stood in for here, and
 * nothing else. `npm run hooks` tries them in more situations.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GithubJob, githubWorkflow, gitlabJob, installed, jenkinsScript, runGithubJob } from '../support/ci-jobs.ts';
import { plantedDefect, plantedSilence, writeReviewingCircle } from '../support/reviewing-circle.ts';
import { commitAll, type Ended, git, run } from '../support/run-program.ts';
import { installMs, openUpstream, type Upstream } from '../support/upstream.ts';
import { inProcess } from './in-process-target.ts';
import type { KnowledgeFolder } from './knowledge-folder.ts';
import type { OpenTarget } from './target.ts';

const safeLine = 'return db.find(name);';

let knowledge: KnowledgeFolder;
let target: OpenTarget;
let upstream: Upstream;
let folder: string;
/** Where the first example has put its clone of this project: the others find it installed, which takes most of the time. */
let runnerFolder: string;

beforeAll(async () => {
  knowledge = writeReviewingCircle();
  target = await inProcess.open(knowledge.path);
  upstream = await openUpstream();
  runnerFolder = mkdtempSync(join(tmpdir(), 'circle-runner-'));
}, 900_000);
afterAll(async () => {
  await target?.close();
  knowledge?.remove();
  upstream?.remove();
  rmSync(runnerFolder, { recursive: true, force: true });
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'circle-consumer-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/user.ts'), 'export const version = 1;\n');
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  await commitAll(folder, 'first');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A pull request that changes the file so, merged into a main that others have gone on with since; returns where it began. */
async function mergedRequest(line: string): Promise<string> {
  await git(folder, 'switch', '--quiet', '--force-create', 'feature', 'main');
  const base = (await git(folder, 'rev-parse', 'HEAD')).stdout.trim();
  writeFileSync(join(folder, 'src/user.ts'), `export async function user(name) {\n  // one row\n  ${line}\n}\n`);
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

function codesOf(outcomes: readonly Ended[]) {
  return { codes: outcomes.map(({ code }) => code), said: outcomes.map(({ output }) => output).join('\n') };
}

const report = (place: string) => JSON.parse(readFileSync(place, 'utf8'));

describe('the workflow for GitHub Actions', () => {
  /** Runs the steps with these expressions in place of those of a pull request. */
  async function runSteps(each: GithubJob, event: Readonly<Record<string, string>>) {
    const expressions: Readonly<Record<string, string>> = {
      'secrets.CIRCLE_URL': target.url,
      'secrets.CIRCLE_API_KEY': target.key,
      'github.event_name': 'pull_request',
      'github.ref': 'refs/pull/1/merge',
      'github.event.merge_group.base_sha': '',
      'github.event.before': '',
      ...event,
    };
    const evaluate = (expression: string) => {
      const value = expressions[expression];
      if (value === undefined) throw new Error(`nobody stands in for ${expression}`);
      return value;
    };
    const pinned = { CIRCLE_REPOSITORY: upstream.path, RUNNER_TEMP: runnerFolder };
    return runGithubJob(each, folder, evaluate, pinned);
  }

  it(
    'fails a pull request with a defect and leaves reports to upload, passes a safe one, and fails when nobody decides',
    async () => {
      let { review } = githubWorkflow().jobs;
      const outcomes: Ended[] = [];
      const results: unknown[] = [];
      for (const line of [plantedDefect, safeLine, plantedSilence]) {
        const base = await mergedRequest(line);
        const ended = await runSteps(review, {});
        outcomes.push(ended);
        expect(report(`${ended.outputs['reports']}/circle-review.json`).files).toEqual(['src/user.ts']);
        results.push(report(`${ended.outputs['reports']}/circle-review.sarif`).runs[0].results);
        await resetMain(base);
        review = installed(review);
      }
      const { codes, said } = codesOf(outcomes);
      expect(codes, said).toEqual([1, 0, 2]);
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
      const review = installed(githubWorkflow().jobs.review);
      const base = await mergedRequest(plantedDefect);
      const others = (await git(folder, 'rev-parse', 'HEAD^1')).stdout.trim();
      const queue = { 'github.event_name': 'merge_group', 'github.event.merge_group.base_sha': others };
      const push = { 'github.event_name': 'push', 'github.event.before': base };
      const newBranch = { 'github.event_name': 'push', 'github.event.before': '0'.repeat(40) };
      const unknown = { 'github.event_name': 'schedule' };
      const outcomes: Ended[] = [];
      for (const event of [queue, push, newBranch, unknown]) outcomes.push(await runSteps(review, event));
      const { codes, said } = codesOf(outcomes);
      expect(codes, said).toEqual([1, 1, 2, 2]);
    },
    2 * installMs,
  );

  it('uploads no report that the change brings along', async () => {
    await mergedRequest(plantedDefect);
    writeFileSync(join(folder, 'circle-review.sarif'), '{"planted": true}');
    const { outputs } = await runSteps(installed(githubWorkflow().jobs.review), { 'github.ref': 'refs/heads/nowhere' });
    expect(outputs).toEqual({});
    const uploads = githubWorkflow().jobs.review.steps.filter(({ uses = '' }) => /upload/.test(uses));
    expect(uploads.map((each) => each.if)).toEqual(Array(2).fill("always() && steps.review.outputs.reports != ''"));
  });

  it('skips pull requests without secrets where they can have none, and fails where a secret is missing', async () => {
    const { circle, review } = githubWorkflow().jobs;
    const condition = /\$\{\{(.*)\}\}/.exec(circle.steps[0]?.env['WITHOUT_SECRETS'] ?? '')?.[1]?.trim() ?? '';
    const ask = async (secret: string, without: string) => {
      const { code, outputs, output } = await runSteps(circle, {
        'secrets.CIRCLE_URL': secret,
        'secrets.CIRCLE_API_KEY': secret,
        [condition]: without,
      });
      return [code, outputs, /^::(\w+)/.exec(output)?.[1]];
    };
    expect(await ask('given', 'false')).toEqual([0, { ask: 'true' }, undefined]);
    expect(await ask('', 'true')).toEqual([0, { ask: 'false' }, 'notice']);
    expect(await ask('', 'false')).toEqual([2, {}, 'error']);
    expect(review.if).toBe("needs.circle.outputs.ask == 'true'");
  });

  it('may read and upload and nothing more, and puts no text of a pull request into a script', () => {
    const { permissions, jobs } = githubWorkflow();
    const scripts = Object.values(jobs).flatMap(({ steps }) => steps.map((each) => each.run ?? ''));
    expect(permissions).toEqual({ contents: 'read' });
    expect(jobs.review.permissions).toEqual({ contents: 'read', actions: 'read', 'security-events': 'write' });
    expect(scripts.join('\n')).not.toContain('${{');
  });
});

describe('the examples for other builds', () => {
  const scripts = { gitlab: ['bash', '-eo', 'pipefail', '-c', gitlabJob().script], jenkins: ['sh', '-xe', '-c', jenkinsScript()] };

  it.each(Object.entries(scripts))(
    'stop a change with a defect and pass a safe one: %s',
    async (_, [shell = '', ...argv]) => {
      const outcomes: Ended[] = [];
      for (const line of [plantedDefect, safeLine]) {
        const base = await mergedRequest(line);
        await git(folder, 'remote', 'add', 'origin', folder);
        const environment = {
          CIRCLE_URL: target.url,
          CIRCLE_API_KEY: target.key,
          CIRCLE_REPOSITORY: upstream.path,
          CIRCLE_REF: upstream.revision,
          CIRCLE_HOME: join(runnerFolder, 'circle'),
          CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
          CHANGE_TARGET: 'main',
        };
        outcomes.push(await run(shell, argv, folder, environment));
        expect(report(join(folder, 'circle-review.json')).files).toEqual(['src/user.ts']);
        expect(existsSync(join(folder, 'circle-review.xml'))).toBe(true);
        await git(folder, 'remote', 'remove', 'origin');
        await resetMain(base);
      }
      const { codes, said } = codesOf(outcomes);
      expect(codes, said).toEqual([1, 0]);
    },
    2 * installMs,
  );
});
