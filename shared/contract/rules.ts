/**
 * Rules as experts: what they read, which sources there are, and what they say. A source is a set of rules that others keep; it reads
 * files as data, needs no key and no network, and says the same of the same files.
 */
import * as z from 'zod';
import { sentBaseline } from './baseline.ts';
import { listMaxLength } from './list-length.ts';
import { orEmpty } from './or-empty.ts';
import { severities, severity } from './severity.ts';

/** The sources of a team's own rules, one for each language. */
export const teamSources = ['team-guard', 'team-checkov', 'team-rego', 'team-cel'] as const;
/** The sets of rules, in the order in which they are listed. */
export const ruleSources = ['cloudformation', 'guard', 'posture', 'docker', 'sql', 'secrets', 'change', 'own', ...teamSources] as const;
export const ruleSource = z.enum(ruleSources).meta({
  id: 'RuleSource',
  description:
    'A set of rules: `change` looks at what a change does, `own` at what no other set covers, `team-…` are those of the team itself, the others are kept by others.',
});
export type RuleSource = z.infer<typeof ruleSource>;

/** Whether a source applies rules that a team has written itself. */
export function isTeamSource(source: RuleSource): boolean {
  return teamSources.some((one) => one === source);
}

/** A file of a team's folder of rules: a rule, a sample or a library. */
export interface RuleFile {
  /** From the folder on, with `/` between its parts. */
  readonly path: string;
  readonly text: string;
}
/** Bytes of all files of a folder of rules. */
export const teamRulesMaxBytes = 1_000_000;
/** Files of a folder of rules. */
export const teamRulesMaxFiles = 2_000;

/** Bytes of all files of one question, former texts included: the body of a request holds them beside the question. */
export const reviewMaxBytes = 1_000_000;
/** Files of one question. */
export const reviewMaxFiles = 500;

const lineNumber = z.int().min(1);

/** One file as rules read it. */
export const reviewFile = z
  .strictObject({
    path: z.string().min(1).max(4096),
    text: z.string().describe('The whole file as it would go out; empty where the change deletes it.'),
    before: z.string().optional().describe('The whole file before the change, `text` again if it is left alone; absent of a new file.'),
    changed: z
      .array(z.tuple([lineNumber, lineNumber]))
      .max(listMaxLength)
      .optional()
      .describe('Lines that the change touches, from and to.'),
  })
  .meta({ id: 'ReviewFile', description: 'A file as the rule experts read it.' });
export type ReviewFile = z.infer<typeof reviewFile>;

/** A diff, of which rules read what it makes anew. */
export const reviewDiff = z.string().min(1).max(reviewMaxBytes);

/** Files of one review that are named since nobody could read them. */
export const unreadMax = 200;

const unreadFile = z
  .strictObject({ path: z.string().min(1).max(4096), reason: z.string().min(1).max(1000) })
  .meta({ id: 'UnreadFile', description: 'A file that belongs to what is reviewed and could not be given, and why.' });
export type UnreadFile = z.infer<typeof unreadFile>;

/** The mildest finding that forbids an approval by itself. */
export const reviewThreshold = z.enum([...severities, 'none']);

/** Credentials that one review lists: each of them forbids an approval. */
export const addedCredentialsMax = 100;

const addedCredential = z
  .strictObject({ file: z.string().min(1), line: lineNumber.optional(), rule: z.string().min(1).max(200) })
  .meta({ id: 'AddedCredential', description: 'A place where a credential is added, and the rule that it is known by; never its value.' });
/** A place where a change adds a credential, without its value. */
export type AddedCredential = z.infer<typeof addedCredential>;

/** The files of a question, for its rule experts. */
export const reviewFiles = z
  .strictObject({
    files: z
      .array(reviewFile)
      .max(reviewMaxFiles)
      .refine((files) => new Set(files.map(({ path }) => path)).size === files.length, 'must not list a path twice'),
    diff: reviewDiff.optional().describe('The diff that the files are taken from, where somebody has handed one over.'),
    severity: reviewThreshold.optional().describe('The mildest finding that forbids an approval in the report of the review.'),
    baseline: sentBaseline.optional(),
    credentials: orEmpty(z.array(addedCredential).max(addedCredentialsMax)).describe(
      'Credentials that are added and were masked for models: each is a critical finding of the report.',
    ),
    unread: orEmpty(z.array(unreadFile).max(unreadMax)).describe(
      'What belongs to what is reviewed and could not be given: the report names it, and approves nothing.',
    ),
  })
  .refine(({ files, diff, unread }) => files.length > 0 || diff !== undefined || unread !== undefined, {
    path: ['files'],
    message: 'must list a file',
  })
  .refine((review) => bytesOf(review) <= reviewMaxBytes, `must have at most ${reviewMaxBytes} bytes of text`)
  .meta({
    id: 'ReviewFiles',
    description: `Files for the rule experts of the circle, as data; models are shown none of it. At most ${reviewMaxBytes} bytes of text.`,
  });

/** What is counted of a review. */
interface SizedReview {
  readonly files: readonly ReviewFile[];
  readonly diff?: string | undefined;
  readonly baseline?: unknown;
}

export type ReviewFiles = z.infer<typeof reviewFiles>;

