/** Where the black-box suite runs, and the few things there that no HTTP route offers. */
import type { QueuedProviderKind } from '../../shared/contract/expert.ts';
import type { NewConsultation } from '../../shared/contract/question.ts';
import type { Agenda } from '../../shared/ports/agenda.ts';

/** A test that is expected to fail on a target, since an emulator differs from what it emulates. */
export interface Gap {
  readonly id: string;
  /** Full name of the test. */
  readonly test: string;
  /** Part of the message with which the test fails: any other failure is a failure. */
  readonly failure: string;
}

/** Bytes of an image that goes through every door of the cloud, whose functions take 6 MB of a request; in base64 it takes a third more. */
export const imageThroughCloud = 4_000_000;

/** An opened target. */
export interface OpenTarget {
  /** Address of the API, without a slash at the end. */
  readonly url: string;
  readonly key: string;
  /** Status of a refused key where nothing turns the gateway's own into 401. @default 401 */
  readonly refusedKeyStatus?: number;
  /** Starts the state machine by hand with a bare question, as an operator does in the console. */
  startBare(name: string, input: NewConsultation): Promise<void>;
  /** Has a schedule start the state machine with a bare question. */
  startFromSchedule(input: NewConsultation): Promise<void>;
  /** Calls the job that asks at a time of a schedule, as the clock does. */
  startScheduled(schedule: string, at: string): Promise<void>;
  /** Calls the job that asks what schedules owe. */
  startOwed(): Promise<void>;
  /** How far schedules have come. */
  readonly agenda: Agenda;
  /** Takes a consultation's workflow away, as a lost execution would be. */
  loseWorkflow(consultationId: string): Promise<void>;
  /** Puts a text on a provider's queue. */
  sendRaw(queue: QueuedProviderKind, body: string): Promise<void>;
  /** Messages that a queue has given up. */
  deadLetters(queue: QueuedProviderKind): Promise<number>;
  /** Runs the sweeper once. */
  sweep(): Promise<void>;
  /** Has everything that is known of the experts estimated anew. */
  relearn(): Promise<void>;
  close(): Promise<void>;
}

/** A place that the suite can run in. */
export interface Target {
  readonly name: string;
  /** One worker for everything: deadlines must leave room for that, and tests run one after another. */
  readonly slow: boolean;
  readonly gaps?: readonly Gap[];
  /** Opens the target with the knowledge of a folder; the suite's own experts use `providerKey` of `knowledge-folder.ts`. */
  open(knowledgeFolder: string): Promise<OpenTarget>;
}
