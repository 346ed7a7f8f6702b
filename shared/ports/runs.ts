/** The life of a run. */
import type { Failure, JournalEntry } from '../contract/journal.ts';
import type { Grant } from '../contract/limits.ts';
import type { Replacement } from '../contract/replacement.ts';
import type { Run, RunRound, RunStages, RunState } from '../contract/run.ts';
import type { StageReason } from '../contract/strategy.ts';
import type { EndedBy } from '../contract/verdict.ts';

/** A key that makes `Runs.create` happen once, with a digest that shows whether the same request came again. */
export interface Idempotency {
  readonly key: string;
  readonly digest: string;
}

/** The run that an earlier request has made, and whether it was the same request. */
export interface EarlierRequest {
  readonly existingId: string;
  readonly sameRequest: boolean;
}

/** A round beyond the first one: why, and who is asked. */
export interface NewRound extends Pick<RunRound, 'round' | 'reason'> {
  readonly experts: readonly string[];
  /** Experts who had a seat when that was settled: where another one has taken a seat since, it is settled anew. */
  readonly seated?: number | undefined;
}

/**
 * Runs. Every change is conditional, so any call may be repeated or raced.
 * Methods throw `Unavailable` when the store cannot be reached, and `NotFound` for a run that does not exist.
 */
export interface Runs {
  /** Creates the run unless its id or its idempotency key is taken; then says which run has it. */
  create(run: Run, idempotency?: Idempotency): Promise<{ readonly created: true } | ({ readonly created: false } & EarlierRequest)>;
  /** The run that has an idempotency key of the tenant. Consistent read. */
  findKey(tenant: string, idempotency: Idempotency): Promise<EarlierRequest | undefined>;
  /** The whole run. Consistent read. */
  get(consultationId: string): Promise<Run | undefined>;
  /** The run without what was asked: a small read, whatever the question's size. Consistent. */
  state(consultationId: string): Promise<RunState | undefined>;
  /** What has happened to the run, in order. Empty for runs of versions that kept none. Consistent read. */
  journal(consultationId: string): Promise<readonly JournalEntry[]>;
  /** Overwrites the task token of the state `Ask`; returns the run as it is afterwards. */
  saveToken(consultationId: string, token: string): Promise<RunState>;
  /** The task token that was saved last; never in a message or a log. Consistent read. */
  token(consultationId: string): Promise<string | undefined>;
  /** Says whom the strategy asks in which stage, once: a repetition changes nothing. Returns the run as it is afterwards. */
  plan(consultationId: string, stages: RunStages['plan']): Promise<RunState>;
  /** Begins the stage of that number, once, if the run is open and the stage before it was the last one. Says whether this call did it. `grants` says of the run as it is then what its seats may use. */
  beginStage(
    consultationId: string,
    stage: number,
    reason: StageReason,
    grants?: (run: RunState) => readonly Grant[] | undefined,
  ): Promise<{ readonly begun: boolean; readonly run: RunState }>;
  /** Gives a seat to another expert, as `next` says of the run as it is then, once, if it is open. Says whether this call did it. */
  replaceSeat(
    consultationId: string,
    next: (run: RunState) => Replacement | undefined,
  ): Promise<{ readonly replaced: Replacement | undefined; readonly run: RunState }>;
  /** Marks that the message of an expert that sits in the place of another one has been sent. */
  markJoined(consultationId: string, expert: string): Promise<void>;
  /** Marks that every message of so many stages has been sent; of a run without stages, every seat's. */
  markSent(consultationId: string, stages?: number): Promise<void>;
  /** Begins a round beyond the first one, once, if the run is open; without experts it says that there is none. Says whether this call did it. */
  beginRound(consultationId: string, round: NewRound): Promise<{ readonly begun: boolean; readonly run: RunState }>;
  /** Marks that every message of a round beyond the first one has been sent. */
  markRoundSent(consultationId: string, round: number): Promise<void>;
  /** open → closed: freezes the counted opinions. Returns the run as it is, whatever its status was. */
  close(consultationId: string, endedBy: (run: RunState) => EndedBy): Promise<RunState>;
  /** open or closed → failed. False if the run had already ended. */
  fail(consultationId: string, failure: Failure, endedAt: string): Promise<boolean>;
  /** open → cancelled. False if the run was not open. */
  cancel(consultationId: string, endedAt: string): Promise<boolean>;
  /**
   * Removes an ended run with everything that is kept of it; false if there is none. Throws `Conflict` for one that has not ended. What was
   * learnt from it stays, in numbers, and so do the uses of keys.
   */
  remove(consultationId: string): Promise<boolean>;
  /** Resolves when the run has ended, or after `milliseconds`. */
  waitForEnd(consultationId: string, milliseconds: number): Promise<void>;
  /** Resolves when more than `known` opinions of all rounds have been stored, when the run has ended, or after `milliseconds`. */
  waitForArrival(consultationId: string, known: number, milliseconds: number): Promise<void>;
}
