/** The list of findings in what an expert answered to a review: JSON in a code block, or the answer as a whole. */
import { codeBlocks } from '../markdown/read.ts';

/** From the worst. The contract's own, whose schemas stay out of the browser; a test holds them together. */
export const severityNames: readonly string[] = ['critical', 'high', 'medium', 'low', 'info'];

export interface ReadFinding {
  readonly severity: string;
  /** Place of the severity among all, 0 for the worst. */
  readonly rank: number;
  readonly title: string;
  readonly reason: string;
  readonly suggestion: string;
  readonly file: string;
  readonly line: number | undefined;
}

/** Findings of one answer that are shown: more are a mistake, and nobody would read them. */
const mostFindings = 200;

/** The findings of an answer, or undefined if there is no list. Entries that do not look like findings are left out. */
export function readFindings(answer: string): readonly ReadFinding[] | undefined {
  const list = [answer, ...codeBlocks(answer).toReversed(), bareList(answer)].map(asList).find((found) => found !== undefined);
  return list?.slice(0, mostFindings).flatMap(asFinding);
}

/** From the first bracket that opens a line to the last one that closes. */
function bareList(answer: string): string {
  const start = answer.startsWith('[') ? 0 : answer.indexOf('\n[') + 1;
  return answer.startsWith('[', start) ? answer.slice(start, answer.lastIndexOf(']') + 1) : '';
}

function asList(text: string): readonly unknown[] | undefined {
  const value = parse(text);
  if (Array.isArray(value)) return value;
  const inner = isRecord(value) ? value['findings'] : undefined;
  return Array.isArray(inner) ? inner : undefined;
}

function asFinding(entry: unknown): readonly ReadFinding[] {
  if (!isRecord(entry)) return [];
  const textIn = (name: string) => (typeof entry[name] === 'string' ? entry[name].trim() : '');
  const severity = textIn('severity').toLowerCase();
  const rank = severityNames.indexOf(severity);
  const title = textIn('title');
  if (rank < 0 || title === '') return [];
  const line = typeof entry['line'] === 'number' ? entry['line'] : Number.parseInt(textIn('line').replace(/^L/i, ''), 10);
  return [
    {
      severity,
      rank,
      title,
      // Rules say why, and how to mend it.
      reason: textIn('reason') || textIn('why'),
      suggestion: textIn('suggestion') || textIn('fix'),
      file: textIn('file'),
      line: line > 0 ? line : undefined,
    },
  ];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not every block of an answer is a list of findings.
    return undefined;
  }
}
