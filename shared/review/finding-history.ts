/** What became of the findings of rules from one review of a subject to the next. */
import type { Finding, ReviewReport } from '../contract/review.ts';
import { type FindingHistory, findingHistory } from '../contract/review-list.ts';
import type { RaisedFinding } from './alike-findings.ts';
import { rankOf } from './read-severity.ts';

/** A review that has ended, with what stood before its change; undefined where that is not known of all. */
export interface PastReview {
  readonly id: string;
  readonly at: string;
  readonly report: ReviewReport;
  readonly stood: readonly RaisedFinding[] | undefined;
  /** The sources of rules that have read a file. */
  readonly readBy: ReadonlyMap<string, ReadonlySet<string>>;
  /** Files that the change deletes. */
  readonly deleted: ReadonlySet<string>;
}

/** Findings that are told: those that are there and bad come first. */
const mostFollowed = 2000;

/** What is followed from review to review. */
interface Followed {
  history: FindingHistory;
  /** The rules and titles by which it is known where it stood before a change, or was accepted. */
  readonly titles: ReadonlySet<string>;
}

/**
 * The findings of rules over these reviews, given from the earliest. A finding is gone from the first later review on in which its file was
 * read by the sources of its rules, and neither the findings nor what stood before nor what is accepted holds it. Findings of models are
 * worded anew each time, so that nobody could say they are gone.
 */
export function historyOf(reviews: readonly PastReview[]): readonly FindingHistory[] {
  const followed = new Map<string, Followed>();
  for (const review of reviews) {
    const seen = review.report.findings.filter(({ rules, fingerprint }) => rules !== undefined && fingerprint !== undefined);
    for (const finding of seen) see(followed, finding, review);
    const held = new Set(seen.map(({ fingerprint }) => fingerprint));
    for (const one of followed.values()) if (!held.has(one.history.fingerprint)) lookAgain(one, review);
  }
  return [...followed.values()]
    .map(({ history }) => findingHistory.parse(history))
    .toSorted((a, b) => Number(a.goneSince !== null) - Number(b.goneSince !== null) || rankOf(a.severity) - rankOf(b.severity))
    .slice(0, mostFollowed);
}

function see(followed: Map<string, Followed>, finding: Finding, { id, at }: PastReview): void {
  const { fingerprint = '', severity, title, file, line, rules = [], wordings = [] } = finding;
  const known = followed.get(fingerprint)?.history;
  const titles = new Set([title, ...wordings.map((one) => one.title)]);
  const here = { review: id, at };
  const history: FindingHistory = {
    ...{ fingerprint, severity, title, file, line, rules },
    firstSeen: known?.firstSeen ?? here,
    ...{ lastSeen: here, goneSince: null, accepted: false, reviews: (known?.reviews ?? 0) + 1 },
  };
  followed.set(fingerprint, { history, titles });
}

/** A review whose findings do not hold it: it stands there all the same, it is gone, or that review cannot say. */
function lookAgain(one: Followed, review: PastReview): void {
  const { id, at, report, stood } = review;
  const { history } = one;
  if (history.goneSince !== null) return;
  const here = { review: id, at };
  const accepted = (report.accepted ?? []).some(({ rule, file, title }) => isSame(one, { rule, file, title }));
  if (accepted) one.history = { ...history, accepted, lastSeen: here, reviews: history.reviews + 1 };
  else if (stood?.some(({ rule = '', file, title }) => isSame(one, { rule, file, title })) === true)
    one.history = { ...history, lastSeen: here };
  else if (stood !== undefined && hasLooked(history, review)) one.history = { ...history, goneSince: here };
}

function isSame({ history: { rules, file }, titles }: Followed, other: { rule: string; file: string | undefined; title: string }): boolean {
  return rules.includes(other.rule) && (file ?? undefined) === other.file && titles.has(other.title);
}

/** Whether a review has read the file of a finding by the rules that find it, and failed in nothing; a file that is deleted holds none. */
function hasLooked({ file, rules }: FindingHistory, { report, readBy, deleted }: PastReview): boolean {
  const { notReviewed, status } = report;
  if (file === null || (status !== 'decided' && status !== 'no-consensus' && status !== 'no-quorum')) return false;
  if (deleted.has(file)) return true;
  const read = readBy.get(file);
  return !notReviewed.some(({ path }) => path === file) && rules.every((rule) => read?.has(rule.slice(0, rule.indexOf('/'))));
}
