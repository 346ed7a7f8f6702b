/** The workflow for GitHub Actions in the situations that the service puts it in: events, checkouts, secrets. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OpenTarget } from '../blackbox/target.ts';
import { githubWorkflow, installed, runGithubJob } from '../support/ci-jobs.ts';
import { git } from '../support/run-program.ts';
import { type Build, filesOf, looked, refused, useBuilds } from './builds.ts';
import { evaluator } from './github-expressions.ts';
import { checkOut, githubCheckout, moveMain, type Origin } from './service-checkouts.ts';

const builds = useBuilds();

describe('GitHub Actions', () => {
  interface Event {
    readonly github: Readonly<Record<string, unknown>>;
    readonly checkout: Parameters<typeof checkOut>[1];
    readonly secrets?: Readonly<Record<string, string>>;
  }

  /** Runs both jobs as the service does. */
  async function runWorkflow(origin: Origin, { github, checkout, secrets }: Event): Promise<Build> {
    const { circle, review } = githubWorkflow().jobs;
    const given = { github: { actor: 'ada', repository: 'o/r', ...github }, secrets: secrets ?? secretsOf(builds().target) };
    const folder = await checkOut(origin, checkout);
    const runner = { CIRCLE_REPOSITORY: builds().upstream.path, RUNNER_TEMP: builds().runnerFolder };
    const first = await runGithubJob(circle, folder, await evaluator(given), runner);
    if (first.code !== 0) return { code: first.code, files: undefined, output: first.output };
    const evaluate = await evaluator({ ...given, needs: { circle: { outputs: first.outputs } } });
    if (evaluate(review.if ?? '') !== 'true') return { code: 'skipped', files: undefined, output: first.output };
    const { code, outputs, output } = await runGithubJob(installed(review), folder, evaluate, runner);
    return { code, output, files: filesOf(join(outputs['reports'] ?? '/nowhere', 'circle-review.json')) };
  }

  const secretsOf = ({ url, key }: OpenTarget) => ({ CIRCLE_URL: url, CIRCLE_API_KEY: key });
  const request = (more: object = {}, repository: string | null = 'o/r') => ({
    event_name: 'pull_request',
    ref: 'refs/pull/1/merge',
    event: { pull_request: { head: { repo: repository === null ? null : { full_name: repository, fork: repository !== 'o/r' } } } },
    ...more,
  });
  const push = (before: string) => ({ event_name: 'push', ref: 'refs/heads/main', event: { before } });

  it.each<[string, (origin: Origin) => Event, Readonly<Record<string, Build['code']>>]>([
    ['a pull request', ({ commits }) => ({ github: request(), checkout: githubCheckout(commits.merge) }), looked],
    [
      'a pull request whose checkout is shallow',
      ({ commits }) => ({ github: request(), checkout: githubCheckout(commits.merge, 1) }),
      refused,
    ],
    [
      'a pull request whose checkout is as deep as it needs',
      ({ commits }) => ({ github: request(), checkout: githubCheckout(commits.merge, 2) }),
      looked,
    ],
    [
      'the merge queue, behind what others have queued',
      ({ commits }) => ({
        github: {
          event_name: 'merge_group',
          ref: 'refs/heads/gh-readonly-queue/main/pr-1',
          event: { merge_group: { base_sha: commits.queuedBefore } },
        },
        checkout: githubCheckout(commits.queued),
      }),
      looked,
    ],
    ['a push of a merge', ({ commits }) => ({ github: push(commits.main), checkout: githubCheckout(commits.merge) }), looked],
    [
      'a push by force, whose commit before is gone',
      ({ commits }) => ({ github: push('1'.repeat(40)), checkout: githubCheckout(commits.merge) }),
      refused,
    ],
    ['a push of a new branch', ({ commits }) => ({ github: push('0'.repeat(40)), checkout: githubCheckout(commits.merge) }), refused],
    [
      'a fork without secrets',
      ({ commits }) => ({ github: request({}, 'else/r'), checkout: githubCheckout(commits.merge), secrets: {} }),
      { defect: 'skipped', safe: 'skipped', doubt: 'skipped' },
    ],
    [
      'a fork that is gone',
      ({ commits }) => ({ github: request({}, null), checkout: githubCheckout(commits.merge), secrets: {} }),
      { defect: 'skipped', safe: 'skipped', doubt: 'skipped' },
    ],
    [
      'Dependabot without secrets',
      ({ commits }) => ({ github: request({ actor: 'dependabot[bot]' }), checkout: githubCheckout(commits.merge), secrets: {} }),
      { defect: 'skipped', safe: 'skipped', doubt: 'skipped' },
    ],
    [
      'Dependabot with secrets of its own',
      ({ commits }) => ({ github: request({ actor: 'dependabot[bot]' }), checkout: githubCheckout(commits.merge) }),
      looked,
    ],
    [
      'a push to main by Dependabot, without secrets',
      ({ commits }) => ({
        github: { ...push(commits.main), actor: 'dependabot[bot]' },
        checkout: githubCheckout(commits.merge),
        secrets: {},
      }),
      refused,
    ],
    [
      'a repository that is a fork itself, without secrets',
      ({ commits }) => ({
        github: request({ event: { pull_request: { head: { repo: { full_name: 'o/r', fork: true } } } } }),
        checkout: githubCheckout(commits.merge),
        secrets: {},
      }),
      refused,
    ],
    [
      'one secret alone',
      ({ commits }) => ({ github: request(), checkout: githubCheckout(commits.merge), secrets: { CIRCLE_URL: 'x' } }),
      refused,
    ],
    [
      'a circle that is not there',
      ({ commits }) => ({
        github: request(),
        checkout: githubCheckout(commits.merge),
        secrets: { CIRCLE_URL: 'http://127.0.0.1:9', CIRCLE_API_KEY: 'k'.repeat(20) },
      }),
      refused,
    ],
    [
      'an event that it does not know',
      ({ commits }) => ({ github: { event_name: 'schedule', ref: 'refs/heads/main', event: {} }, checkout: githubCheckout(commits.merge) }),
      refused,
    ],
  ])('reviews %s', async (_, event, codes) => {
    expect(await builds().codesOf((origin) => runWorkflow(origin, event(origin)))).toEqual(codes);
  });

  it('reviews the same change when it is run again after main has gone on', async () => {
    const codes = await builds().codesOf(async (origin) => {
      await moveMain(origin);
      const ended = await runWorkflow(origin, { github: request(), checkout: githubCheckout(origin.commits.merge) });
      await git(origin.path, 'update-ref', 'refs/heads/main', origin.commits.main);
      return ended;
    });
    expect(codes).toEqual(looked);
  });

  it('fails where secrets are missing and nothing may be skipped', async () => {
    const { circle } = githubWorkflow().jobs;
    const steps = circle.steps.map((each) => ({ ...each, env: { ...each.env, MAY_SKIP: 'false' } }));
    const evaluate = await evaluator({ github: { repository: 'o/r', ...request({}, 'else/r') }, secrets: {} });
    expect(await runGithubJob({ ...circle, steps }, builds().runnerFolder, evaluate, {})).toMatchObject({ code: 2, outputs: {} });
  });
});
