/** The examples for builds, read and run as the services do it; what a service does between the steps is stood in for by the caller. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { type Ended, run } from './run-program.ts';

const examples = join(import.meta.dirname, '../../docs/examples');
const read = (name: string) => readFileSync(join(examples, name), 'utf8');

const step = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  run: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  env: z.record(z.string(), z.coerce.string()).default({}),
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

/** One job of the workflow for GitHub Actions. */
export type GithubJob = z.infer<typeof job>;

/** The workflow for GitHub Actions. */
export function githubWorkflow(): z.infer<typeof workflow> {
  return workflow.parse(parse(read('github-review.yml')));
}

/** The job without the steps whose clone and packages are there already. */
export function installed(each: GithubJob): GithubJob {
  return { ...each, steps: each.steps.filter(({ name }) => name === 'Review the change') };
}

/** What a job has told the ones that need it, by the names of its steps' outputs. */
export interface JobEnded extends Ended {
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Runs the steps of a job as the runner does: `bash -e`, in the checked-out folder, until one fails. `evaluate` gives the values of
 * expressions.
 */
export async function runGithubJob(
  { env, steps }: GithubJob,
  folder: string,
  evaluate: (expression: string) => string,
  environment: Readonly<Record<string, string>>,
): Promise<JobEnded> {
  const file = join(mkdtempSync(join(tmpdir(), 'circle-outputs-')), 'output');
  writeFileSync(file, '');
  const valued = (each: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(each).map(([name, value]) => [
        name,
        value.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression) => evaluate(expression.trim())),
      ]),
    );
  let last: Ended = { code: null, stdout: '', output: 'the file has no steps to run' };
  for (const { run: script, env: own } of steps) {
    if (script === undefined) continue;
    last = await run('bash', ['-e', '-c', script], folder, { ...valued(env), ...environment, GITHUB_OUTPUT: file, ...valued(own) });
    if (last.code !== 0) break;
  }
  const told = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return { ...last, outputs: Object.fromEntries(told.map((line) => line.split(/=(.*)/s).slice(0, 2))) };
}

/** The script of the job for GitLab, and its variables. */
export function gitlabJob(): { readonly script: string; readonly variables: Readonly<Record<string, string>> } {
  const each = z.object({ script: z.array(z.string()), variables: z.record(z.string(), z.coerce.string()) });
  const { script, variables } = z.object({ 'circle-review': each }).parse(parse(read('gitlab-review.yml')))['circle-review'];
  return { script: script.join('\n'), variables };
}

/** The script of the stage for Jenkins. */
export function jenkinsScript(): string {
  const [, script] = /sh '''([\s\S]*?)'''/.exec(read('Jenkinsfile')) ?? [];
  if (script === undefined) throw new Error('the Jenkinsfile has no step sh');
  return script;
}
