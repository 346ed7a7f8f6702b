/** What programs say beside the experts of a consultation: rules, and tools whose findings somebody hands over. */
import { type ReviewAnswer, type Reviewer, reviewOptions } from '../contract/review.ts';
import { ruleVote } from '../contract/rules.ts';
import type { RaisedFinding } from './alike-findings.ts';
import type { Material, NotShown } from './material.ts';

/** Reviewers with their findings. */
export interface Beside {
  readonly reviewers: readonly Reviewer[];
  readonly raised: readonly RaisedFinding[];
  /** What they have not done; absent where they have done everything. */
  readonly undone?: Undone;
}

/** What programs were to do and did not: nothing is approved on that. */
export interface Undone {
  /** Reviewers that failed, were not in in time, or whose answer cannot be read. */
  readonly experts: readonly string[];
  /** The strictest vote of answers that cannot be read otherwise. */
  readonly vote: ReviewAnswer;
  /** Rules that were refused, and files that were not judged to the end. */
  readonly entries: readonly NotShown[];
}

/** No program has said anything. */
export const nobody: Beside = { reviewers: [], raised: [] };

/** What findings of programs come to; undefined where they object to nothing. */
export function objectionOf(raised: readonly RaisedFinding[]): Exclude<ReviewAnswer, 'approve'> | undefined {
  const sure = raised.flatMap(({ severity, confidence }) => (confidence === undefined ? [] : [{ severity, confidence }]));
  const vote = ruleVote(sure);
  return vote === 'approve' ? undefined : vote;
}

/** What programs come to, also in answers of which no more than the vote can be read. */
export function programsSay({ raised, undone }: Beside): ReviewAnswer {
  return stricter(objectionOf(raised) ?? 'approve', undone?.vote);
}

/** The stricter of two answers. */
export function stricter(one: ReviewAnswer, other: ReviewAnswer | undefined): ReviewAnswer {
  return other === undefined || reviewOptions.indexOf(one) >= reviewOptions.indexOf(other) ? one : other;
}

/** What belongs to each part of a material: a finding to the first part that shows its file, what no part shows to the first of all. */
export function besideParts({ reviewers, raised, undone }: Beside, parts: readonly Material[]): readonly Beside[] {
  const first = new Map<string, number>();
  for (const [index, { files }] of parts.entries())
    for (const { path } of files) first.set(path, Math.min(first.get(path) ?? index, index));
  const byPart = Map.groupBy(raised, ({ file }) => first.get(file ?? '') ?? 0);
  return parts.map((_, index) => ({
    reviewers: index === 0 ? reviewers : [],
    raised: byPart.get(index) ?? [],
    ...(index === 0 && undone !== undefined && { undone }),
  }));
}

/** Several as one. */
export function joinBeside(all: readonly Beside[]): Beside {
  const undone = all.flatMap((one) => one.undone ?? []);
  return {
    reviewers: all.flatMap(({ reviewers }) => reviewers),
    raised: all.flatMap(({ raised }) => raised),
    ...(undone.length > 0 && { undone: joinUndone(undone) }),
  };
}

function joinUndone(all: readonly Undone[]): Undone {
  return {
    experts: [...new Set(all.flatMap(({ experts }) => experts))],
    vote: all.reduce<ReviewAnswer>((vote, one) => stricter(vote, one.vote), 'approve'),
    entries: all.flatMap(({ entries }) => entries),
  };
}
