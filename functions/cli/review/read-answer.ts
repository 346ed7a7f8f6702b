/** Reads what one expert answered: the vote and the findings, or what is wrong with them. */
import * as z from 'zod';
import { type GivenFinding, givenFinding, type ReviewAnswer, reviewAnswer } from '../../../shared/contract/review.ts';

/** The findings of one answer. */
export interface ReadFindings {
  readonly findings: readonly GivenFinding[];
  /** What could not be read, for people; null if everything could. */
  readonly problem: string | null;
}

/** Findings of one answer that are read: more are a mistake, and nobody would read them. */
const mostFindings = 200;

/** The option that the last line names, or null. The core decides by rules of its own; this is only shown. */
export function readVote(answer: string): ReviewAnswer | null {
  const last = answer.trimEnd().split('\n').at(-1) ?? '';
  const word = /^[\s*_>#]*answer[\s*_]*:[\s*_`"']*([a-z]+)/i.exec(last)?.[1]?.toLowerCase();
  return reviewAnswer.safeParse(word).data ?? null;
}

/** The findings that an answer lists. */
export function readFindings(answer: string): ReadFindings {
  const list = findList(answer);
  if (list === undefined) return { findings: [], problem: 'its findings could not be read: there is no JSON array in the answer' };
  const read = list.slice(0, mostFindings).map((entry) => givenFinding.safeParse(entry));
  const findings = read.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const wrong = read.flatMap(({ error }, index) => (error === undefined ? [] : [`entry ${index + 1}: ${firstIssue(error)}`]));
  return { findings, problem: problemOf(wrong, list.length) };
}

function problemOf(wrong: readonly string[], listed: number): string | null {
  const cut = listed > mostFindings ? `only the first ${mostFindings} of its ${listed} findings were read` : undefined;
  const unread = wrong.length > 0 ? `${wrong.length} of its findings could not be read: ${wrong.slice(0, 3).join('; ')}` : undefined;
  return [unread, cut].filter((part) => part !== undefined).join('; ') || null;
}

/** The last fenced block that holds a list, else the last list that stands in the text by itself. */
function findList(answer: string): readonly unknown[] | undefined {
  const fenced = [...answer.matchAll(/```[a-z]*[^\S\n]*\n([\s\S]*?)\n?[^\S\n]*```/gi)].map(([, inner = '']) => inner);
  return [...fenced.toReversed(), ...bareArrays(answer)].map(asList).find((list) => list !== undefined);
}

/** From each bracket that opens a line, the last one first, to the last bracket that closes one. */
function bareArrays(answer: string): readonly string[] {
  const end = answer.lastIndexOf(']');
  const starts = [...answer.matchAll(/^[^\S\n]*\[/gm)].map(({ index }) => index);
  return starts
    .filter((start) => start < end)
    .slice(-mostFindings)
    .map((start) => answer.slice(start, end + 1));
}

const wrapped = z.object({ findings: z.array(z.unknown()) });

function asList(text: string): readonly unknown[] | undefined {
  const value = parseJson(text);
  if (Array.isArray(value)) return value;
  return wrapped.safeParse(value).data?.findings;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not every block of an answer is a list of findings.
    return undefined;
  }
}

function firstIssue({ issues: [issue] }: z.ZodError): string {
  return [issue?.path.join('.'), issue?.message].filter(Boolean).join(' ');
}
