/** A review: what each expert must give, and the report that `circle review --json` writes. */
import * as z from 'zod';
import { consultationStatus } from './consultation.ts';
import { consultationId, name } from './question.ts';

/** The options of a review, from the mildest. */
export const reviewOptions = ['approve', 'revise', 'reject'] as const;
export const reviewAnswer = z.enum(reviewOptions);
export type ReviewAnswer = z.infer<typeof reviewAnswer>;

/** How bad a finding is, from the worst. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export const severity = z.enum(severities);
export type Severity = z.infer<typeof severity>;

/** Characters of a title and of a reason that are kept of an expert's finding. */
const titleLength = 200;
const reasonLength = 4000;

const words = (length: number) =>
  z
    .string()
    .transform((text) => withoutControls(text).trim().slice(0, length))
    .refine((text) => text.length > 0, 'must not be empty');

const lineNumber = z.int().min(1);

/** One entry of an expert's list: strict in what it says, lenient in how it is written. */
export const givenFinding = z.preprocess(
  unfoldEntry,
  z.object({
    severity: z.string().trim().toLowerCase().pipe(severity),
    file: words(1000),
    line: lineNumber.optional(),
    endLine: lineNumber.optional(),
    title: words(titleLength),
    reason: words(reasonLength),
    suggestion: words(reasonLength).optional(),
  }),
);
export type GivenFinding = z.infer<typeof givenFinding>;

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
});
export type Finding = z.infer<typeof finding>;

/** One expert of a review. */
export const reviewer = z.strictObject({
  expert: name,
  /** What the expert's own last line says; null without an answer, or where that line names no option. */
  vote: reviewAnswer.nullable(),
  /** Findings that could be read. */
  findings: z.int().min(0),
  /** Why there is no answer, or why findings could not be read; null if all is well. */
  problem: z.string().nullable(),
});
export type Reviewer = z.infer<typeof reviewer>;

/** The report of one review. `version` rises when a field changes its meaning or goes; new fields may come without. */
export const reviewReport = z.strictObject({
  version: z.literal(1),
  /** What the consensus says; null without consensus or quorum, or if only the scripted demo circle was asked. */
  verdict: reviewAnswer.nullable(),
  status: consultationStatus.exclude(['open']),
  /** 0: may pass, 1: must not pass, 2: nobody has decided. The command exits with it. */
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  agreement: z.number().nullable(),
  confidence: z.number().nullable(),
  /** US dollars of the calls whose price is known; `costUnknown` names the other experts. */
  costUsd: z.number(),
  costUnknown: z.array(name),
  consultation: consultationId,
  circle: name,
  /** What the server wants said of the answers, such as that they come from the scripted demo circle. */
  notice: z.string().nullable(),
  /** What went wrong where the status is `failed`. */
  failure: z.string().nullable(),
  /** Paths that were reviewed, and those that could not be shown to the experts. */
  files: z.array(z.string()),
  notShown: z.array(z.string()),
  /** The latter with their reasons; one that nobody has allowed by name forbids an approval. */
  notReviewed: z.array(z.strictObject({ path: z.string(), reason: z.string(), allowed: z.boolean() })),
  /** What people should know of what was shown. */
  warnings: z.array(z.string()),
  /** Worst first, then what most experts raised. */
  findings: z.array(finding),
  experts: z.array(reviewer),
});
export type ReviewReport = z.infer<typeof reviewReport>;

/** Models write null for nothing, "12" or "L12" for 12, and "12-15" for a range. */
function unfoldEntry(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry;
  const given: Record<string, unknown> = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null));
  const [first, last] = lineRange(given['line']);
  const [end] = lineRange(given['endLine']);
  return { ...given, line: first, endLine: end ?? last };
}

function lineRange(line: unknown): readonly unknown[] {
  if (typeof line !== 'string') return [line];
  const [, first, last] = /^\s*L?(\d+)(?:\s*[-–]\s*L?(\d+))?\s*$/i.exec(line) ?? [];
  return first === undefined ? [line] : [Number(first), last === undefined ? undefined : Number(last)];
}

/** Without what would steer a terminal or cannot stand in XML: controls but tab and line feed, and halves of surrogate pairs. */
function withoutControls(text: string): string {
  return text.replaceAll(/(?![\t\n])[\p{Cc}\p{Cs}\p{Cf}\uFFFE\uFFFF]/gu, '');
}
