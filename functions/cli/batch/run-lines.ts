/** Asks the lines of a batch: so many at a time, within the budget, until all have ended or it must stop. */

import { CircleApiError } from '../../../shared/client/api-error.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import { messageOf } from '../../../shared/errors.ts';
import { hasFailed } from './ask-line.ts';
import { type Budget, chargeOf } from './budget.ts';
import type { BatchLine } from './lines.ts';

/** What the run needs from outside. */
export interface RunOptions {
  readonly parallel: number;
  readonly budget: Budget;
  /** US dollars that a line may cost at most; counted against the budget while it runs. */
  readonly boundOf: (line: BatchLine) => number;
  readonly ask: (line: BatchLine) => Promise<Consultation>;
  readonly onEnd: (line: BatchLine, ended: Consultation) => void;
  readonly signal: AbortSignal;
}

/** What has become of the lines that have no result. */
export interface RunOutcome {
  /** Refused by the server, each with its reason; asked again by the next run. */
  readonly refused: readonly { readonly line: BatchLine; readonly reason: string }[];
  /** Asked or about to be when the run was stopped; the next run takes them up. */
  readonly unfinished: readonly BatchLine[];
  readonly notAsked: readonly BatchLine[];
  /** Why lines were not asked. */
  readonly stoppedBy: 'budget' | 'interrupt' | SameFailure | Error | undefined;
}

/** Every line so far has failed for one reason, so the next ones would too: an expired key, a provider that is down. */
export class SameFailure extends Error {}

/** Lines that must have failed alike, and no other have ended, before the rest is left alone. */
const alikeToStop = 8;

/** Runs the lines in their order. */
export async function runLines(lines: readonly BatchLine[], options: RunOptions): Promise<RunOutcome> {
  const state: RunState = { running: new Set(), refused: [], unfinished: [], failure: undefined, reasons: [] };
  const waiting = [...lines];
  for (let [line] = waiting; line !== undefined && reasonToStop(line, state, options) === undefined; [line] = waiting) {
    const full = state.running.size >= options.parallel;
    if (full || options.budget.room(options.boundOf(line)) === 'later') await Promise.race(state.running);
    else start(waiting.shift() ?? line, state, options);
  }
  await Promise.all(state.running);
  const { refused, unfinished } = state;
  return { refused, unfinished, notAsked: waiting, stoppedBy: reasonToStop(waiting[0], state, options) };
}

interface RunState {
  readonly running: Set<Promise<void>>;
  readonly refused: { readonly line: BatchLine; readonly reason: string }[];
  readonly unfinished: BatchLine[];
  /** What every further line would meet too. */
  failure: Error | undefined;
  /** Why each line that has ended has failed; undefined for one that has not. */
  readonly reasons: (string | undefined)[];
}

/** Why `next` must not be asked, nor any line after it. */
function reasonToStop(
  next: BatchLine | undefined,
  { failure }: RunState,
  { signal, budget, boundOf }: RunOptions,
): RunOutcome['stoppedBy'] {
  if (signal.aborted) return 'interrupt';
  if (failure !== undefined) return failure;
  return next !== undefined && budget.room(boundOf(next)) === 'never' ? 'budget' : undefined;
}

function start(line: BatchLine, state: RunState, options: RunOptions): void {
  const settle = options.budget.reserve(options.boundOf(line));
  const work = finish(line, settle, state, options).finally(() => state.running.delete(work));
  state.running.add(work);
}

async function finish(line: BatchLine, settle: (costUsd: number) => void, state: RunState, options: RunOptions): Promise<void> {
  try {
    const ended = await options.ask(line);
    settle(chargeOf(ended.cost.usd, ended.cost.unknown, options.boundOf(line)));
    options.onEnd(line, ended);
    state.reasons.push(reasonOf(ended));
    state.failure ??= sameFailure(state.reasons, options.parallel);
  } catch (error) {
    settle(0);
    if (isRefusal(error)) state.refused.push({ line, reason: messageOf(error) });
    else {
      state.unfinished.push(line);
      state.failure ??= asError(error);
    }
  }
}

/** The server has read the line and will not have it; anything else (no server, no key) would meet every line. */
function isRefusal(error: unknown): boolean {
  return error instanceof CircleApiError && !error.retryable && error.type !== 'unauthorized';
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Why a consultation came to nothing, by the stable names of what failed; undefined where it did not. */
function reasonOf({ status, verdict, failure }: Consultation): string | undefined {
  if (!hasFailed(status)) return undefined;
  const missing = verdict?.missing.map(({ expert, error }) => `${expert}: ${error.type}`) ?? [];
  return failure?.type ?? (missing.join(', ') || status);
}

function sameFailure(reasons: readonly (string | undefined)[], parallel: number): SameFailure | undefined {
  const [first] = reasons;
  if (first === undefined || reasons.length < Math.max(alikeToStop, parallel) || reasons.some((reason) => reason !== first))
    return undefined;
  return new SameFailure(
    `all of the first ${reasons.length} lines failed for one reason (${first}); mend it, then run this again with --retry-failed`,
  );
}
