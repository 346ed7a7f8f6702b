/** `circle review --history`: what became of the findings of a subject, from review to review. */
import { basename } from 'node:path';
import type { FindingHistory } from '../../../shared/contract/review-list.ts';
import { type Address, openClient } from '../client.ts';
import { printAnswer } from '../list.ts';

/** What is reviewed: as the caller names it, else the repository as a build knows it, else the name of the folder. */
export function subjectOf(named: string | undefined, environment: NodeJS.ProcessEnv, folder: string): string | undefined {
  const known = named ?? environment['GITHUB_REPOSITORY'] ?? environment['CI_PROJECT_PATH'] ?? basename(folder);
  return known.trim().slice(0, subjectLength) || undefined;
}

/** Characters of a subject. */
const subjectLength = 200;

/** Prints the findings, those that are there first. */
export async function showHistory(subject: string, asJson: boolean, address: Address): Promise<void> {
  const page = await openClient(address).findings({ subject });
  const rows = page.findings.map((one) => [one.severity, placeOf(one), one.title, stateOf(one), one.firstSeen.at, one.lastSeen.review]);
  const none = [[`no finding of rules is known of ${subject} (${page.reviews} reviews looked at)`]];
  printAnswer(page, rows.length === 0 ? none : [['SEVERITY', 'PLACE', 'FINDING', 'STATE', 'FIRST SEEN', 'LAST REVIEW'], ...rows], asJson);
}

function placeOf({ file, line }: FindingHistory): string {
  return file === null ? '' : `${file}${line === null ? '' : `:${line}`}`;
}

function stateOf({ goneSince, accepted, reviews }: FindingHistory): string {
  if (goneSince !== null) return `gone since ${goneSince.at}`;
  return `${accepted ? 'accepted' : 'there'}, in ${reviews} ${reviews === 1 ? 'review' : 'reviews'}`;
}
