/** Every outside thing as one small interface. Adapters live in `shared/adapters`, one contract suite each in `test/ports`. */
import type { Knowledge } from './contract/circle.ts';
import type { ConsultationStatus, Failure, Run } from './contract/consultation.ts';
import type { Image } from './contract/context.ts';
import type { Delivery, DeliveryMessage, WebhookReply } from './contract/delivery.ts';
import type { ExpertHealth, QueuedProviderKind, Seat } from './contract/expert.ts';
import type { Feedback } from './contract/feedback.ts';
import type { AttemptNote, Opinion, Usage } from './contract/opinion.ts';
import type { Kind } from './contract/question.ts';
import type { Reading, ReadRequest } from './contract/reading.ts';
import type { Estimates, Learning, Learnt, Outcome, ReliabilityKey, ReliabilityState } from './contract/reliability.ts';
import type { EndedBy, Verdict, Weighing } from './contract/verdict.ts';
import type { Webhook } from './contract/webhook.ts';
import type { ConsultationEnded, SeatMessage, StartInput } from './contract/workflow.ts';
import type { LogCode } from './log-codes.ts';

/** Time, passed in so that rules and tests can choose it. */
export interface Clock {
  /** The present moment. */
  now(): Date;
  /** Resolves after `milliseconds`, or at once when `signal` is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** What became of an opinion: `counted` while open, `duplicate` if one was there, `late` if the run had closed. */
export type RecordOutcome = 'counted' | 'duplicate' | 'late';

/** A key that makes `createRun` happen once, with a digest that tells whether the same request came again. */
export interface Idempotency {
  readonly key: string;
  readonly digest: string;
}

/** Filter of a listing; `cursor` continues an earlier page. Times are ISO 8601. */
export interface RunQuery {
  readonly tenant: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly status?: ConsultationStatus | undefined;
  readonly circle?: string | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  /** `key:value` of the metadata. */
  readonly tag?: string | undefined;
}

/** A use of a secret, kept for the auditor: never the value. */
export interface SecretUse {
  readonly secret: string;
  readonly version: string;
  readonly purpose: string;
  readonly tenant: string;
  readonly consultationId: string;
  readonly at: string;
}

/** What is known of experts, and how often that has been put in place of what was known before. */
export interface StoredReliability {
  readonly state: ReliabilityState;
  readonly generation: number;
}

/**
 * Runs, opinions and verdicts. Every change of a run is conditional, so any call may be repeated or raced.
 * Methods throw `Unavailable` when the store cannot be reached, and `NotFound` for a run that does not exist.
 */
export interface Store {
  /** Creates the run unless its id or its idempotency key is taken; then says which run has it. */
  createRun(
    run: Run,
    idempotency?: Idempotency,
  ): Promise<{ readonly created: true } | { readonly created: false; readonly existingId: string; readonly sameRequest: boolean }>;
  /** Consistent read. */
  getRun(consultationId: string): Promise<Run | undefined>;
  /** Overwrites the token while the run is open; returns the run as it is afterwards. */
  saveToken(consultationId: string, token: string): Promise<Run>;
  /** Marks that every seat's message has been sent. */
  markSent(consultationId: string): Promise<void>;
  /**
   * Stores an opinion and counts it in one transaction: `answered` raises the answered count, `failed`, `timeout` and
   * `unreadable` the failed count, `cancelled` and `abandoned` none. If the run is no longer open an answer is stored as `late` and never counted.
   */
  recordOpinion(consultationId: string, opinion: Opinion): Promise<{ readonly outcome: RecordOutcome; readonly run: Run }>;
  /** Keeps how far the asking of an expert is, in place of its earlier note: a call that begins, or one that failed and will be repeated. */
  noteAttempt(note: AttemptNote): Promise<void>;
  /** Consistent read of all opinions and of the notes on experts that have no opinion yet, by expert name. */
  readOpinions(consultationId: string): Promise<{ readonly opinions: readonly Opinion[]; readonly attempts: readonly AttemptNote[] }>;
  /** open → closed: freezes the counted opinions. Returns the run as it is, whatever its status was. */
  closeRun(consultationId: string, endedBy: (run: Run) => EndedBy): Promise<Run>;
  /** closed → the verdict's status; the verdict is written once. False if the run had already ended. */
  endRun(consultationId: string, status: ConsultationStatus, verdict: Verdict, endedAt: string): Promise<boolean>;
  /** open or closed → failed. False if the run had already ended. */
  failRun(consultationId: string, failure: Failure, endedAt: string): Promise<boolean>;
  /** open → cancelled. False if the run was not open. */
  cancelRun(consultationId: string, endedAt: string): Promise<boolean>;
  getVerdict(consultationId: string): Promise<Verdict | undefined>;
  /** Newest first. */
  listRuns(query: RunQuery): Promise<{ readonly runs: readonly Run[]; readonly cursor?: string }>;
  /** Runs that are open or closed and whose deadline lies before `before`. */
  listOverdue(before: string, limit: number): Promise<readonly Run[]>;
  /** Resolves when the run has ended, or after `milliseconds`. */
  waitForEnd(consultationId: string, milliseconds: number): Promise<void>;
  /** Resolves when more than `known` opinions have been stored, when the run has ended, or after `milliseconds`. */
  waitForArrival(consultationId: string, known: number, milliseconds: number): Promise<void>;
  saveHealth(health: readonly ExpertHealth[]): Promise<void>;
  readHealth(): Promise<readonly ExpertHealth[]>;
  /** Resolves only when the use is durably written. */
  recordSecretUse(use: SecretUse): Promise<void>;
  /** Consistent read. */
  readReliability(key: ReliabilityKey): Promise<StoredReliability>;
  /** Adds what the verdict of a consultation teaches, once. False if it had been added. */
  learn(key: ReliabilityKey, consultationId: string, learnt: Learnt): Promise<boolean>;
  /**
   * Stores feedback behind earlier feedback on the consultation, and adds what it teaches in place of what that has taught, in one
   * transaction. Feedback that says the same as the last one changes nothing. Returns what is stored.
   */
  saveFeedback(key: ReliabilityKey, feedback: Feedback, learnt: Learnt): Promise<Feedback>;
  /** The last feedback, which counts. Consistent read. */
  readFeedback(consultationId: string): Promise<Feedback | undefined>;
  /** All feedback, in the order in which it came. Consistent read. */
  listFeedback(consultationId: string): Promise<readonly Feedback[]>;
  /**
   * Puts a state in place of the one that was read `before`; what has been added since then is kept. False if another replacement
   * came first, and then nothing is changed.
   */
  replaceReliability(key: ReliabilityKey, before: StoredReliability, state: ReliabilityState): Promise<boolean>;
  /** Stores a delivery in place of the one whose version is one lower; version 1 is new. False if another change came first. */
  saveDelivery(delivery: Delivery): Promise<boolean>;
  /** Consistent read of what became of a run's webhooks, in their order. */
  readDeliveries(consultationId: string): Promise<readonly Delivery[]>;
}

/** A queue: one a provider kind, and one for the deliveries of webhooks. */
export type QueueName = QueuedProviderKind | 'webhooks';

/** The queues, each at least once, with a dead-letter queue. */
export interface Queue {
  /** Resolves when every message is durably queued. */
  send(provider: QueuedProviderKind, messages: readonly SeatMessage[]): Promise<void>;
  /** Resolves when the message is durably queued. Nobody receives it before `delaySeconds`, a whole number up to 900, are over. */
  sendDelivery(message: DeliveryMessage, delaySeconds: number): Promise<void>;
}

/** The state machine. */
export interface Workflow {
  /** Starts an execution; a second start under one name has no effect. */
  start(name: string, input: StartInput): Promise<void>;
  /** Gives a waiting state its result. `gone`: nobody waits for this token any more, which is no error. */
  finish(token: string, output: unknown): Promise<'released' | 'gone'>;
  /** Stops an execution if it runs. */
  stop(name: string): Promise<void>;
}

/** Who reads a secret, and what for. */
export interface SecretPurpose {
  readonly purpose: string;
  readonly tenant: string;
  readonly consultationId: string;
}

/** Provider keys. */
export interface Vault {
  /** The value of a secret, after the use has been recorded; undefined if it is not set. `fresh` skips any cache. */
  use(secret: string, purpose: SecretPurpose, options?: { readonly fresh?: boolean }): Promise<string | undefined>;
  /** Whether a secret is set, without reading it for use. */
  has(secret: string): Promise<boolean>;
}

/** One question to one expert. */
export interface ModelRequest {
  readonly seat: Seat;
  /** System text: persona and rules of the answer. */
  readonly instructions: string;
  /** The question, delimited as data. */
  readonly prompt: string;
  /** The bare question, its kind and options, for experts that are not models. */
  readonly question: string;
  readonly kind: Kind;
  readonly options?: readonly string[] | undefined;
  /** Images of the question, in order; given only to a seat that takes them. */
  readonly images?: readonly Image[] | undefined;
  /** The JSON Schema that the answer is held to afterwards; a provider that knows such a thing is told of it. */
  readonly schema?: Readonly<Record<string, unknown>> | undefined;
  /** The answer ends before the first of these. */
  readonly stop?: readonly string[] | undefined;
  /** The provider key, if the seat names one. */
  readonly key: string | undefined;
  /** Milliseconds until the call is given up with `ExpertFailure` `timeout`. */
  readonly timeoutMs: number;
  /** Aborts the call; the model then throws the signal's reason. */
  readonly signal: AbortSignal;
  /** Folder that a script's path is relative to. */
  readonly knowledgeFolder: string;
}

export interface ModelReply {
  readonly text: string;
  readonly usage: Usage;
  /** What the model thought before it answered, where its provider gives that apart; never part of the text. */
  readonly reasoning?: string | undefined;
  /** The text was cut off: it ended at the token limit, or in a way that is not known for a good one. */
  readonly truncated?: boolean | undefined;
}

/** One provider kind. */
export interface Model {
  /** Asks once (no retries of its own). Throws `ExpertFailure`. */
  ask(request: ModelRequest): Promise<ModelReply>;
}

/** Which experts a state is asked about, and when. */
export interface EstimateRequest {
  readonly kind: Kind;
  readonly experts: readonly string[];
  readonly reliability: ReliabilityState;
  /** Days since 1970. */
  readonly at: number;
  readonly mode: Exclude<Learning, 'off'>;
}

/** The Rust core. */
export interface Consensus {
  /**
   * Weighs the frozen opinions of a run; reads them and what is known of its experts itself. With an outcome, `reliability.learnt` is
   * what that teaches beyond the verdict.
   */
  weigh(consultationId: string, outcome?: Outcome): Promise<Weighing>;
  /** Reads one reply as it arrives: what is the answer, what was only thinking, and whether it holds an answer at all. */
  read(request: ReadRequest): Promise<Reading>;
  /**
   * Whether an open run is decided, and stays so with the same answer whatever the experts say that have no stored opinion yet. Reads
   * the opinions and what is known of the experts itself, as they are now.
   */
  settled(consultationId: string): Promise<boolean>;
  /** The state that ended runs of one circle and kind teach jointly, feedback included; states of several calls may be added. */
  relearn(consultationIds: readonly string[]): Promise<ReliabilityState>;
  /** What a state says of experts. */
  estimate(request: EstimateRequest): Promise<Estimates>;
}

/** Events for others. */
export interface Bus {
  publish(event: ConsultationEnded): Promise<void>;
}

/** A webhook's request, signed. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds until the attempt is given up, from the look-up of the name to the head of the answer. */
  readonly timeoutMs: number;
}

