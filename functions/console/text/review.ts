/**
 * A review as people read it: which files, which findings, who votes for what. All of it is read from the question and the answers of a
 * consultation, which anybody may have written: what does not have the form of a review is none.
 */
import type { Consultation } from '../../../shared/contract/consultation.ts';
import { type ReadFinding, readFindings } from './findings.ts';

/** The options of a review, from the mildest. The contract's own, whose schemas stay out of the browser; a test holds them together. */
export const reviewVotes: readonly string[] = ['approve', 'revise', 'reject'];

export interface ReviewedFile {
  readonly path: string;
  /** What is said of the file, such as that it was renamed; empty if nothing is. */
  readonly note: string;
  /** The file as the experts read it. */
  readonly text: string;
}

export interface ReviewFinding extends ReadFinding {
  readonly experts: readonly string[];
}

export interface Review {
  /** What the experts were asked to do. */
  readonly task: string;
  readonly files: readonly ReviewedFile[];
  /** Worst first. */
  readonly findings: readonly ReviewFinding[];
  /** Experts whose answer holds no list of findings. */
  readonly unread: readonly string[];
}

/** The review that a consultation is, or undefined if it is none. */
export function readReview({
  question,
  options = [],
  opinions,
  review,
}: Pick<Consultation, 'question' | 'options' | 'opinions' | 'review'>): Review | undefined {
  if (options.length !== reviewVotes.length || !reviewVotes.every((vote) => options.includes(vote))) return undefined;
  const { task, files } = review === undefined ? shownIn(question) : { task: question, files: review.files.map(givenFile) };
  if (files.length === 0) return undefined;
  const heard = opinions.flatMap(({ expert, status, answer }) =>
    (status === 'answered' || status === 'abstained') && answer !== undefined ? [{ expert, found: readFindings(answer) }] : [],
  );
  return {
    task,
    files,
    findings: joined(heard.flatMap(({ expert, found = [] }) => found.map((finding) => ({ ...finding, expert })))),
    unread: heard.flatMap(({ expert, found }) => (found === undefined ? [expert] : [])),
  };
}

/** A file that rules have read as data: its text is where it came from. */
function givenFile({ path, bytes }: { readonly path: string; readonly bytes: number }): ReviewedFile {
  return { path, note: `${bytes.toLocaleString('en-US')} bytes, read by rules`, text: '' };
}

/** What the experts were asked, and the files that stand in the question. */
function shownIn(question: string): Pick<Review, 'task' | 'files'> {
  const material = materialOf(question);
  return material === undefined
    ? { task: '', files: [] }
    : { task: question.slice(0, material.start).trim(), files: filesOf(material.text) };
}

/** A few words for a heading. */
export function titleOf({ files }: Review): string {
  const [first, second] = files;
  if (first && !second) return `Review of ${first.path}`;
  const others = files.length - 2;
  return `Review of ${first?.path}${others > 0 ? `, ${second?.path} and ${others} more` : ` and ${second?.path}`}`;
}

/** What stands between the marks of the question. */
function materialOf(question: string): { readonly start: number; readonly text: string } | undefined {
  const mark = /^<(material-[0-9a-f]{8,64})>$/m.exec(question);
  if (!mark) return undefined;
  const from = mark.index + mark[0].length + 1;
  const end = question.lastIndexOf(`\n</${mark[1]}>`);
  return end < from ? undefined : { start: mark.index, text: question.slice(from, end) };
}

/** Each file begins with a line of its own; within a file every line begins with its number or a mark. */
function filesOf(material: string): readonly ReviewedFile[] {
  const files: { path: string; note: string; lines: string[] }[] = [];
  for (const line of material.split('\n')) {
    if (line.startsWith('=== ')) files.push({ ...headOf(line.slice(4)), lines: [] });
    else files.at(-1)?.lines.push(line);
  }
  return files.map(({ path, note, lines }) => ({ path, note, text: lines.join('\n').trimEnd() }));
}

function headOf(head: string): { readonly path: string; readonly note: string } {
  const start = head.endsWith(')') ? head.lastIndexOf(' (') : -1;
  return start < 0 ? { path: head, note: '' } : { path: head.slice(0, start), note: head.slice(start + 2, -1) };
}

/** The same title at the same place is one finding, whoever raised it. */
function joined(raised: readonly (ReadFinding & { readonly expert: string })[]): readonly ReviewFinding[] {
  const groups = Map.groupBy(raised, ({ file, line, title }) => JSON.stringify([file, line, title.toLowerCase()]));
  const findings = [...groups.values()].flatMap((group): ReviewFinding[] => {
    const [worst] = group.toSorted((one, other) => one.rank - other.rank);
    if (!worst) return [];
    const { expert: _, ...finding } = worst;
    return [{ ...finding, experts: [...new Set(group.map(({ expert }) => expert))].toSorted() }];
  });
  return findings.toSorted(
    (one, other) =>
      one.rank - other.rank ||
      other.experts.length - one.experts.length ||
      one.file.localeCompare(other.file) ||
      (one.line ?? 0) - (other.line ?? 0),
  );
}
