/** The review of a schedule: what is deployed now, as the question that a circle is asked. */
import type { Knowledge } from '../../shared/contract/circle.ts';
import { type DeployedReview, scheduleSubject, sourceOf } from '../../shared/contract/deployed-review.ts';
import { type NewConsultation, newConsultation } from '../../shared/contract/question.ts';
import { bytesOf, reviewMaxBytes } from '../../shared/contract/rules.ts';
import { ownEntry } from '../../shared/domain/own-entry.ts';
import { isByRulesAlone } from '../../shared/domain/rule-expert.ts';
import { policyOfReview } from '../../shared/domain/scheduled-question.ts';
import { withoutUndefined } from '../../shared/domain/without-undefined.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { askedReview } from '../../shared/review/asked-review.ts';
import { chosenPaths } from '../../shared/review/chosen-paths.ts';
import { parseInput } from '../../shared/runtime/define-function.ts';
import { readDeployed } from '../../shared/steps/read-deployed.ts';

/** The body of the consultation. Throws `InvalidInput` where what is deployed cannot be read. */
export async function reviewOfDeployed(
  name: string,
  review: DeployedReview,
  ports: Pick<Ports, 'deployedFiles' | 'knowledge'>,
): Promise<NewConsultation> {
  const baseline = baselineOf(name, ports.knowledge);
  const maxBytes = reviewMaxBytes - bytesOf({ files: [], baseline });
  const { files, unread } = await readDeployed({ source: sourceOf(review), isMeant: chosenPaths(review), maxBytes }, ports);
  const policy = policyOfReview(review);
  const given = { files: [...files], subject: scheduleSubject(name), ...withoutUndefined({ severity: review.severity, baseline }) };
  return parseInput(newConsultation, await askedReview({ ...policy, ...given }, isByRulesAlone(policy, ports.knowledge), unread));
}

function baselineOf(name: string, { baselines = {} }: Knowledge) {
  const findings = ownEntry(baselines, name);
  return findings === undefined ? undefined : { version: 1 as const, findings: [...findings] };
}
