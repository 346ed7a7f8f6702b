/** One expert being asked in one run, as every step of it sees it. */

import type { Seat } from '../../shared/contract/expert.ts';
import type { Opinion, Usage } from '../../shared/contract/opinion.ts';
import type { Run, RunStatus } from '../../shared/contract/run.ts';
import type { Debate } from '../../shared/domain/debate.ts';
import type { Ledger } from '../../shared/domain/synthesis-prompt.ts';
import { ExpertFailure } from '../../shared/errors.ts';
import type { Model } from '../../shared/ports/model.ts';
import { interrupted, unknownUsage } from './interrupted.ts';
import type { Spending } from './spending.ts';
import { endOf } from './watch-end.ts';
import type { WorkerPorts } from './worker-ports.ts';

/** Releasing the token is not this part's work. */
export type AskPorts = Omit<WorkerPorts, 'workflow'>;

/** What is shown beyond the first round to somebody that does not answer anew: answers to be judged or ranked, or claims to write from. */
export type ShownOfOthers = { readonly round: number } & ({ readonly answers: readonly Opinion[] } | { readonly ledger: Ledger });

/** What is shown beyond the first round: in a debate to an expert that has answered before, or what others have said. */
export type Shown = { readonly round: number; readonly debate: Debate } | ShownOfOthers;

/** What an attempt needs beside the run. */
export interface Call {
  readonly run: Run;
  readonly seat: Seat;
  /** The question as this seat is asked it. */
  readonly question: string;
  /** What the expert is shown, where it is asked beyond the first round. */
  readonly shown: Shown | undefined;
  readonly model: Model;
  readonly ports: AskPorts;
  readonly spending: Spending;
  /** Gives the call under way up. */
  readonly signal: AbortSignal;
  /** The run has ended: nothing new is asked. */
  readonly ended: AbortSignal;
  /** By the monotonic clock: the run's deadline or the expert's own limit, whichever comes first. */
  readonly endsAt: number;
}

/** The usage of a call that was never made. */
const nothing: Usage = { inputTokens: 0, outputTokens: 0 };

/** Thrown inside when the run has ended; the opinion then says so. */
export class RunOver extends Error {
  readonly status: RunStatus;
  /** Whether a call was given up, which its provider may bill. */
  readonly midCall: boolean;

  constructor(status: RunStatus, midCall: boolean) {
    super(`the run is ${status}`);
    this.status = status;
    this.midCall = midCall;
  }
}

/** Milliseconds that are left; not above zero when the time is over. */
export function leftMs({ endsAt, ports }: Pick<Call, 'endsAt' | 'ports'>): number {
  return endsAt - ports.clock.monotonic();
}

/** Milliseconds that are left. Reading a key and a rejected call take their share, so it is asked before each call. Throws `ExpertFailure`. */
export function requireTime(call: Call): number {
  const left = leftMs(call);
  if (left > 0) return left;
  if (call.spending.interrupted) throw new ExpertFailure('timeout', `${interrupted}; the time is over`, { usage: unknownUsage });
  throw new ExpertFailure('timeout', 'the time was over before the expert could be asked', { usage: nothing });
}

/** After the end of a run nothing new is asked. Throws `RunOver`. */
export async function requireOpen({ run, ports, ended }: Call): Promise<void> {
  ended.throwIfAborted();
  const status = await endOf(run.id, ports);
  if (status !== undefined) throw new RunOver(status, false);
}
