/** A review that has ended, as the findings of its rules are followed: what rules have raised, before anybody else's words join it. */
import type { ConsultationStatus } from '../contract/consultation.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import { ruleBlock } from '../contract/rules.ts';
import type { KnownFinding } from './accept-findings.ts';
import { type Gap, readByRules } from './rule-voice.ts';
import type { UnreadParts } from './unread-parts.ts';
import { type RuledReview, weighRules } from './weigh-rules.ts';

/** What a review says of the findings of rules. */
export interface PastReview {
  readonly id: string;
  readonly at: string;
  readonly status: ConsultationStatus;
  /** What rules have found and what stood there before, each once, however many seats apply the same rule. */
  readonly known: readonly KnownFinding[];
  /** Whether these are all: nothing was left out of an answer, all that stood there before is known, and no rule was refused. */
  readonly isWhole: boolean;
  /** The sources of rules that have read a file. */
  readonly readBy: ReadonlyMap<string, ReadonlySet<string>>;
  /** What rules have not read, by file. */
  readonly unread: ReadonlyMap<string, UnreadParts>;
  /** Files that the change deletes. */
  readonly deleted: ReadonlySet<string>;
}

/** Throws `InvalidInput` for a diff that is none. */
export function pastReviewOf({
  id,
  status,
  ...ruled
}: RuledReview & { readonly id: string; readonly status: ConsultationStatus }): PastReview {
  const { review, createdAt } = ruled;
  const { known, stood, texts } = weighRules(ruled);
  const opinions = ruled.opinions.filter(({ provider }) => factsOf(provider).judge === 'rules');
  const reports = opinions.flatMap(({ answer = '' }) => ruleBlock.read(answer) ?? []);
  const given = new Set([...review.files, ...texts.missing].map(({ path }) => path));
  const gaps = [...texts.missing.map(({ path, reason }) => ({ path, why: reason })), ...reports.flatMap(({ notReviewed }) => notReviewed)];
  return {
    ...{ id, at: createdAt, status },
    known: [...new Map(known.toReversed().map((one) => [keyOf(one), one])).values()].toReversed(),
    // A gap that is no file of the review is a rule that could not be used.
    isWhole: stood !== undefined && reports.every(({ left }) => left === 0) && gaps.every(({ path }) => given.has(path)),
    readBy: readByRules(opinions),
    unread: partsOf(gaps),
    deleted: new Set(review.files.flatMap(({ path, text, before }) => (text === '' && before !== undefined ? [path] : []))),
  };
}

/** Each once: every seat of a panel tells what none of them has read. */
function partsOf(gaps: readonly Gap[]): PastReview['unread'] {
  const each = new Map(gaps.map((gap) => [JSON.stringify([gap.path, gap.line, gap.why]), gap]));
  return Map.groupBy(each.values(), ({ path }) => path);
}

function keyOf({ finding: { rule, file, line, endLine, resource, title }, state }: KnownFinding): string {
  return JSON.stringify([rule, file, line, endLine, resource, title, state]);
}
