/** Findings that stand in the words around an expert's list: in tables, which are read, and in whatever else looks like a finding. */
import type { GivenFinding } from '../contract/review.ts';
import type { Severity } from '../contract/severity.ts';
import type { JsonBlock } from './json-blocks.ts';
import { readEntry } from './read-entry.ts';
import { isSeverityWord, rankOf, readSeverity } from './read-severity.ts';

/** Characters of a line that are looked at. */
const lineLength = 2000;

/** The words of an answer: its lines outside of fences of data and code, and outside of bare data. */
export function proseOf(answer: string, blocks: readonly JsonBlock[]): readonly string[] {
  const read = new Set(blocks.flatMap(({ text }) => text.split(/\r?\n/)).map((line) => line.trim()));
  const lines: string[] = [];
  let open: Fence | undefined;
  for (const line of answer.split(/\r?\n/)) {
    const fence = fenceOf(line);
    if (fence !== undefined && ends(fence, open)) open = open === undefined ? fence : undefined;
    else if (!open?.code && !read.has(line.trim())) lines.push(line.slice(0, lineLength));
  }
  return lines;
}

interface Fence {
  readonly mark: string;
  readonly info: string;
  /** Whether it holds data or code; some put their words into a fence too. */
  readonly code: boolean;
}

function fenceOf(line: string): Fence | undefined {
  const [, mark, info = ''] = /^[\s>]{0,12}(`{3,}|~{3,})\s{0,9}([\w-]{0,20})/.exec(line) ?? [];
  return mark === undefined ? undefined : { mark, info, code: !/^(?:md|markdown|text|txt|plaintext|xml|html|)$/i.test(info) };
}

/** Whether a fence opens where none is open, or closes the one that is. */
function ends({ mark, info }: Fence, open: Fence | undefined): boolean {
  return open === undefined || (info === '' && mark.startsWith(open.mark));
}

/** The rows of Markdown tables that are findings: the heads of their columns name the fields. */
export function readTables(lines: readonly string[]): readonly GivenFinding[] {
  const found: GivenFinding[] = [];
  let heads: readonly string[] | undefined;
  for (const [index, line] of lines.entries()) {
    if (isRule(line)) heads = cellsOf(lines[index - 1] ?? '');
    else if (!line.includes('|')) heads = undefined;
    else if (heads !== undefined) {
      const entry = Object.fromEntries(cellsOf(line).map((cell, at) => [heads?.[at] ?? `column ${at}`, cell]));
      const read = readEntry(entry);
      if ('finding' in read) found.push(read.finding);
    }
  }
  return found;
}

/** Lines that look like a finding and are none of those that were read. */
export function unreadLines(lines: readonly string[], findings: readonly GivenFinding[]): readonly string[] {
  const known = knownOf(findings);
  return lines.filter((line, index) => {
    const severity = listedSeverity(line);
    if (severity === undefined || isHeadOf(lines, index) || isEmptyHeading(lines, index)) return false;
    return !isKnown(line, rankOf(severity), known);
  });
}

/** Lines of tools that name a place, and words that refuse a change. */
const refusals: readonly RegExp[] = [
  /^\s{0,20}::error[ :]/,
  /^\s{0,20}[^\s:]{1,200}:\d{1,6}:(?:\d{1,6}:)? (?:fatal )?error:/i,
  /^\s{0,20}\d{1,6}:\d{1,6}\s{1,5}error\s/i,
  /^[\s>*_-]{0,20}(?:blocking|must[ -]fix)[*_]{0,2}:/i,
  /^[\s>*_-]{0,20}🔴/u,
  /\bI (?:would|do|can|could|will) ?n[o'’]t (?:approve|merge)\b/i,
  /(?<!\bif )\bthere (?:is|are) (?:an?|one|two|several|some) (?:critical|severe|serious|blocking|high[- ]severity)\b/i,
  /<severity>\s{0,9}(?:critical|high|medium|low)\b/i,
  /^\s{0,20}severity\s{0,3}[,;]\s{0,3}\w/i,
  /\bmust (?:be changed|be fixed|not be merged)\b/i,
];

/** A place as people write it, and words for what weighs there. */
const place = /[\w/-]\.\w{1,8}[`*_"']{0,3}(?::\d{1,6}|,?\s{1,3}(?:(?:on|at|in) )?lines? \d{1,6})/;
const weighty = /\b(?:critical|blocker|blocking|severe|fatal|severity:? high|high[- ](?:severity|risk))\b/gi;
/** A line that begins with such a word, tags of HTML aside. */
const headed =
  /^(?:\s|[>*_#-]|<\/?\w{1,20}>){0,20}(?:critical|blocker|severe|fatal)[*_]{0,2}\s{0,3}[:–—]\s{0,3}(?!none\b|no\b|nothing\b|0\b|n\/a\b|-)\S/i;

/** Whether a line gives a place a weight that is not denied. */
function weighsPlace(line: string): boolean {
  return place.test(line) && [...line.matchAll(weighty)].some(({ index }) => !denied.test(line.slice(Math.max(0, index - 60), index)));
}

/** Whether a line refuses a change, names what weighs and where, or is what a tool prints of an error. */
export function refuses(line: string): boolean {
  const text = line.slice(0, 2000);
  return refusesInWords(text) || headed.test(text) || weighsPlace(text);
}

function refusesInWords(line: string): boolean {
  return (
    refusals.some((words) => words.test(line.slice(0, 2000))) &&
    !/\b(?:nothing|none|no \w{1,20}) must\b|(?:blocking|must[ -]fix)[*_]{0,2}:[\s*_]{0,5}(?:none|nothing|no\b|0|n\/a|-)|🔴[^\p{L}]{0,10}(?:none|0|no\b)/iu.test(
      line.slice(0, 2000),
    )
  );
}

/** Nouns that a severity stands before, and signs that set it off. */
const noun =
  /^[\s-]{1,3}(?:severity|risk|priority|impact|issues?|vulnerabilit\w{1,4}|bugs?|problems?|findings?|defects?|flaws?|errors?)\b/i;
const before = /(?:^|[*_`[({|:"“=]|\p{Extended_Pictographic}\uFE0F?)\s{0,4}$/u;
const after = /^(?:\s{0,4}(?:[*_`\])}|:"”]|$)|\s{1,4}[-–—]|,)/;
/** Words that mean nothing else in a review. */
const plain =
  /^(?:critical|blocker|fatal|catastrophic|showstopper|severe|kritisch|critique|crítico|crítica|critico|critica|критический|критическая|p0|sev0|sev1)$/i;
/** Scripts that have no blanks between words. */
const unparted = /严重|致命|重大|深刻|치명적|高危/u;
const denied =
  /(?:\b(?:no|not|non|none|without|zero|nothing|never|0|kein\w{0,2}|pas|sans|aucun\w?|ning\w{2,4}|не|нет)|没有|无)[\s\p{L}*_`,/-]{0,40}$/iu;
const denial =
  /^[\s*_`:|)\]–—-]{0,12}(?:none|no\b|0\b|n\/a|nil|nothing|keine?\b|(?:severity |issues?|findings?)[\s*_`:|–—-]{1,9}(?:none|no|0|n\/a)\b)/i;

/** The severity that a table row, a list item or a heading gives what it speaks of, or that stands in an attribute of that name. */
function listedSeverity(line: string): Severity | undefined {
  const text = line.replace(/^[\s>]{0,20}/, '');
  const [, written = ''] = /severity["'*_`\s]{0,6}[:=]["'*_`\s]{0,6}(\p{L}{1,20})/iu.exec(text) ?? [];
  const body = namesSeverity(written) ? '' : bodyOf(text);
  if (body === undefined) return undefined;
  if (unparted.test(body) && !denied.test(body.slice(0, body.search(unparted)))) return 'critical';
  const words = namesSeverity(written) ? [written] : meantWords(body);
  return words.flatMap((word) => readSeverity(word) ?? []).toSorted((a, b) => rankOf(a) - rankOf(b))[0];
}

/** What an item, a heading, a row or a demand says; undefined where a line is none of them. */
function bodyOf(text: string): string | undefined {
  const [sign] = /^(?:[-*+•]\s{1,9}|\d{1,4}[.)]\s{1,9}|#{1,6}\s{1,9})/.exec(text) ?? [];
  if (sign !== undefined) return text.slice(sign.length);
  return /^(?:\*\*|__|\[|\|)/.test(text) || text.split('|').length > 2 || demands(text) ? text : undefined;
}

/** Words for a severity that are meant as one, and not denied. */
function meantWords(body: string): readonly string[] {
  return [...body.matchAll(/[\p{L}\p{M}][\p{L}\p{M}\p{N}]{0,30}/gu)].flatMap(({ 0: word, index }) => {
    if (!namesSeverity(word)) return [];
    const [left, right] = [body.slice(Math.max(0, index - 60), index), body.slice(index + word.length, index + word.length + 60)];
    return isMeant(word, left, right) && !denied.test(left) && !denial.test(right) ? [word] : [];
  });
}

function isMeant(word: string, left: string, right: string): boolean {
  return plain.test(word) || (before.test(left) && after.test(right)) || noun.test(right);
}

function namesSeverity(word: string): boolean {
  return isSeverityWord(word) && !/^none$/i.test(word);
}

/** A sentence that forbids a release in so many words. */
function demands(text: string): boolean {
  return /\bmust (?:be (?:fixed|resolved|addressed)|not be (?:merged|released|shipped|deployed))\b|\b(?:fix|fixed|resolved|addressed) before\b|\bblocks? (?:the )?(?:release|merge)\b/i.test(
    text,
  );
}

/** The heads of a table name columns. */
function isHeadOf(lines: readonly string[], index: number): boolean {
  return isRule(lines[index + 1] ?? '');
}

/** A heading such as `### Critical` below which nothing or "none" stands; what stands below it speaks for itself. */
function isEmptyHeading(lines: readonly string[], index: number): boolean {
  const words = (lines[index] ?? '').match(/[\p{L}\p{N}]+/gu) ?? [];
  const onlyNames = words.every(
    (word) => isSeverityWord(word) || /^(?:severity|risk|priority|issues?|findings?|problems?|\d+)$/i.test(word),
  );
  const next = lines.slice(index + 1, index + 10).find((line) => line.trim() !== '') ?? '';
  return onlyNames && /^[\s>*_`•+-]{0,12}(?:none|no\b|nothing\b|n\/a|keine?\b|#{1,6} |answer\s*:|$)/i.test(next);
}

/** What was read, looked up once a word: lines and findings may both be thousands. */
interface KnownFindings {
  readonly severities: ReadonlySet<Severity>;
  /** The worst rank among the findings that use a word. */
  readonly ranks: ReadonlyMap<string, number>;
}

function knownOf(findings: readonly GivenFinding[]): KnownFindings {
  const ranks = new Map<string, number>();
  for (const { title, reason, file, severity } of findings) {
    for (const word of wordsOf(`${title} ${reason} ${file ?? ''}`)) {
      ranks.set(word, Math.min(ranks.get(word) ?? Number.POSITIVE_INFINITY, rankOf(severity)));
    }
  }
  return { severities: new Set(findings.map(({ severity }) => severity)), ranks };
}

/** Whether a line shares a longer word or the place with a finding that is no milder than it. */
function isKnown(line: string, rank: number, { severities, ranks }: KnownFindings): boolean {
  const own = wordsOf(line).filter(
    (word) => !isSeverityWord(word) && !/^(?:severity|issues?|findings?|problems?|risk|priority)$/.test(word),
  );
  if (own.length > 0) return own.some((word) => (ranks.get(word) ?? Number.POSITIVE_INFINITY) <= rank);
  const said = readSeverity(line.slice(0, 60));
  return said !== undefined && rankOf(said) <= rank && severities.has(said);
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]{4,}/gu) ?? [];
}

function isRule(line: string): boolean {
  return line.includes('|') && /^[\s>|:-]{3,}$/.test(line) && line.includes('-');
}

function cellsOf(row: string): readonly string[] {
  const bare = row.trim().replace(/^\|/, '').replace(/\|$/, '');
  return bare.split(/(?<!\\)\|/).map((cell) => cell.replaceAll(/\*\*|__|`/g, '').trim());
}
