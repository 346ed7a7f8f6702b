/** The gate's rule: from a verdict, findings and what was left unread to an exit code, and which rule has spoken. */
import { type Finding, type GatePolicy, type GateRule, type ReviewAnswer, type ReviewReport, reviewAnswer } from '../contract/review.ts';
import { severity as severitySchema } from '../contract/severity.ts';
import { InvalidInput } from '../errors.ts';
import type { NotShown } from './material.ts';
import { rankOf } from './read-severity.ts';

/** What the gate looks at. */
export interface Judged {
  readonly verdict: ReviewAnswer | null;
  /** Whether enough experts were heard, so that what they hold counts even without a verdict. */
  readonly heard: boolean;
  /** Why there is no verdict, for people. */
  readonly undecided: string;
  readonly findings: readonly Finding[];
  /** Experts whose counted answer has findings or a vote that could not be read. */
  readonly unread: readonly string[];
  readonly notShown: readonly NotShown[];
}

/** An exit code with its reason. */
export type GateResult = Pick<ReviewReport, 'exitCode' | 'because'> & { readonly rule: GateRule };

/** 1 is said by experts only; 0 needs an approval of what was shown and read whole; everything else is 2. */
export function judge(judged: Judged, policy: GatePolicy): GateResult {
  const { verdict, heard, undecided, unread } = judged;
  if (verdict === 'reject' || verdict === policy.answer) return { exitCode: 1, rule: 'verdict', because: `the circle says ${verdict}` };
  // What a rule has found stands there, however many experts could be heard.
  const held = failing(heard ? judged.findings : judged.findings.filter(({ rules }) => rules !== undefined), policy);
  if (held.length > 0) return { exitCode: 1, rule: 'findings', because: sayHeld(held, policy) };
  if (verdict === null) return { exitCode: 2, rule: 'undecided', because: `nobody has decided: ${undecided}` };
  const unseen = judged.notShown.filter(({ allowed }) => !allowed);
  if (unseen.length > 0)
    return { exitCode: 2, rule: 'not-shown', because: `${count(unseen.length, 'entry', 'entries')} could not be shown` };
  if (unread.length > 0) return { exitCode: 2, rule: 'unread', because: `not all that was answered could be read: ${unread.join(', ')}` };
  return { exitCode: 0, rule: 'verdict', because: `the circle says ${verdict}` };
}

/** Findings that fail the gate by themselves. */
export function failing(findings: readonly Finding[], { severity, experts }: GatePolicy): readonly Finding[] {
  if (severity === null) return [];
  return findings.filter((finding) => rankOf(finding.severity) <= rankOf(severity) && holdersOf(finding) >= experts);
}

/** Who raises a finding, and who confirms it. */
function holdersOf({ experts, judged = [] }: Finding): number {
  return new Set([...experts, ...judged.filter(({ judgement }) => judgement === 'true').map(({ expert }) => expert)]).size;
}

function sayHeld(held: readonly Finding[], { severity, experts }: GatePolicy): string {
  const by = experts === 1 ? 'an expert holds' : `at least ${experts} experts hold`;
  return `${by} ${count(held.length, 'finding', 'findings')} of severity ${severity} or worse`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/**
 * `--fail-on` as it was written: an answer, a severity, or one of each with a comma between them. Who tolerates `revise` tolerates
 * findings, unless a severity is named too. Throws `InvalidInput`.
 */
export function parsePolicy(failOn: string, experts = '1'): GatePolicy {
  const words = failOn.split(',').map((word) => word.trim().toLowerCase());
  const answers = words.flatMap((word) => reviewAnswer.exclude(['approve']).safeParse(word).data ?? []);
  const named = words.filter((word) => word === 'none' || severitySchema.safeParse(word).success);
  if (answers.length + named.length < words.length || answers.length > 1 || named.length > 1) {
    throw wrong('--fail-on', `must be revise or reject, a severity from critical to info or none, or both with a comma, not "${failOn}"`);
  }
  const [answer = 'revise'] = answers;
  const [least = answer === 'reject' ? 'none' : 'medium'] = named;
  return { answer, severity: severitySchema.safeParse(least).data ?? null, experts: countOf(experts) };
}

function countOf(experts: string): number {
  const count = Number(experts);
  if (Number.isInteger(count) && count >= 1) return count;
  throw wrong('--fail-on-experts', `must be a number from 1, not "${experts}"`);
}

function wrong(field: string, message: string): InvalidInput {
  return new InvalidInput([{ field, message }]);
}
