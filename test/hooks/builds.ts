/**
 * What the examples for builds have in common: in each situation a defect is stopped, a safe change passes although others have merged
 * defects meanwhile, doubt is no approval, and where nobody could look, nothing passes.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { inProcess } from '../blackbox/in-process-target.ts';
import type { KnowledgeFolder } from '../blackbox/knowledge-folder.ts';
import type { OpenTarget } from '../blackbox/target.ts';
import { githubWorkflow } from '../support/ci-jobs.ts';
import { plantedDefect, plantedSilence, writeReviewingCircle } from '../support/reviewing-circle.ts';
import { run } from '../support/run-program.ts';
import { openUpstream, release, type Upstream } from '../support/upstream.ts';
import { makeOrigin, type Origin } from './service-checkouts.ts';

const lines = { defect: plantedDefect, safe: 'return db.find(name);', doubt: plantedSilence };

/** What the three lines come to where they are looked at, and where nobody could look. */
export const looked: Readonly<Record<string, number>> = { defect: 1, safe: 0, doubt: 2 };
export const refused: Readonly<Record<string, number>> = { defect: 2, safe: 2, doubt: 2 };

/** How a build has ended, and what it says was reviewed. */
export interface Build {
  readonly code: number | 'skipped' | null;
  readonly files: readonly string[] | undefined;
  readonly output: string;
}

/** What builds run with. */
export interface Builds {
  readonly target: OpenTarget;
  readonly upstream: Upstream;
  /** Where this project lies in `circle`, fetched and installed by the first example: the others find it. */
  readonly runnerFolder: string;
  readonly safe: Origin;
  /** Runs the same build for each of the three lines. Where anything was looked at, it is the change and nothing else. */
  codesOf(build: (origin: Origin) => Promise<Build>): Promise<Readonly<Record<string, Build['code']>>>;
}

/** Sets builds up for the tests of a file. */
export function useBuilds(): () => Builds {
  let knowledge: KnowledgeFolder;
  let builds: Builds;
  const origins = new Map<string, Origin>();
  beforeAll(async () => {
    knowledge = writeReviewingCircle();
    const [target, upstream] = [await inProcess.open(knowledge.path), await openUpstream()];
    for (const [name, line] of Object.entries(lines)) origins.set(name, await makeOrigin(line));
    const runnerFolder = await installCircle(upstream);
    builds = { target, upstream, runnerFolder, safe: origins.get('safe') as Origin, codesOf: (build) => codesOf(origins, build) };
  });
  afterAll(async () => {
    await builds?.target.close();
    knowledge?.remove();
    builds?.upstream.remove();
    for (const origin of origins.values()) origin.remove();
    if (builds !== undefined) rmSync(builds.runnerFolder, { recursive: true, force: true });
  });
  return () => builds;
}

async function installCircle(upstream: Upstream): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'circle-runner-'));
  const get = githubWorkflow().jobs.review.steps.find(({ name }) => name === 'Get circle');
  const environment = { RUNNER_TEMP: folder, CIRCLE_REPOSITORY: upstream.path, CIRCLE_REF: release };
  const { code, output } = await run('bash', ['-e', '-c', get?.run ?? 'exit 99'], folder, environment);
  expect(code, output).toBe(0);
  return folder;
}

async function codesOf(origins: ReadonlyMap<string, Origin>, build: (origin: Origin) => Promise<Build>) {
  const codes: Record<string, Build['code']> = {};
  for (const [name, origin] of origins) {
    const { code, files, output } = await build(origin);
    codes[name] = code;
    if (files !== undefined && files.length > 0) expect(files, output).toEqual(['src/user.ts']);
    if (code === 0) expect(files, 'passed without a look').toEqual(['src/user.ts']);
  }
  return codes;
}

/** The files that a report says were reviewed; undefined where there is no report. */
export function filesOf(report: string): readonly string[] | undefined {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).files : undefined;
}
