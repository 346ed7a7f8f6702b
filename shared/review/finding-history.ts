/** What became of the findings of rules from one review of a subject to the next. */
import { type FindingHistory, findingHistory } from '../contract/review-list.ts';
import type { KnownFinding } from './accept-findings.ts';
import type { RaisedFinding } from './alike-findings.ts';
import type { PastReview } from './past-review.ts';
import { rankOf } from './read-severity.ts';
import { mayHide, type UnreadParts } from './unread-parts.ts';

/** Findings that are told: those that are there and bad come first. */
const mostFollowed = 2000;

/** Ends of a review whose experts were heard. */
const heard: ReadonlySet<string> = new Set(['decided', 'no-consensus', 'no-quorum']);

/** Whether the experts of a review were heard to its end: of others nobody can say what has changed since. */
export function wasHeard({ status }: Pick<PastReview, 'status'>): boolean {
  return heard.has(status);
}

/** What is followed from review to review. */
interface Followed {
  history: FindingHistory;
  finding: RaisedFinding;
  /** What of its file was not read when it was seen last. */
  unread: UnreadParts;
}

/**
 * The findings of rules over these reviews, given from the earliest. They are known as in a baseline, by what their rule says, since the
 * words of a report change with whoever joins in. A finding is gone from the first later review on in which its file was read by the source
 * of its rule, and neither the findings nor what stood before nor what is accepted holds it. Findings of models are worded anew each time,
 * so that nobody could say they are gone.
 */
export function historyOf(reviews: readonly PastReview[]): readonly FindingHistory[] {
  const followed = new Map<string, Followed>();
  for (const review of reviews) follow(followed, review);
  return [...followed.values()]
    .map(({ history }) => findingHistory.parse(history))
    .toSorted((a, b) => Number(a.goneSince !== null) - Number(b.goneSince !== null) || rankOf(a.severity) - rankOf(b.severity))
    .slice(0, mostFollowed);
}

function follow(followed: Map<string, Followed>, review: PastReview): void {
  const held = new Set<Followed>();
  const others: KnownFinding[] = [];
  for (const one of review.known) {
    const same = followed.get(one.fingerprint);
    if (same === undefined) others.push(one);
    else held.add(see(same, one, review));
  }
  const waiting = Map.groupBy(
    [...followed.values()].filter((one) => !held.has(one) && one.history.goneSince === null),
    ({ finding }) => sayingOf(finding),
  );
  for (const one of others) {
    const altered = waiting.get(sayingOf(one.finding))?.shift();
    if (altered !== undefined) held.add(see(altered, one, review));
    else if (one.state === 'open') held.add(begin(followed, one, review));
  }
  for (const one of followed.values()) if (!held.has(one)) lookAgain(one, review);
}

/** By this a finding is known whose lines were altered and that its rule finds all the same. */
function sayingOf({ rule, file, resource, title }: RaisedFinding): string {
  return JSON.stringify([rule, file, resource, title]);
}

function begin(followed: Map<string, Followed>, { fingerprint, finding }: KnownFinding, { id, at, unread }: PastReview): Followed {
  const here = { review: id, at };
  const times = { firstSeen: here, lastSeen: here, goneSince: null, accepted: false, reviews: 1 };
  const history = { fingerprint, ...placeOf(finding), ...times };
  const one: Followed = { finding, history, unread: unreadOf(finding, unread) };
  followed.set(fingerprint, one);
  return one;
}

/** What stood there before a change is there, and no finding of that review. */
function see(one: Followed, { finding, state }: KnownFinding, { id, at, unread }: PastReview): Followed {
  const { history } = one;
  one.unread = unreadOf(finding, unread);
  const lastSeen = { review: id, at };
  if (state === 'stood') one.history = { ...history, lastSeen, goneSince: null };
  else {
    const counted = { lastSeen, goneSince: null, accepted: state === 'accepted', reviews: history.reviews + 1 };
    one.history = { ...history, ...placeOf(finding), ...counted };
    one.finding = finding;
  }
  return one;
}

function placeOf({ severity, title, file, line, rule = '' }: RaisedFinding) {
  return { severity, title, file: file ?? null, line: line ?? null, rules: [rule] };
}

/** A review that does not hold it: it is gone, or that review cannot say. */
function lookAgain(one: Followed, review: PastReview): void {
  const { id, at } = review;
  if (one.history.goneSince === null && hasLooked(one, review)) one.history = { ...one.history, goneSince: { review: id, at } };
}

/**
 * Whether a review has read the file of a finding by the rule that finds it, as far as when it was seen, and failed in nothing; a file that
 * is deleted holds none.
 */
function hasLooked({ finding, unread: then }: Followed, { status, isWhole, readBy, unread, deleted }: PastReview): boolean {
  const { file, rule = '' } = finding;
  if (file === undefined || !wasHeard({ status })) return false;
  if (deleted.has(file)) return true;
  const source = rule.slice(0, rule.indexOf('/'));
  return isWhole && readBy.get(file)?.has(source) === true && !mayHide(source, unreadOf(finding, unread), then);
}

function unreadOf({ file = '' }: RaisedFinding, unread: PastReview['unread']): UnreadParts {
  return unread.get(file) ?? [];
}
