/** The rules that read the files of a review. */
import type { ReviewFile, RuleFile, RuleSource, Ruling } from '../contract/rules.ts';

/** Which sources are to read what. */
export interface RulingRequest {
  readonly files: readonly ReviewFile[];
  readonly sources: readonly RuleSource[];
  /** The files of a team's own rules; its sources have nothing to say without them. */
  readonly rules?: readonly RuleFile[] | undefined;
}

/** The rules that read the files of a review. */
export interface Rules {
  /** What the sources say of the files; the same request gets the same answer. Throws `Unavailable`. */
  judge(request: RulingRequest): Promise<Ruling>;
}
