/** The findings of an answer together with what its expert listed when it was asked once more. */
import type { GivenFinding } from '../contract/review.ts';
import { type ReadFindings, readFindings } from './read-findings.ts';
import { rankOf } from './read-severity.ts';

/** What an expert said when it was asked once more. */
export interface Repair {
  readonly expert: string;
  readonly consultation: string;
  /** Its findings in the form that was asked for; undefined where it gave none. */
  readonly answer: string | undefined;
  readonly costUsd: number;
  readonly costUnknown: readonly string[];
}

/**
 * The findings of the second list, which must hold at least as many as the first one was seen to hold; those of the first that it has dropped
 * or made milder stay. Without a second list that can be read, the first one and its problem stand.
 */
export function readRepaired(answer: string, again: string | undefined, read = readFindings): ReadFindings {
  const first = read(answer);
  if (first.problem === null || again === undefined) return first;
  const second = read(again);
  if (second.problem !== null) return { ...first, problem: `${first.problem}; asked once more, it could not be read either` };
  if (second.findings.length < first.findings.length + first.unread)
    return { ...first, problem: `${first.problem}; asked once more, it listed fewer` };
  const dropped = first.findings.filter((finding) => !second.findings.some((one) => holds(one, finding)));
  return { ...second, findings: [...second.findings, ...dropped] };
}

function holds(second: GivenFinding, first: GivenFinding): boolean {
  return rankOf(second.severity) <= rankOf(first.severity) && (wordsOf(second) === wordsOf(first) || samePlace(second, first));
}

function wordsOf({ title }: GivenFinding): string {
  return (title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

function samePlace(one: GivenFinding, other: GivenFinding): boolean {
  return one.file === other.file && one.line !== undefined && one.line === other.line;
}
