/** The rules of reviews, built beside the server where they are missing: nobody who asks models waits for that. */
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { buildEnvironment } from './build-environment.ts';
import { isStale, reviewBuild, rules, workspace } from './core.ts';

/** Whether there are rules. */
export interface RulesBuild {
  /** Why none can be applied yet, for people; undefined where they can. */
  readonly problem: string | undefined;
  /** The same once nothing is built any more. */
  readonly ended: Promise<string | undefined>;
}

/** Characters of what cargo says that are told: its last words are the cause. */
const toldLength = 400;

/** Looks for the rules, and starts to build them where that is wanted. The build ends with this process. */
export function prepareRules(mode: 'build' | 'as-is', say: (line: string) => void): RulesBuild {
  if (!isStale(rules)) return { problem: undefined, ended: Promise.resolve(undefined) };
  if (mode === 'as-is') {
    const problem = 'the rules are not built, or older than their sources (npm run build -- review)';
    return { problem, ended: Promise.resolve(problem) };
  }
  say('Building the rules of reviews meanwhile (once; some minutes)…');
  return { problem: 'the rules are being built, which takes some minutes', ended: build(say) };
}

async function build(say: (line: string) => void): Promise<string | undefined> {
  const child = spawn('cargo', [...reviewBuild], {
    cwd: workspace,
    env: buildEnvironment(process.env),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = () => child.kill();
  process.once('exit', stop);
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told = `${told}${text}`.slice(-toldLength);
  });
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : told.trim().split('\n').slice(-3).join(' ')));
  });
  process.off('exit', stop);
  say(failure === undefined ? 'The rules of reviews are built.' : `The rules of reviews could not be built: ${failure}`);
  return failure === undefined ? undefined : `the rules could not be built: ${failure}`;
}