/** The way to webhooks. */
export interface Webhooks {
  /** What speaks against a webhook as far as it shows before the first attempt: its address, and its key where that can be seen. */
  whyRefused(webhook: Webhook): Promise<{ readonly field: keyof Webhook; readonly message: string } | undefined>;
  /** Posts once, to an address that may be connected to. Redirects are not followed, and the body of the answer is not read. */
  post(request: WebhookRequest): Promise<WebhookReply>;
}

/** Whether servers answer. */
export interface Reach {
  /** Undefined if the server answers within the time (and, of a list of models, has `model`), else why not; never with a password. */
  whyUnreachable(url: string, milliseconds: number, model?: string): Promise<string | undefined>;
}

export interface Log {
  info(code: LogCode, fields?: Readonly<Record<string, unknown>>): void;
  warn(code: LogCode, fields?: Readonly<Record<string, unknown>>): void;
  error(code: LogCode, fields?: Readonly<Record<string, unknown>>): void;
}

/** Everything outside, as one object; a function takes the part of it that it needs. */
export interface Ports {
  readonly clock: Clock;
  readonly store: Store;
  readonly queue: Queue;
  readonly workflow: Workflow;
  readonly vault: Vault;
  readonly consensus: Consensus;
  readonly bus: Bus;
  readonly reach: Reach;
  readonly webhooks: Webhooks;
  readonly log: Log;
  readonly knowledge: Knowledge;
}
