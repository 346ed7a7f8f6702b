/** What the rule experts of consultations say, as one. */
import type { Consultation } from '../contract/consultation.ts';
import type { Opinion } from '../contract/opinion.ts';
import { type Reviewer, reviewOptions } from '../contract/review.ts';
import { type RuleReport, ruleBlock, type WrittenFinding } from '../contract/rules.ts';
import { isBroken, type UndoneRules, undoneRules, whyUndone } from '../contract/undone-rules.ts';
import type { RaisedFinding } from './alike-findings.ts';
import { type Beside, stricter, type Undone } from './beside.ts';
import { voteOf } from './vote.ts';

/** What rules have not read, or a rule that came to no end. The words are the program's own: what they mean is told by how they begin. */
export interface Gap {
  readonly path: string;
  readonly line?: number | undefined;
  readonly why: string;
  readonly broken?: true | undefined;
}

/** What rules say of a material. */
export interface RuleVoice extends Beside {
  /** The consultations, one for each part. */
  readonly consultations: readonly string[];
  /** Why there is no verdict of rules; undefined where there is one. */
  readonly undecided: string | undefined;
  /** Files that rules have read which look at more than credentials. */
  readonly covered: ReadonlySet<string>;
  readonly gaps: readonly Gap[];
  /** Findings that stood in the files before the change. */
  readonly before: number;
  /** Which these are; undefined where that is not known of all. */
  readonly stood: readonly RaisedFinding[] | undefined;
}

/** Rules that have not been asked. */
export const silentRules: RuleVoice = {
  reviewers: [],
  raised: [],
  consultations: [],
  undecided: 'rules were not asked',
  covered: new Set(),
  gaps: [],
  before: 0,
  stood: [],
};

/** What the rules behind these opinions have found, and what of it stood there before; undefined where that is not known of all. */
export function foundByRules(opinions: readonly Opinion[]): Pick<RuleVoice, 'raised' | 'stood'> {
  return foundIn(opinions.map((opinion) => ({ opinion, report: ruleBlock.read(opinion.answer ?? '') })));
}

/** The sources that have read each file. */
export function readByRules(opinions: readonly Opinion[]): ReadonlyMap<string, ReadonlySet<string>> {
  const read = opinions.flatMap(({ answer = '' }) => ruleBlock.read(answer)?.files ?? []);
  const byPath = Map.groupBy(read, ({ path }) => path);
  return new Map([...byPath].map(([path, files]) => [path, new Set(files.flatMap(({ sources }) => sources))]));
}

function foundIn(heard: readonly Pick<HeardRules, 'opinion' | 'report'>[]): Pick<RuleVoice, 'raised' | 'stood'> {
  return {
    raised: heard.flatMap(({ opinion, report }) => report?.findings.map((finding) => raisedBy(opinion.expert, finding)) ?? []),
    stood: stoodBefore(heard),
  };
}

/** What the rules of ended consultations say. Whoever is missing there counts where `isRule` says that it is one. @default every expert */
export function voiceOf(
  ended: readonly Consultation[],
  missing: RuleVoice['gaps'],
  isRule: (expert: string) => boolean = () => true,
): RuleVoice {
  const heard = ended.flatMap((one) =>
    one.opinions.map((opinion) => ({ opinion, report: ruleBlock.read(opinion.answer ?? ''), ended: one })),
  );
  const reports = heard.flatMap(({ report }) => report ?? []);
  const gaps = [...missing, ...reports.flatMap(({ notReviewed }) => notReviewed)];
  const undecided = ended.find((one) => one.status !== 'decided' && !isSilent(one));
  const unheard = ended.flatMap((one) => undoneRules([], unheardIn(one, isRule)));
  return {
    reviewers: [...reviewersOf(heard), ...unheard.map(({ expert, why }) => ({ expert, vote: null, findings: 0, problem: why }))],
    ...foundIn(heard),
    ...undoneIn(ended, [...undoneRules(heard.map(({ opinion }) => opinion)), ...unheard], gaps),
    consultations: ended.map(({ id }) => id),
    undecided: undecided === undefined ? (ended.length === 0 ? 'there is no file for them to read' : undefined) : whyNot(undecided),
    covered: new Set(
      reports.flatMap(({ files }) => files.filter(({ sources }) => sources.some((one) => one !== 'secrets')).map(({ path }) => path)),
    ),
    gaps: [...new Map(gaps.map((gap) => [`${gap.path}\n${sayGap(gap)}`, gap])).values()],
    before: reports.reduce((sum, { before }) => sum + before, 0),
  };
}

function unheardIn({ verdict, opinions }: Consultation, isRule: (expert: string) => boolean) {
  const heard = new Set(opinions.map(({ expert }) => expert));
  return (verdict?.missing ?? []).filter(({ expert }) => !heard.has(expert) && isRule(expert));
}

