/** The examples for GitLab and Jenkins in the situations that the services put them in: checkouts, targets, variables, reports. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitlabJob, jenkinsScript } from '../support/ci-jobs.ts';
import { commitAll, git, run } from '../support/run-program.ts';
import { release } from '../support/upstream.ts';
import { type Build, filesOf, looked, refused, useBuilds } from './builds.ts';
import { checkOut, gitlabCheckout, jenkinsCheckout, moveMain, type Origin } from './service-checkouts.ts';

const builds = useBuilds();

/** The variables of a build that is no job of GitHub. */
const variablesOf = (more: Readonly<Record<string, string>> = {}) => ({
  CIRCLE_URL: builds().target.url,
  CIRCLE_API_KEY: builds().target.key,
  CIRCLE_REPOSITORY: builds().upstream.path,
  CIRCLE_REF: release,
  CIRCLE_HOME: join(builds().runnerFolder, 'circle'),
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
  CHANGE_TARGET: 'main',
  ...more,
});

const shells = {
  gitlab: ['bash', '-eo', 'pipefail', '-c', gitlabJob().script],
  'gitlab, in an image without bash': ['sh', '-e', '-c', gitlabJob().script],
  jenkins: ['sh', '-xe', '-c', jenkinsScript()],
} as const;

describe.each(Object.entries(shells))('%s', (name, [shell, ...argv]) => {
  const isJenkins = name === 'jenkins';
  const checkoutOf = (commit: string, of: 'head' | 'merge', depth = 0) =>
    isJenkins ? jenkinsCheckout(commit, depth) : gitlabCheckout(commit, of, depth);

  async function build(folder: string, more: Readonly<Record<string, string>> = {}): Promise<Build> {
    const { code, output } = await run(shell, argv, folder, variablesOf(more));
    return { code, output, files: filesOf(join(folder, 'circle-review.json')) };
  }

  /** Jenkins makes the merge itself. */
  async function mergedFolder(origin: Origin, depth = 0): Promise<string> {
    if (!isJenkins) return checkOut(origin, checkoutOf(origin.commits.merge, 'merge', depth));
    const folder = await checkOut(origin, checkoutOf(origin.commits.main, 'head', depth));
    await git(folder, 'merge', '--quiet', '--no-edit', origin.commits.head);
    return folder;
  }

  it('reviews the head of a request', async () => {
    const codes = await builds().codesOf(async (origin) => build(await checkOut(origin, checkoutOf(origin.commits.head, 'head'))));
    expect(codes).toEqual(looked);
  });

  it('reviews its merge, also when main has gone on since', async () => {
    expect(await builds().codesOf(async (origin) => build(await mergedFolder(origin)))).toEqual(looked);
    const codes = await builds().codesOf(async (origin) => {
      const folder = await mergedFolder(origin);
      await moveMain(origin);
      const ended = await build(folder);
      await git(origin.path, 'update-ref', 'refs/heads/main', origin.commits.main);
      return ended;
    });
    expect(codes).toEqual(looked);
  });

  it('passes nothing of a clone that is too shallow', async () => {
    const codes = await builds().codesOf(async (origin) => build(await checkOut(origin, checkoutOf(origin.commits.head, 'head', 1))));
    expect(codes).toEqual(refused);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['a target that is not there', { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'none', CHANGE_TARGET: 'none' }],
    ['an empty target', { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: '', CHANGE_TARGET: '' }],
    ['a tag of this project that is not there', { CIRCLE_REF: 'v9.9.9' }],
    ['a circle that is not there', { CIRCLE_URL: 'http://127.0.0.1:9' }],
    ['an empty address', { CIRCLE_URL: '' }],
    ['an empty key', { CIRCLE_API_KEY: '' }],
  ])('says neither yes nor no with %s', async (_, variables) => {
    const origin = builds().safe;
    const { code, output } = await build(await mergedFolder(origin), variables);
    expect([0, 1], output).not.toContain(code);
  });

  it('keeps no report of an earlier run, and none that the change brings along', async () => {
    const origin = builds().safe;
    const folder = await mergedFolder(origin);
    const names = ['circle-review.json', 'circle-review.xml'];
    for (const file of names) writeFileSync(join(folder, file), 'planted');
    await build(folder, { CIRCLE_REF: 'v9.9.9' });
    expect(names.filter((file) => existsSync(join(folder, file)))).toEqual([]);
    for (const file of names) writeFileSync(join(folder, file), 'planted');
    await commitAll(folder, 'a report of its own');
    const ended = await build(folder);
    expect(ended.code, ended.output).toBe(2);
    expect(names.filter((file) => existsSync(join(folder, file)))).toEqual([]);
  });

  it('moves on with the tag that it names', async () => {
    const origin = builds().safe;
    const folder = await mergedFolder(origin);
    await git(builds().upstream.path, 'commit', '--quiet', '--allow-empty', '-m', 'later');
    await git(builds().upstream.path, 'tag', '--force', 'moving');
    expect((await build(folder, { CIRCLE_REF: 'moving' })).code).toBe(0);
    const later = (await git(builds().upstream.path, 'rev-parse', 'moving')).stdout;
    expect((await git(join(builds().runnerFolder, 'circle'), 'rev-parse', 'HEAD')).stdout).toBe(later);
  });
});
