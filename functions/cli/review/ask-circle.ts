/** Puts a material before the circle, and makes the report of what comes back. */
import type { CircleClient } from '../../../shared/client/client.ts';
import { type NewConsultation, newConsultation } from '../../../shared/contract/question.ts';
import { type GatePolicy, judgedMaxBytes, type ReviewReport, reviewOptions } from '../../../shared/contract/review.ts';
import { InvalidInput } from '../../../shared/errors.ts';
import { type Beside, besideParts, nobody } from '../../../shared/review/beside.ts';
import { judgeable } from '../../../shared/review/judgements.ts';
import type { Material } from '../../../shared/review/material.ts';
import { bytesBeside, focusMaxLength, materialMaxBytes, reviewQuestion } from '../../../shared/review/question.ts';
import { reportOf } from '../../../shared/review/report.ts';
import { parseInput } from '../../../shared/runtime/define-function.ts';
import { consultOrCancel, exitWhenInterrupted } from '../consult-or-cancel.ts';
import { tell } from '../output.ts';
import { type PolicyFlags, policyOf } from '../policy.ts';
import { askedOf, findEarlier, tagName } from './earlier-verdict.ts';
import { repairFindings } from './repair-findings.ts';
import { joinReports, mostParts, partsOf } from './review-parts.ts';
import { sayPrice } from './say-price.ts';

/** Whom to ask, what to look at, and what the gate goes by. */
export interface ReviewOptions extends PolicyFlags {
  readonly focus?: string;
  readonly fresh?: boolean;
  readonly policy: GatePolicy;
  /** What programs say beside the circle. */
  readonly beside?: Beside;
}

/** Asks about each part, unless the same was asked of the same circle within a day and decided; one report says what all of them say. */
export async function askCircle(client: CircleClient, material: Material, options: ReviewOptions): Promise<ReviewReport> {
  const said = options.beside ?? nobody;
  const judged = judgeable(said.raised).size > 0 ? judgedMaxBytes : 0;
  const parts = partsOf(material, materialMaxBytes - bytesBeside(material) - judged);
  if (parts.length > mostParts) throw tooManyParts(parts.length);
  const beside = besideParts(said, parts);
  const bodies = parts.map((part, index) => bodyOf(part, withShare(options, parts.length), beside[index] ?? nobody));
  if (parts.length > 1) await tellPrice(client, bodies);
  const reports: ReviewReport[] = [];
  for (const [index, part] of parts.entries()) {
    const body = bodies[index];
    const own = { ...withShare(options, parts.length), beside: beside[index] ?? nobody };
    if (body !== undefined) reports.push(await askPart(client, part, body, own));
  }
  return joinReports(reports, material, options.policy);
}

async function tellPrice(client: CircleClient, bodies: readonly NewConsultation[]): Promise<void> {
  const listen = exitWhenInterrupted();
  tell(await sayPrice(client, bodies));
  listen();
}

async function askPart(client: CircleClient, part: Material, body: NewConsultation, options: ReviewOptions): Promise<ReviewReport> {
  const { fresh, policy, beside } = options;
  const listen = exitWhenInterrupted();
  const asked = await askedOf(client, body);
  const earlier = fresh ? undefined : await findEarlier(client, asked);
  listen();
  const ended = earlier ?? (await consultOrCancel(client, { ...body, metadata: { ...body.metadata, [tagName]: asked.digest } }));
  const report = reportOf(ended, part, policy, [], beside);
  // Where experts have said no, or something was not shown, no finding more would open the gate.
  const repairs = report.exitCode === 1 || report.rule === 'not-shown' ? [] : await repairFindings(client, ended, options, policy);
  const told = repairs.length === 0 ? report : reportOf(ended, part, policy, repairs, beside);
  return earlier === undefined ? told : { ...told, reusedFrom: earlier.timing.createdAt };
}

/** The budget is that of the whole review. */
function withShare(options: ReviewOptions, parts: number): ReviewOptions {
  const budget = Number(options.budget);
  return options.budget === undefined || parts === 1 || Number.isNaN(budget) ? options : { ...options, budget: String(budget / parts) };
}

function tooManyParts(parts: number): InvalidInput {
  const message = `this change would take ${parts} parts, and ${mostParts} are reviewed at once: nothing was sent; review fewer files in one go, or leave some out`;
  return new InvalidInput([{ field: '', message }]);
}

function bodyOf(material: Material, options: ReviewOptions, { raised }: Beside): NewConsultation {
  const { focus } = options;
  if ((focus?.length ?? 0) > focusMaxLength) {
    throw new InvalidInput([{ field: '--focus', message: `must be at most ${focusMaxLength} characters` }]);
  }
  return parseInput(newConsultation, {
    question: reviewQuestion(material, focus, raised),
    kind: 'choice',
    options: reviewOptions,
    ordered: true,
    requireWhole: true,
    ...policyOf(options),
    metadata: { command: 'review' },
  });
}