/** What stands in the way of an approval, whoever approves. */
function undoneIn(ended: readonly Consultation[], rules: readonly UndoneRules[], gaps: RuleVoice['gaps']): { readonly undone?: Undone } {
  const broken = ended
    .filter(({ status }) => status === 'failed' || status === 'cancelled')
    .map(({ circle, status }) => `${circle} (${status})`);
  const experts = [...new Set([...rules.map(({ expert }) => expert), ...broken])];
  const entries = entriesOf(gaps.filter(isBroken));
  return experts.length === 0 && entries.length === 0 ? {} : { undone: { experts, entries, vote: votesOf(ended) } };
}

/** Gaps that a report of models names. */
const mostGaps = 20;

/** Gaps of rules that forbid nothing where others read the same, in words. */
export function sayGaps({ gaps }: Pick<RuleVoice, 'gaps'>): readonly string[] {
  const open = gaps.filter((gap) => !isBroken(gap));
  const said = open.slice(0, mostGaps).map((gap) => `rules did not read ${gap.path} whole: ${sayGap(gap)}`);
  const more = open.length - said.length;
  return more > 0 ? [...said, `rules did not read whole ${more} more`] : said;
}

/** Gaps as entries that forbid an approval, one for each path. */
export function entriesOf(gaps: RuleVoice['gaps']): Undone['entries'] {
  return [...Map.groupBy(gaps, ({ path }) => path)].map(([path, own]) => ({
    path,
    reason: `not judged by rules (${own.slice(0, 5).map(sayGap).join('; ')})`,
    allowed: false,
  }));
}

/** What a set of rules has voted holds, whatever of its answer can be read. */
function votesOf(ended: readonly Consultation[]): Undone['vote'] {
  const unread = ended.flatMap((one) =>
    one.opinions.flatMap((opinion) =>
      opinion.status === 'answered' && whyUndone(opinion) !== undefined ? (voteOf(opinion, one) ?? []) : [],
    ),
  );
  return unread.reduce<Undone['vote']>(stricter, 'approve');
}

function stoodBefore(heard: readonly Pick<HeardRules, 'opinion' | 'report'>[]): RuleVoice['stood'] {
  if (heard.some(({ report }) => report !== undefined && report.before > 0 && report.stood === undefined)) return undefined;
  return heard.flatMap(({ opinion: { expert }, report }) =>
    (report?.stood ?? []).flatMap(({ rule, file, title, resource, lines, ends }) =>
      lines.map((line, index) => ({
        ...{ expert, severity: 'info' as const, file, line, endLine: ends?.[index] ?? line, title, reason: title, rule, resource },
      })),
    ),
  );
}

/** Rules that have found nothing and have not read everything abstain. What was not read is told for itself, and may be allowed. */
function isSilent({ status, opinions }: Consultation): boolean {
  const abstained = opinions.every((opinion) => opinion.status === 'abstained');
  return status === 'no-quorum' && abstained && opinions.some(({ answer }) => ruleBlock.read(answer ?? '') !== undefined);
}

function whyNot({ status, failure, verdict }: Consultation): string {
  if (failure !== undefined) return `${failure.type}: ${failure.message}`;
  const failed = (verdict?.missing ?? [])
    .filter((one) => one.status !== 'abstained')
    .map(({ expert, error }) => `${expert}: ${error.message}`);
  return failed.length > 0 ? failed.join('; ') : status === 'no-quorum' ? 'no rule reads any of these files' : status;
}

/** A gap in words for people. */
export function sayGap({ line, why }: Gap): string {
  return line === undefined ? why : `line ${line}: ${why}`;
}

interface HeardRules {
  readonly opinion: Opinion;
  readonly report: RuleReport | undefined;
  readonly ended: Consultation;
}

/** One for each expert, whatever the number of parts. */
function reviewersOf(heard: readonly HeardRules[]): readonly Reviewer[] {
  return [...Map.groupBy(heard, ({ opinion }) => opinion.expert)].map(([expert, own]) => {
    const votes = own.map(({ opinion, ended }) => voteOf(opinion, ended));
    const problems = own.flatMap(({ opinion }) => whyUndone(opinion) ?? []);
    const silent = own.flatMap(({ opinion: { status, error } }) =>
      status === 'abstained' ? [`${status}${error === undefined ? '' : `: ${error.message}`}`] : [],
    );
    const left = own.reduce((sum, { report }) => sum + (report?.left ?? 0), 0);
    const cut = left === 0 ? [] : [`${left} of its findings are left out, none of them worse than those shown`];
    const vote = reviewOptions.findLast((option) => votes.includes(option)) ?? null;
    return {
      expert,
      vote,
      findings: own.reduce((sum, { report }) => sum + (report?.findings.length ?? 0), 0),
      problem: [...new Set(vote === null ? [...problems, ...silent] : problems), ...cut].join('; ') || null,
    };
  });
}

/** A finding of rules as one that an expert has raised. */
export function raisedBy(expert: string, finding: WrittenFinding): RaisedFinding {
  const { severity, file, line, endLine, title, why, fix, source, rule, resource, topic, confidence } = finding;
  const words = { title, reason: why, suggestion: fix };
  return { expert, severity, file, line, endLine, ...words, rule: `${source}/${rule}`, resource, topic, confidence };
}
