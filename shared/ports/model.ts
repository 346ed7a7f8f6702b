/** One provider kind, and what it is asked. */
import type { Image } from '../contract/context.ts';
import type { Seat } from '../contract/expert.ts';
import type { Usage } from '../contract/opinion.ts';
import type { Kind } from '../contract/question.ts';
import type { Reading } from '../contract/reading.ts';
import type { ReviewFile, RuleFile, RuleSource } from '../contract/rules.ts';

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
  /** What rules are to judge; given only to a seat of theirs, and only where the question has files. */
  readonly review?: RuleTask | undefined;
  /** Images of the question, in order; given only to a seat that takes them. */
  readonly images?: readonly Image[] | undefined;
  /** The JSON Schema that the answer is held to afterwards; a provider that supports it receives it. */
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

/** The files of a question, and who judges them. */
export interface RuleTask {
  readonly files: readonly ReviewFile[];
  /** The sources of all seats of rules: those that find nothing speak together, or not at all. */
  readonly panel: readonly RuleSource[];
  /** The files of the team's own rules that this server has. */
  readonly team?: readonly RuleFile[] | undefined;
  /** Whether somebody is asked who judges the whole and not by rules. */
  readonly besideOthers: boolean;
}

export interface ModelReply {
  readonly text: string;
  readonly usage: Usage;
  /** What the model thought before it answered, where its provider gives that apart; never part of the text. */
  readonly reasoning?: string | undefined;
  /** The text was cut off: it ended at the token limit, or in a way that is not known for a good one. */
  readonly truncated?: boolean | undefined;
  /** Why the expert has nothing to say of this question, for people: its reply then counts neither for nor against. */
  readonly abstains?: string | undefined;
  /** What the text says, where the expert is a program that knows: nobody has to read it out of the words then. */
  readonly reading?: Reading | undefined;
}

/** One provider kind. */
export interface Model {
  /** Asks once (no retries of its own). Throws `ExpertFailure`. */
  ask(request: ModelRequest): Promise<ModelReply>;
}