/** Bytes of text of some files, former texts included, and of what goes with them. */
export function bytesOf({ files, diff = '', baseline: known }: SizedReview): number {
  const beside = Buffer.byteLength(diff) + (known === undefined ? 0 : Buffer.byteLength(JSON.stringify(known)));
  return beside + files.reduce((sum, { text, before = '' }) => sum + Buffer.byteLength(text) + Buffer.byteLength(before), 0);
}

/** The files of a question as `GET` shows them: their texts are what the caller has. */
export const shownReview = z
  .strictObject({ files: z.array(z.strictObject({ path: z.string(), bytes: z.int() })) })
  .meta({ id: 'ShownReview', description: 'The files that were given to the rule experts, each with the bytes of its text.' });

export const ruleConfidence = z.enum(['high', 'medium', 'low']);
export type RuleConfidence = z.infer<typeof ruleConfidence>;

/** What a rule has found. */
export const ruleFinding = z.object({
  rule: z.string(),
  severity,
  file: z.string(),
  line: lineNumber,
  endLine: lineNumber,
  column: lineNumber.optional(),
  resource: z.string().optional(),
  topic: z.string().optional(),
  confidence: ruleConfidence,
  title: z.string(),
  why: z.string(),
  fix: z.string().optional(),
  source: ruleSource,
  cwe: z.string().optional(),
});
export type RuleFinding = z.infer<typeof ruleFinding>;

/** Something that a source could not read, or a rule that could not be evaluated. */
export const ruleGap = z.object({
  path: z.string(),
  line: lineNumber.optional(),
  why: z.string(),
  /** That rules came to no end there: what masks the words may take from them what says so. Absent in answers of earlier versions. */
  broken: z.literal(true).optional(),
});
export type RuleGap = z.infer<typeof ruleGap>;

/** A file with its kind, and the sources that have rules for it. */
export const ruledFile = z.object({ path: z.string(), kind: z.string(), sources: z.array(ruleSource) });

/** A source with the rules that it has. */
export const ruledSource = z.object({
  source: ruleSource,
  version: z.string(),
  rules: z.int().min(0),
  spoke: z.boolean(),
  vote: z.enum(['approve', 'revise', 'reject', 'abstain']),
  reason: z.string(),
});

/** Findings of one rule and title in one resource that stood there before the change, by the lines where they are now. */
export const stoodBefore = z.object({
  /** With its source, as in `docker/DL3007`. */
  rule: z.string(),
  file: z.string(),
  title: z.string(),
  resource: z.string().optional(),
  lines: z.array(lineNumber),
  /** The last line of each; absent where each has one line. */
  ends: z.array(lineNumber).optional(),
});
export type StoodBefore = z.infer<typeof stoodBefore>;

/** What the rules say of some files. */
export const ruling = z.object({
  files: z.array(ruledFile),
  notReviewed: z.array(ruleGap),
  findings: z.array(ruleFinding),
  sources: z.array(ruledSource),
});
export type Ruling = z.infer<typeof ruling>;

/** A set of rules as an answer names it, which a later version may have written: what it found counts all the same. */
const writtenSource = z.string();

/** A finding as it stands in an answer. */
const writtenFinding = ruleFinding.extend({ source: writtenSource });
export type WrittenFinding = z.infer<typeof writtenFinding>;

/** The part of a rule expert's answer that programs read. */
export const ruleReport = z.object({
  findings: z.array(writtenFinding),
  /** Findings that are left out since an answer holds no more: none of them worse than those that are in it. */
  left: z.int().min(0),
  /** Findings that stood in the files before the change, and are not counted. */
  before: z.int().min(0),
  /** Which these are; absent where an answer does not hold them all. */
  stood: z.array(stoodBefore).optional(),
  files: z.array(ruledFile.extend({ sources: z.array(writtenSource) })),
  notReviewed: z.array(ruleGap),
});
export type RuleReport = z.infer<typeof ruleReport>;

const blockBegin = '```json';
const blockEnd = '```';

/** The block of an answer that programs read: JSON holds no line feed of its own, so that nothing in it can look like the block's end. */
export const ruleBlock = {
  /** The lines of the block, a finding each. */
  write({ findings, ...rest }: RuleReport): readonly string[] {
    const head = JSON.stringify(rest).slice(0, -1);
    const lines = findings.map((finding, index) => `${JSON.stringify(finding)}${index < findings.length - 1 ? ',' : ''}`);
    return [blockBegin, `${head},"findings":[`, ...lines, ']}', blockEnd];
  },
  /** What the block of an answer holds; undefined where it is no answer of rules. */
  read(answer: string): RuleReport | undefined {
    const lines = answer.split('\n');
    const from = lines.indexOf(blockBegin);
    const to = lines.indexOf(blockEnd, from + 1);
    if (from < 0 || to < 0) return undefined;
    try {
      return ruleReport.safeParse(JSON.parse(lines.slice(from + 1, to).join(''))).data;
    } catch {
      return undefined;
    }
  },
};

/** What findings come to: sure and bad ones forbid a release, the others want it mended; low ones stand in nobody's way. */
export function ruleVote(findings: readonly Pick<RuleFinding, 'severity' | 'confidence'>[]): 'approve' | 'revise' | 'reject' {
  const bad = findings.filter((finding) => finding.severity === 'critical' || finding.severity === 'high');
  if (bad.some(({ confidence }) => confidence === 'high')) return 'reject';
  return bad.length > 0 || findings.some((finding) => finding.severity === 'medium') ? 'revise' : 'approve';
}
