/** `circle batch`: many questions from a file; killed at any moment, it goes on where it was. */
import { InvalidInput } from '../../shared/errors.ts';
import { askLine, hasFailed } from './batch/ask-line.ts';
import { chargedBefore, openBudget } from './batch/budget.ts';
import { holdAlone } from './batch/hold-alone.ts';
import { type BatchLine, readLines } from './batch/lines.ts';
import { resultOf } from './batch/result-of.ts';
import { openResults } from './batch/results.ts';
import { runLines } from './batch/run-lines.ts';
import { showProgress } from './batch/show-progress.ts';
import { exitCode, summary, sumOf } from './batch/summary.ts';
import { type Address, openClient, patientRetries } from './client.ts';
import { progressStream, tell } from './output.ts';
import { policyOf } from './policy.ts';
import { readTextFile } from './text-file.ts';

/** The flags of `circle batch`, as commander gives them. */
export interface BatchFlags {
  readonly out?: string;
  readonly parallel: string;
  readonly budget?: string;
  readonly lineBudget?: string;
  readonly circle?: string;
  readonly experts?: string;
  readonly deadline?: string;
  readonly retryFailed?: boolean;
  readonly full?: boolean;
}

/** What `--help` says beside the flags. */
export const batchHelp = `
Results are appended as they come. Run it again, after a kill or Ctrl-C too: lines with a result are skipped, and lines that were asked are
taken up and not asked twice (for 24 hours, as long as the server knows their idempotency keys; give a line another "id" to ask it anew).
With --retry-failed, lines that have failed or found no quorum are asked again; the new result stands below the old one, and counts.
If the first lines all fail for one reason, the batch stops and says so.

Exit codes, for the whole file:
  0    every line is decided
  2    some are not: no consensus, no quorum, or the budget was not enough
  1    something went wrong: a line was refused or has failed, or there is no server
  130  interrupted; what is running goes on, and the next run takes it up`;

/** Lines that may be asked at the same time. */
const mostParallel = 64;

/** Asks every line that has no result yet; returns the exit code. Throws `CircleError`s where nothing could be asked. */
export async function batch(file: string, flags: BatchFlags, address: Address): Promise<number> {
  const parallel = numberFlag('--parallel', flags.parallel, (count) => Number.isInteger(count) && count >= 1 && count <= mostParallel);
  const budget = optionalDollars('--budget', flags.budget);
  const lineBudget = optionalDollars('--line-budget', flags.lineBudget) ?? (budget === undefined ? undefined : budget / parallel);
  const lines = readLines(readTextFile(file, file), defaultsOf(flags));
  const out = flags.out ?? `${file.replace(/\.jsonl$/, '')}.results.jsonl`;
  holdAlone(out);
  const results = openResults(out);

  const client = openClient(address, patientRetries);
  const isDone = ({ digest }: BatchLine) => {
    const earlier = results.earlier.get(digest);
    return earlier !== undefined && !(flags.retryFailed && hasFailed(earlier.status));
  };
  const unanswered = lines.filter((line) => !isDone(line)).map((line) => withBound(line, lineBudget));
  const done = lines.filter(isDone).flatMap(({ digest }) => results.earlier.get(digest) ?? []);
  const interrupted = abortOnSignals();
  const boundOf = ({ body }: BatchLine) => (budget === undefined ? 0 : (body.budgetUsd ?? lineBudget ?? 0));
  const bounds = new Map(lines.map((line) => [line.digest, boundOf(line)]));
  // What failed has been paid for too, each time that it was asked.
  let spent = sumOf(results.rows.filter(({ digest }) => bounds.has(digest)));
  const shown = showProgress(lines.length, done.length, spent, progressStream);
  const outcome = await runLines(unanswered, {
    parallel,
    budget: openBudget(budget, chargedBefore(results.rows, bounds)),
    boundOf,
    ask: (line) => askLine(client, line, results.earlier.get(line.digest)?.id, interrupted),
    onEnd: (line, ended) => {
      const result = resultOf(line, ended, { full: flags.full === true });
      results.append(result);
      done.push(result);
      spent += result.costUsd;
      shown.advance(spent);
    },
    signal: interrupted,
  });
  shown.stop();
  tell(summary(done, outcome));
  return exitCode(done, outcome);
}

/** What a line may leave out; the budget of the whole is not that of a line. */
function defaultsOf({ circle, experts, deadline }: BatchFlags): Record<string, unknown> {
  return policyOf({ ...(circle && { circle }), ...(experts && { experts }), ...(deadline && { deadline }) });
}

function withBound(line: BatchLine, lineBudget: number | undefined): BatchLine {
  if (lineBudget === undefined || line.body.budgetUsd !== undefined) return line;
  return { ...line, body: { ...line.body, budgetUsd: lineBudget } };
}

function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      tell('\nstopping; once more to leave at once');
      controller.abort();
    });
  }
  return controller.signal;
}

function optionalDollars(flag: string, written: string | undefined): number | undefined {
  return written === undefined ? undefined : numberFlag(flag, written, (usd) => usd > 0 && usd <= 10_000);
}

function numberFlag(flag: string, written: string, fits: (value: number) => boolean): number {
  const value = Number(written);
  if (fits(value)) return value;
  throw new InvalidInput([{ field: flag, message: `"${written}" does not fit; see circle batch --help` }]);
}
