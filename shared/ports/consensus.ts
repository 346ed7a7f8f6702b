/** The Rust core. */
import type { Kind } from '../contract/question.ts';
import type { Reading, ReadRequest } from '../contract/reading.ts';
import type { Estimates, Learning, Outcome, ReliabilityState } from '../contract/reliability.ts';
import type { Judgement } from '../contract/strategy.ts';
import type { Support } from '../contract/synthesis.ts';
import type { Weighing } from '../contract/verdict.ts';

/** Which experts a state is asked about, and when. */
export interface EstimateRequest {
  readonly kind: Kind;
  readonly experts: readonly string[];
  readonly reliability: ReliabilityState;
  /** Days since 1970. */
  readonly at: number;
  readonly mode: Exclude<Learning, 'off'>;
}

/** How groups are judged otherwise than in a run under way. */
export interface JudgeOptions {
  /** What is taken as known of the experts. A circle that does not learn takes none. @default what is known now */
  readonly known?: ReliabilityState | undefined;
  /** Each group is all that there is: nobody else is awaited, so that each judgement is settled. @default everybody with a seat may still answer */
  readonly alone?: boolean | undefined;
}

/** Sentences of one text, each with the words of the claims that it cites. */
export interface SupportRequest {
  readonly question: string;
  readonly sentences: readonly { readonly text: string; readonly claims: readonly string[] }[];
}

/** The Rust core. */
export interface Consensus {
  /**
   * Weighs the frozen opinions of a run; reads them and what is known of its experts itself. With an outcome, `reliability.learnt` is
   * what that teaches beyond the verdict. `first` weighs what everybody had said before seeing others.
   */
  weigh(consultationId: string, outcome?: Outcome, answers?: 'first'): Promise<Weighing>;
  /** Weighs what is in of a run that may be open still, as `weigh` would if it were closed now. */
  weighSoFar(consultationId: string): Promise<Weighing>;
  /** How each sentence stands to the claims that it cites. */
  support(request: SupportRequest): Promise<readonly Support[]>;
  /** Which answers of all rounds of a run mean the same, each under its `opinionName`. */
  alike(consultationId: string): Promise<readonly (readonly string[])[]>;
  /** Reads one reply as it arrives: what is the answer, what was only thinking, and whether it holds an answer at all. */
  read(request: ReadRequest): Promise<Reading>;
  /**
   * Whether an open run is decided, and stays so with the same answer whatever the experts say that have no stored opinion yet. Reads
   * the opinions and what is known of the experts itself, as they are now.
   */
  settled(consultationId: string): Promise<boolean>;
  /**
   * What the answers of each group of experts say by themselves, as if nobody else had been asked; experts of a group without a counted answer
   * have failed. Reads the opinions itself, and where nothing else is given also what is known of the experts; of a run that is open, closed
   * or has ended.
   */
  judge(consultationId: string, groups: readonly (readonly string[])[], options?: JudgeOptions): Promise<readonly Judgement[]>;
  /** The state that ended runs of one circle and kind teach jointly, feedback included; states of several calls may be added. */
  relearn(consultationIds: readonly string[]): Promise<ReliabilityState>;
  /** What a state says of experts. */
  estimate(request: EstimateRequest): Promise<Estimates>;
}
