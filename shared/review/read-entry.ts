/** One entry of an expert's list of findings: strict in what it says, lenient in how it is written. */
import type { GivenFinding } from '../contract/review.ts';
import { readSeverity } from './read-severity.ts';

/** Characters of a path, of a title and of a reason that are kept. */
const pathLength = 1000;
const titleLength = 200;
const reasonLength = 4000;

/** Spellings of each field, without case and signs; the first that is there counts. */
const spellings = {
  severity: ['severity', 'level', 'priority', 'criticality', 'risk', 'risklevel', 'severitylevel', 'rating', 'importance', 'impactlevel'],
  file: ['file', 'path', 'filepath', 'filename', 'pathname', 'sourcefile', 'uri', 'location', 'place', 'where', 'module', 'resource'],
  line: [
    'line',
    'linenumber',
    'lineno',
    'lines',
    'linenumbers',
    'startline',
    'linestart',
    'start',
    'from',
    'linerange',
    'range',
    'row',
    'ln',
  ],
  endLine: ['endline', 'lineend', 'endlinenumber', 'lastline', 'end', 'to'],
  title: ['title', 'summary', 'name', 'headline', 'issue', 'finding', 'problem', 'defect', 'rule', 'type', 'category'],
  reason: [
    'reason',
    'message',
    'description',
    'explanation',
    'details',
    'detail',
    'rationale',
    'why',
    'body',
    'text',
    'comment',
    'impact',
    'evidence',
  ],
  suggestion: [
    'suggestion',
    'fix',
    'recommendation',
    'remediation',
    'suggestedfix',
    'proposedfix',
    'solution',
    'mitigation',
    'howtofix',
    'advice',
  ],
} as const satisfies Record<string, readonly string[]>;
type Field = keyof typeof spellings;

type Fields = ReadonlyMap<string, unknown>;
type Lines = Pick<GivenFinding, 'line' | 'endLine'>;

/** What was read: a finding, or what is missing. */
export type ReadEntry = { readonly finding: GivenFinding } | { readonly wrong: string };

/** Whether a value may be an entry: it says how bad something is or where it is, and what. */
export function looksLikeFinding(value: unknown): value is Record<string, unknown> {
  const fields = fieldsOf(value);
  const says = textOf(fields, 'title') !== undefined || textOf(fields, 'reason') !== undefined;
  return says && (get(fields, 'severity') !== undefined || get(fields, 'file') !== undefined || get(fields, 'line') !== undefined);
}

/** Reads one entry. What cannot be placed is kept without a place. */
export function readEntry(value: unknown): ReadEntry {
  const fields = fieldsOf(value);
  if (fields.size === 0) return { wrong: 'is no object' };
  const written = get(fields, 'severity');
  const severity = readSeverity(written);
  if (severity === undefined) return { wrong: `severity ${written === undefined ? 'is missing' : 'names no severity'}` };
  const named = textOf(fields, 'title');
  const reason = allTextOf(fields, 'reason') ?? named;
  const title = named ?? firstWords(reason);
  if (title === undefined || reason === undefined) return { wrong: 'title must not be empty' };
  const { file, ...lines } = placeOf(fields);
  const suggestion = textOf(fields, 'suggestion');
  const finding = { severity, file, ...lines, title: cut(title, titleLength), reason: cut(reason, reasonLength) };
  return { finding: withoutAbsent({ ...finding, suggestion: suggestion && cut(suggestion, reasonLength) }) };
}

/** `a.ts:3-7`, `a.ts#L3`, `a.ts (line 3)` and the like, taken apart. */
export function splitPlace(written: string): Pick<GivenFinding, 'file'> & Lines {
  const place = written.slice(0, pathLength).trim();
  const [, file = place, first, last] =
    /^(.*?[^\s:(#,])\s*(?::|#L|,? \(?lines? )\s*(\d{1,9})(?:(?::\d+)?\s*[-–]\s*L?(\d{1,9})|:\d+)?\)?$/i.exec(place) ?? [];
  return { file: file === '' ? undefined : file, ...linesOf(first, last) };
}

function placeOf(fields: Fields): Pick<GivenFinding, 'file'> & Lines {
  const where = get(fields, 'file');
  // A place may be an object of its own.
  if (fieldsOf(where).size > 0) return placeOf(new Map([...fields, ...fieldsOf(where)].filter(([, value]) => value !== where)));
  const place = typeof where === 'string' ? splitPlace(clean(where)) : { file: undefined };
  const own = ownLines(fields);
  return { ...place, ...(own.line === undefined ? {} : own) };
}

/** Numbers, `"12"`, `"L12"`, `"12-15"`, `[12, 15]` or `{"start": 12, "end": 15}`. What is no line is none. */
function ownLines(fields: Fields): Lines {
  const written = get(fields, 'line');
  if (Array.isArray(written)) return linesOf(Math.min(...written.map(Number)), Math.max(...written.map(Number)));
  if (fieldsOf(written).size > 0) return ownLines(fieldsOf(written));
  const [, first, last] = /^\s*(?:lines?\s*)?L?(\d{1,9})(?:\s*(?:[-–,:]|to)\s*L?(\d{1,9}))?\s*$/i.exec(shortText(written)) ?? [];
  const [, end] = /^\s*L?(\d{1,9})\s*$/i.exec(shortText(get(fields, 'endLine'))) ?? [];
  return linesOf(first, end ?? last);
}

function linesOf(first: unknown, last: unknown): Lines {
  const line = Number(first);
  if (first === undefined || !Number.isSafeInteger(line) || line < 1) return {};
  const endLine = Number(last);
  return last !== undefined && Number.isSafeInteger(endLine) && endLine > line ? { line, endLine } : { line };
}

function shortText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 40) : '';
}

/** The fields of an object by their letters alone, without those that say nothing. */
function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
  const given = Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined && entry !== '');
  return new Map(given.map(([key, entry]) => [key.toLowerCase().replaceAll(/[^a-z]/g, ''), entry]));
}

function get(fields: Fields, field: Field): unknown {
  return spellings[field].map((spelling) => fields.get(spelling)).find((value) => value !== undefined);
}

/** The first spelling that holds words; a list of words is joined. */
function textOf(fields: Fields, field: Field): string | undefined {
  const texts = spellings[field].map((spelling) => wordsOf(fields.get(spelling)));
  return texts.find((text) => text !== '');
}

/** What all spellings say, each once. */
function allTextOf(fields: Fields, field: Field): string | undefined {
  const texts = spellings[field].map((spelling) => wordsOf(fields.get(spelling))).filter((text) => text !== '');
  return texts.length === 0 ? undefined : [...new Set(texts)].join('\n');
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return clean(value.join('\n'));
  return '';
}

function firstWords(reason: string | undefined): string | undefined {
  const [sentence] = reason?.split(/(?<=[.!?])\s|\n/) ?? [];
  return sentence === '' ? undefined : sentence;
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function withoutAbsent(finding: GivenFinding): GivenFinding {
  return Object.fromEntries(Object.entries(finding).filter(([, value]) => value !== undefined)) as unknown as GivenFinding;
}

/** Without what would steer a terminal or cannot stand in XML: controls but tab and line feed, and halves of surrogate pairs. */
function clean(text: string): string {
  return text
    .slice(0, 4 * reasonLength)
    .replaceAll(/(?![\t\n])[\p{Cc}\p{Cs}\p{Cf}\uFFFE\uFFFF]/gu, '')
    .trim();
}
