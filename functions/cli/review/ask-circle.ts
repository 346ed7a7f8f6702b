/** Puts a material before the circle, and makes the report of what comes back. */
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import { type NewConsultation, newConsultation } from '../../../shared/contract/question.ts';
import { type GatePolicy, type ReviewReport, reviewOptions } from '../../../shared/contract/review.ts';
import { InvalidInput } from '../../../shared/errors.ts';
import { parseInput } from '../../../shared/runtime/define-function.ts';
import { consultOrCancel, exitWhenInterrupted } from '../consult-or-cancel.ts';
import { type PolicyFlags, policyOf } from '../policy.ts';
import { digestOf, findEarlier, tagName } from './earlier-verdict.ts';
import type { Material } from './material.ts';
import { focusMaxLength, reviewQuestion } from './question.ts';
import { reportOf } from './report.ts';

/** Whom to ask, what to look at, and what the gate goes by. */
export interface ReviewOptions extends PolicyFlags {
  readonly focus?: string;
  readonly fresh?: boolean;
  readonly policy: GatePolicy;
}

/** Asks, unless the same was asked of the same circle within a day and decided. */
export async function askCircle(client: CircleClient, material: Material, options: ReviewOptions): Promise<ReviewReport> {
  const body = bodyOf(material, options);
  const listen = exitWhenInterrupted();
  const digest = await digestOf(client, body);
  const earlier = options.fresh ? undefined : await findEarlier(client, digest);
  listen();
  if (earlier !== undefined) return { ...reportOf(earlier, material, options.policy), reusedFrom: earlier.timing.createdAt };
  const ended = await consult(client, { ...body, metadata: { ...body.metadata, [tagName]: digest } });
  return reportOf(ended, material, options.policy);
}

function consult(client: CircleClient, body: NewConsultation): Promise<Consultation> {
  return consultOrCancel(client, body);
}

function bodyOf(material: Material, options: ReviewOptions): NewConsultation {
  const { focus } = options;
  if ((focus?.length ?? 0) > focusMaxLength) {
    throw new InvalidInput([{ field: '--focus', message: `must be at most ${focusMaxLength} characters` }]);
  }
  return parseInput(newConsultation, {
    question: reviewQuestion(material, focus),
    kind: 'choice',
    options: reviewOptions,
    ordered: true,
    ...policyOf(options),
    metadata: { command: 'review' },
  });
}
