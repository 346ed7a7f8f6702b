/** What the rule experts of a run judge. */
import { factsOf } from '../contract/provider-kinds.ts';
import { reviewOptions } from '../contract/review.ts';
import type { ReviewFile, RuleSource } from '../contract/rules.ts';
import type { Run } from '../contract/run.ts';

/** The files of a run, with who else judges them; undefined where nobody has given any. */
export function ruleTaskOf({
  review,
  seats,
}: Pick<Run, 'review' | 'seats'>):
  | { readonly files: readonly ReviewFile[]; readonly panel: readonly RuleSource[]; readonly besideOthers: boolean }
  | undefined {
  if (review === undefined) return undefined;
  return {
    files: review.files,
    panel: [...new Set(seats.flatMap(({ rules = [] }) => rules))],
    besideOthers: seats.some(({ provider }) => factsOf(provider).judge !== 'rules'),
  };
}

/** Whether a run asks what a review asks. */
export function isReview({ kind, options = [] }: Pick<Run, 'kind' | 'options'>): boolean {
  return kind === 'choice' && options.length === reviewOptions.length && reviewOptions.every((option) => options.includes(option));
}
