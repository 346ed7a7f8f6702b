/** Asks the lines of a batch: so many at a time, within the purse, until all have ended or it must stop. */

import { CircleApiError } from '../../../shared/client/api-error.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { BatchLine } from './lines.ts';
import type { Purse } from './purse.ts';

/** What the run needs from outside. */
export interface RunOptions {
  readonly parallel: number;
  readonly purse: Purse;
  /** US dollars that a line may cost at most; counted against the purse while it runs. */
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
  readonly stoppedBy: 'budget' | 'interrupt' | Error | undefined;
}

/** Runs the lines in their order. */
export async function runLines(lines: readonly BatchLine[], options: RunOptions): Promise<RunOutcome> {
  const state: RunState = { running: new Set(), refused: [], unfinished: [], failure: undefined };
  const waiting = [...lines];
  for (let [line] = waiting; line !== undefined && reasonToStop(line, state, options) === undefined; [line] = waiting) {
    const full = state.running.size >= options.parallel;
    if (full || options.purse.outlook(options.boundOf(line)) === 'later') await Promise.race(state.running);
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
}

/** Why `next` must not be asked, nor any line after it. */
function reasonToStop(next: BatchLine | undefined, { failure }: RunState, { signal, purse, boundOf }: RunOptions): RunOutcome['stoppedBy'] {
  if (signal.aborted) return 'interrupt';
  if (failure !== undefined) return failure;
  return next !== undefined && purse.outlook(boundOf(next)) === 'never' ? 'budget' : undefined;
}

function start(line: BatchLine, state: RunState, options: RunOptions): void {
  const settle = options.purse.reserve(options.boundOf(line));
  const work = finish(line, settle, state, options).finally(() => state.running.delete(work));
  state.running.add(work);
}

async function finish(line: BatchLine, settle: (costUsd: number) => void, state: RunState, options: RunOptions): Promise<void> {
  try {
    const ended = await options.ask(line);
    settle(ended.cost.usd);
    options.onEnd(line, ended);
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
