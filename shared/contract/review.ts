/** A review: what each expert must give, and the report that `circle review --json` writes. */
import * as z from 'zod';
import { consultationStatus } from './consultation.ts';
import { consultationId, name } from './question.ts';
import { type RuleConfidence, ruleConfidence } from './rules.ts';
import { type Severity, severity } from './severity.ts';

/** The options of a review, from the mildest. */
export const reviewOptions = ['approve', 'revise', 'reject'] as const;
export const reviewAnswer = z.enum(reviewOptions);
export type ReviewAnswer = z.infer<typeof reviewAnswer>;

/** Bytes of a question in which the findings of rules are shown to be judged, at the most. */
export const judgedMaxBytes = 8000;

const lineNumber = z.int().min(1);

/** One entry of an expert's list, as far as it could be read. */
export interface GivenFinding {
  readonly severity: Severity;
  /** Path as the expert wrote it; absent where it named none. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly endLine?: number | undefined;
  readonly title: string;
  readonly reason: string;
  readonly suggestion?: string | undefined;
  /** The rule that it comes from, where a program found it. */
  readonly rule?: string | undefined;
  /** What it is about in its file, as the program names it. */
  readonly resource?: string | undefined;
  readonly topic?: string | undefined;
  readonly confidence?: RuleConfidence | undefined;
}

/** What an expert says of a finding of rules. */
export const judgement = z.strictObject({
  expert: name,
  judgement: z.enum(['true', 'false', 'irrelevant']),
  reason: z.string().nullable(),
});
export type Judgement = z.infer<typeof judgement>;

/** Something that experts found, at a place that exists in what was reviewed. */
export const finding = z.strictObject({
  severity,
  title: z.string(),
  reason: z.string(),
  suggestion: z.string().nullable(),
  /** Path as it was reviewed; null where the expert named none of the files. */
  file: z.string().nullable(),
  line: lineNumber.nullable(),
  endLine: lineNumber.nullable(),
  /** The place as the expert wrote it, where that place does not exist. */
  misplaced: z.string().nullable(),
  /** Who raised it, in the order of the alphabet. */
  experts: z.array(name).min(1),
  /** Stays the same when lines move; no two findings of a report share one. */
  fingerprint: z.string().optional(),
  /** The rules that it comes from, as `SOURCE/RULE`, each once; absent where only models hold it. */
  rules: z.array(z.string()).optional(),
  /** How sure the surest of these rules is. */
  confidence: ruleConfidence.optional(),
  /** What experts who were shown a finding of rules say of it; those who raise it themselves stand among `experts`. */
  judged: z.array(judgement).optional(),
  /** What each of them wrote, in the same order. */
  wordings: z.array(z.strictObject({ expert: name, severity, title: z.string(), reason: z.string() })).optional(),
});
export type Finding = z.infer<typeof finding>;

/** One expert of a review. */
export const reviewer = z.strictObject({
  expert: name,
  /** The option that the core read in the expert's answer; null where there is none. */
  vote: reviewAnswer.nullable(),
  /** Findings that could be read. */
  findings: z.int().min(0),
  /** Why there is no answer, or why findings could not be read; null if all is well. */
  problem: z.string().nullable(),
});
export type Reviewer = z.infer<typeof reviewer>;

/**
 * Which rule of the gate has spoken. `verdict`: what the circle says; `findings`: what at least so many experts hold for at least so bad;
 * `unread`: an approval with findings or votes that could not be read; `not-shown`: an approval of what nobody was shown whole;
 * `undecided`: there is no verdict; `nothing-to-review`: the change is empty; `not-asked`: nobody could be asked, or heard to
 * the end; `failure` says why.
 */
export const gateRule = z.enum(['verdict', 'findings', 'unread', 'not-shown', 'undecided', 'nothing-to-review', 'not-asked']);
export type GateRule = z.infer<typeof gateRule>;

/** What fails the gate: the mildest answer, and findings at least so severe (null: none) that at least so many experts hold. */
const gatePolicy = z.strictObject({
  answer: reviewAnswer.exclude(['approve']),
  severity: severity.nullable(),
  experts: z.int().min(1),
});
export type GatePolicy = z.infer<typeof gatePolicy>;

/** Something that nobody was shown whole. */
const notReviewed = z.strictObject({ path: z.string(), reason: z.string(), allowed: z.boolean() });

/** A finding of a program that somebody has accepted: it is counted nowhere. */
export const acceptedFinding = z.strictObject({
  severity,
  title: z.string(),
  file: z.string(),
  line: lineNumber.nullable(),
  rule: z.string(),
  by: z.enum(['baseline', 'comment']),
  reason: z.string().nullable(),
  until: z.iso.date().nullable(),
});
export type AcceptedFinding = z.infer<typeof acceptedFinding>;

/** The report of one review. `version` rises when a field changes its meaning or goes; new fields may come without. */
export const reviewReport = z.strictObject({
  version: z.literal(1),
  /** What the consensus says; null without consensus or quorum, or if only the scripted demo circle was asked. */
  verdict: reviewAnswer.nullable(),
  status: z.enum([...consultationStatus.exclude(['open']).options, 'nothing-to-review', 'not-asked']),
  /** 0: may pass, 1: experts say that it must not, 2: everything else. The command exits with it. */
  exitCode: z.int().min(0).max(2),
  /** The rule that the exit code comes from, and what it says in one sentence. */
  rule: gateRule,
  policy: gatePolicy,
  because: z.string(),
  agreement: z.number().nullable(),
  confidence: z.number().nullable(),
  /** US dollars of the calls whose price is known, null where none is; `costUnknown` names the other experts. */
  costUsd: z.number().nullable(),
  costUnknown: z.array(name),
  /** The consultation and its circle; null where nobody was asked or heard. */
  consultation: consultationId.nullable(),
  circle: name.nullable(),
  /** All consultations, where the change was reviewed in parts. */
  parts: z.array(z.strictObject({ consultation: consultationId, verdict: reviewAnswer.nullable(), files: z.array(z.string()) })).optional(),
  /** Experts who were asked once more to list their findings, since those could not be read, and the consultation in which each was. */
  repairs: z.array(z.strictObject({ expert: name, consultation: consultationId })).optional(),
  /** When the verdict was made, where it was made for an earlier run on the same change. */
  reusedFrom: z.iso.datetime().nullable().optional(),
  /** What the server wants said of the answers, such as that they come from the scripted demo circle. */
  notice: z.string().nullable(),
  /** What went wrong, where that is why there is no verdict. */
  failure: z.string().nullable(),
  /** Paths that were reviewed, and those that could not be shown to the experts. */
  files: z.array(z.string()),
  notShown: z.array(z.string()),
  /** The latter with their reasons; one that nobody has allowed by name forbids an approval. */
  notReviewed: z.array(notReviewed),
  /** What people should know of what was shown, such as warnings of git. */
  warnings: z.array(z.string()),
  /** Worst first, then what most experts raised. */
  findings: z.array(finding),
  experts: z.array(reviewer),
  /** Consultations of the rules, beside that of the others or alone. */
  ruleConsultations: z.array(consultationId).optional(),
  /** Findings of programs that a baseline or a comment accepts. */
  accepted: z.array(acceptedFinding).optional(),
  /** Findings of rules that stood in the files before the change, and are not counted. */
  before: z.int().min(0).optional(),
});
export type ReviewReport = z.infer<typeof reviewReport>;
