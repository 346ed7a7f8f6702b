/** Puts a material before the circle, and makes the report of what comes back. */
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { type GatePolicy, judgedMaxBytes, type ReviewReport, reviewOptions } from '../../../shared/contract/review.ts';
import { InvalidInput } from '../../../shared/errors.ts';
import { type Beside, besideParts, nobody } from '../../../shared/review/beside.ts';
import { judgeable } from '../../../shared/review/judgements.ts';
import type { Material } from '../../../shared/review/material.ts';
import { bytesBeside, focusMaxLength, materialMaxBytes, reviewQuestion } from '../../../shared/review/question.ts';
import { reportOf } from '../../../shared/review/report.ts';
import { consultOrCancel, exitWhenInterrupted } from '../consult-or-cancel.ts';
import { tell } from '../output.ts';
import { parseFlags } from '../parse-flags.ts';
import { type PolicyFlags, policyOf } from '../policy.ts';
import { type Asked, askedOf, findEarlier, tagName } from './earlier-verdict.ts';
import { type LimitsLeft, openLimits, refusesLimits } from './limits-left.ts';
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
  const shares = parts.map((part, index) => {
    const own = { ...withShare(options, parts.length), beside: beside[index] ?? nobody };
    return { part, own, body: bodyOf(part, own, own.beside) };
  });
  if (parts.length > 1) {
    await tellPrice(
      client,
      shares.map(({ body }) => body),
    );
  }
  const left = openLimits(shares[0]?.body.limits);
  const reports: ReviewReport[] = [];
  const notAsked: Material[] = [];
  for (const [index, { part, body, own }] of shares.entries()) {
    const report = await askPart(client, part, body, own, left).catch(unlessUsedUp(index));
    if (report === undefined) notAsked.push(part);
    else reports.push(report);
  }
  return joinReports(reports, withoutParts(material, notAsked), options.policy);
}

/** What the first part is refused for is the caller's to mend; what a later one lacks, earlier ones have used. */
function unlessUsedUp(index: number): (error: unknown) => undefined {
  return (error) => {
    if (index === 0 || !refusesLimits(error)) throw error;
  };
}

/** What nobody was asked of is told by name, and nobody may allow it. */
function withoutParts(material: Material, notAsked: readonly Material[]): Material {
  if (notAsked.length === 0) return material;
  tell(`the limits of this review are used up: ${notAsked.length} of its parts ${notAsked.length === 1 ? 'was' : 'were'} not asked about`);
  const paths = new Set(notAsked.flatMap(({ files }) => files.map(({ path }) => path)));
  const reason = 'not asked about, or not all of it: no room was left in the limits of this review';
  return { ...material, notShown: [...material.notShown, ...[...paths].map((path) => ({ path, reason, allowed: false }))] };
}

async function tellPrice(client: CircleClient, bodies: readonly NewConsultation[]): Promise<void> {
  const listen = exitWhenInterrupted();
  tell(await sayPrice(client, bodies));
  listen();
}

/** The report of a part; undefined where nothing is left of the limits to ask about it. What was asked before costs nothing. */
async function askPart(
  client: CircleClient,
  part: Material,
  body: NewConsultation,
  options: ReviewOptions,
  left: LimitsLeft,
): Promise<ReviewReport | undefined> {
  const { fresh, policy, beside } = options;
  const listen = exitWhenInterrupted();
  const asked = await askedOf(client, body);
  const earlier = fresh ? undefined : await findEarlier(client, asked);
  listen();
  const ended = earlier ?? (await askWithin(client, asked, left));
  if (ended === undefined) return undefined;
  const report = reportOf(ended, part, policy, [], beside);
  // Where experts have said no, or something was not shown, no finding more would open the gate.
  const repairs = report.exitCode === 1 || report.rule === 'not-shown' ? [] : await repairFindings(client, ended, options, policy, left);
  const told = repairs.length === 0 ? report : reportOf(ended, part, policy, repairs, beside);
  return earlier === undefined ? told : { ...told, reusedFrom: earlier.timing.createdAt };
}

/** Asks with what is left of the limits; undefined where nothing is. What a repeated run is known by does not hang on that. */
async function askWithin(client: CircleClient, { body, digest }: Asked, left: LimitsLeft): Promise<Consultation | undefined> {
  if (left.usedUp) return undefined;
  const ended = await consultOrCancel(client, { ...body, ...left.next, metadata: { ...body.metadata, [tagName]: digest } });
  left.take(ended);
  return ended;
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
  return parseFlags({
    question: reviewQuestion(material, focus, raised),
    kind: 'choice',
    options: reviewOptions,
    ordered: true,
    requireWhole: true,
    ...policyOf(options),
    metadata: { command: 'review' },
  });
}
