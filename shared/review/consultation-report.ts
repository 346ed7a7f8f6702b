/** The report of a review that is one consultation: rules, models or both have answered in it. */

import type { Consultation } from '../contract/consultation.ts';
import type { Opinion } from '../contract/opinion.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import type { GatePolicy, ReviewReport } from '../contract/review.ts';
import type { ReviewFiles } from '../contract/rules.ts';
import { credentialsOf } from './added-credentials.ts';
import { AnswersRead } from './answers-read.ts';
import { type Beside, joinBeside } from './beside.ts';
import type { Material } from './material.ts';
import { reportOf, wordsIn } from './report.ts';
import { reportOfRules } from './report-rules.ts';
import { type RuleVoice, sayGaps, voiceOf } from './rule-voice.ts';
import { weighRules } from './weigh-rules.ts';

/** A review as it was asked for. */
export interface AskedReview {
  readonly review: ReviewFiles;
  /** Whether rules sit there alone, beside others, or not at all. */
  readonly rulesSit: 'alone' | 'beside' | 'nowhere';
  /** Experts that are rules, heard or not. */
  readonly ruleExperts: readonly string[];
}

const alone = 'The rules alone have reviewed this: nobody has read what they do not look for.';
const warned = { alone: [], beside: [], nowhere: ['no rules sat in this circle'] };
/** The report of a consultation that has ended, its answers read in turns with other work. What is accepted until a day is judged by the day on which it was asked. */
export async function reportOfConsultation(ended: Consultation, { review, rulesSit, ruleExperts }: AskedReview): Promise<ReviewReport> {
  const sitting = new Set(ruleExperts);
  const { rules, others } = byProvider(ended, sitting);
  const known = weighRules({ review, createdAt: ended.timing.createdAt, opinions: rules.opinions });
  const { material, texts, raised, accepted, warnings } = known;
  const voice = voiceOf(
    [rules],
    texts.missing.map(({ path, reason }) => ({ path, why: reason })),
    (expert) => sitting.has(expert),
  );
  const { reviewers, undone } = joinBeside([voice, credentialsOf(review.credentials)]);
  const heard = { voice, beside: { reviewers, raised, ...(undone !== undefined && { undone }) } };
  const shown = { ...material, texts, warnings: [...material.warnings, ...warnings, ...warned[rulesSit]] };
  const report =
    rulesSit === 'alone' ? ofRules(ended, heard, shown, policyOf(review)) : await ofAll(others, heard, shown, policyOf(review));
  return {
    ...report,
    ...(accepted.length > 0 && { accepted: [...accepted] }),
    ...(voice.before > 0 && { before: voice.before }),
  };
}

/** What rules say, and what is left of it. */
interface Heard {
  readonly voice: RuleVoice;
  readonly beside: Beside;
}

/** What failed or was cancelled is told as that. */
function ofRules(ended: Consultation, { voice, beside }: Heard, material: Material, policy: GatePolicy): ReviewReport {
  const { status, circle, id } = ended;
  const report = reportOfRules({ voice, beside, circle, notice: alone, allows: () => false }, material, policy);
  const broken = status === 'failed' || status === 'cancelled';
  return { ...report, ...(broken && { status }), ruleConsultations: [id] };
}

async function ofAll(others: Consultation, { voice, beside }: Heard, material: Material, policy: GatePolicy): Promise<ReviewReport> {
  const answersRead = new AnswersRead();
  const answers = others.opinions.flatMap((opinion) => wordsIn(opinion) ?? []);
  await answersRead.ahead(answers, { judged: beside.raised.length > 0 });
  return reportOf(others, { ...material, warnings: [...material.warnings, ...sayGaps(voice)] }, policy, [], beside, answersRead);
}

function policyOf({ severity = 'medium' }: ReviewFiles): GatePolicy {
  return { answer: 'revise', severity: severity === 'none' ? null : severity, experts: 1 };
}

/** The consultation as each side of it would see it: what rules say stands in findings, what others say is read. */
function byProvider(ended: Consultation, sitting: ReadonlySet<string>): { readonly rules: Consultation; readonly others: Consultation } {
  const isRule = ({ provider }: Opinion) => factsOf(provider).judge === 'rules';
  const names = new Set([...sitting, ...ended.opinions.filter(isRule).map(({ expert }) => expert)]);
  const { verdict } = ended;
  const missing = verdict?.missing.filter(({ expert }) => !names.has(expert)) ?? [];
  return {
    rules: { ...ended, opinions: ended.opinions.filter(isRule) },
    others: { ...ended, opinions: ended.opinions.filter((one) => !isRule(one)), verdict: verdict && { ...verdict, missing } },
  };
}
