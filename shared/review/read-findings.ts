/** The findings that one expert's answer lists, or what is wrong with them. */
import type { GivenFinding } from '../contract/review.ts';
import { oneLine } from '../domain/plain-text.ts';
import { doubledName } from './doubled-names.ts';
import { type JsonBlock, jsonBlocks, mostRead } from './json-blocks.ts';
import { isJudgement, speaksOfJudged } from './judgements.ts';
import { readMarkdown } from './markdown-findings.ts';
import { proseOf, readTables, refuses, unreadLines } from './prose-findings.ts';
import { looksLikeFinding, readEntry } from './read-entry.ts';
import { isSeverityWord, rankOf } from './read-severity.ts';

/** The findings of one answer. */
export interface ReadFindings {
  readonly findings: readonly GivenFinding[];
  /** What could not be read, for people; null if everything could. Where there is something, silence is no approval. */
  readonly problem: string | null;
  /** Findings that were read but are not kept, since they are more than anybody reads: never the severest. */
  readonly cut: number;
  /** Findings that were seen and could not be read, at least. */
  readonly unread: number;
}

/** Findings of one answer that are kept. */
const mostFindings = 200;
/** Characters of unreadable text that are reported. */
const excerptLength = 300;
/** Levels of lists and objects around an entry. */
const mostNested = 6;

/** What lists hold, so far. */
interface Harvest {
  /** Whether there is a list of findings at all, if only an empty one. */
  listed: boolean;
  readonly findings: GivenFinding[];
  readonly wrong: string[];
  entries: number;
}

/** The findings that an answer lists, in whatever block and form. */
export function readFindings(answer: string): ReadFindings {
  if (answer.length <= mostRead) return readWhole(answer);
  const read = readWhole(answer.slice(0, mostRead));
  const beyond = `its answer is read to ${mostRead} characters of ${answer.length}: findings beyond are not known`;
  return { ...read, problem: read.problem === null ? beyond : `${beyond}; ${read.problem}`, unread: read.unread + 1 };
}

function readWhole(answer: string): ReadFindings {
  const harvest: Harvest = { listed: false, findings: [], wrong: [], entries: 0 };
  const blocks = jsonBlocks(answer);
  for (const block of blocks) readBlock(block, harvest);
  const prose = proseOf(answer, blocks);
  if (harvest.entries === 0 && harvest.wrong.length === 0) return fromMarkdown(answer, prose, harvest.listed);
  return kept(distinct(harvest.findings), [...harvest.wrong, ...besideThem(prose, harvest.findings)]);
}

/** What is meant as findings and is no JSON, or ends too early, is wrong. */
function readBlock({ value, cut, text }: JsonBlock, harvest: Harvest): void {
  const before = harvest.entries;
  if (value !== undefined) collect(value, {}, harvest, 0);
  const meant = harvest.entries > before || /["'“]?severity["'”]?\s{0,9}:/i.test(text.slice(0, 100_000));
  if (!meant) harvest.wrong.push(...besideNothing(text.slice(0, 100_000), cut));
  if (!meant) return;
  if (value === undefined) harvest.wrong.push(`a block of them is no JSON${excerpt(text)}`);
  else if (cut) harvest.wrong.push(`a block of them is cut off${excerpt(text.slice(-excerptLength))}`);
  const doubled = doubledName(text);
  if (doubled !== undefined) harvest.wrong.push(`an entry says "${doubled}" twice${excerpt(text)}`);
}

/** What a block without entries says all the same: an empty list that ends before it is closed is no empty list, and a refusal is no silence. */
function besideNothing(text: string, cut: boolean): readonly string[] {
  if (cut && /["'“]?findings["'”]?\s{0,9}:\s{0,9}\[/i.test(text)) return [`a block of them is cut off${excerpt(text)}`];
  return refusals.some((refusal) => refusal.test(text)) ? [`a block refuses the change and lists nothing${excerpt(text)}`] : [];
}

/** Members of a block that say that there is something, whatever its list holds. */
const refusals: readonly RegExp[] = [
  /["'“](?:verdict|decision|recommendation|vote)["'”]\s{0,9}:\s{0,9}["'“](?:reject|block|request[_ -]changes|changes[_ -]requested)/i,
  /["'“](?:approved?|safe|mergeable|can_merge|lgtm)["'”]\s{0,9}:\s{0,9}false\b/i,
  /["'“](?:blocking|blocked|block|rejected|reject|must_fix|changes_requested)["'”]\s{0,9}:\s{0,9}true\b/i,
  /["'“](?:critical|high|blocker|severe)(?:_?(?:count|findings|issues))?["'”]\s{0,9}:\s{0,9}[1-9]/i,
  /["'“](?:summary|overall|comment|notes?|reason|message)["'”]\s{0,9}:\s{0,9}["'“](?!no\b|none\b|nothing\b)[^"”]{0,200}\b(?<!\b(?:no|not|non|without) )(?:critical|blocking|severe|high[- ]severity)\b/i,
];

/** What looks like a finding and is none of the list. */
function besideThem(prose: readonly string[], findings: readonly GivenFinding[]): readonly string[] {
  const own = prose.filter((line) => !speaksOfJudged(line));
  const unread = new Set(unreadLines(own, findings));
  const refused = findings.length === 0 ? own.filter(refuses) : [];
  return [...new Set([...unread, ...refused])].map((line) => `what looks like one stands beside the list${excerpt(line)}`);
}

/** The words that could not be read, so that people can. */
function excerpt(value: unknown): string {
  const text = oneLine(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
  return text === '' ? '' : ` (${text.slice(0, excerptLength)}${text.length > excerptLength ? '…' : ''})`;
}

/** An empty list beside findings in prose is no reason to drop them. */
function fromMarkdown(answer: string, prose: readonly string[], listed: boolean): ReadFindings {
  const { findings, sure } = readMarkdown(answer);
  const rows = readTables(prose);
  const all = distinct([...findings, ...rows]);
  const beside = besideThem(prose, all);
  if (beside.length > 0 && (listed || sure)) return kept(all, beside);
  if (sure || (findings.length === 0 && (listed || (rows.length > 0 && beside.length === 0)))) return kept(all, []);
  const problem = `its findings could not be read: there is no JSON list of them in the answer${excerpt(answer)}`;
  return { ...kept(all, beside), problem };
}

/** The severest, in their order; what is left out is counted. */
function kept(findings: readonly GivenFinding[], wrong: readonly string[]): ReadFindings {
  const read = { problem: unreadOf(wrong), unread: wrong.length };
  if (findings.length <= mostFindings) return { ...read, findings, cut: 0 };
  const severest = findings.toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity)).slice(0, mostFindings);
  const stay = new Set(severest);
  return { ...read, findings: findings.filter((finding) => stay.has(finding)), cut: findings.length - mostFindings };
}

function unreadOf(wrong: readonly string[]): string | null {
  if (wrong.length === 0) return null;
  return `${wrong.length} of its findings could not be read: ${wrong.slice(0, 3).join('; ')}`;
}

/** Takes entries out of lists, of objects that hold lists, and of lists by file or by severity. */
function collect(value: unknown, inherited: Readonly<Record<string, unknown>>, harvest: Harvest, depth: number): void {
  // What is said of findings of rules is no finding.
  if (depth > mostNested || isJudgement(value)) return;
  if (Array.isArray(value)) collectList(value, inherited, harvest, depth);
  else if (typeof value === 'object' && value !== null) collectObject(value, inherited, harvest, depth);
}

function collectObject(value: object, inherited: Readonly<Record<string, unknown>>, harvest: Harvest, depth: number): void {
  const entry = { ...inherited, ...value };
  const lists = Object.entries(value).filter(([, inner]) => typeof inner === 'object' && inner !== null);
  const holdsFindings = lists.some(([, inner]) => Array.isArray(inner) && inner.some((one) => !isJudgement(one) && looksLikeFinding(one)));
  if (!holdsFindings && looksLikeFinding(entry)) {
    take(entry, harvest);
    return;
  }
  const scalars = Object.fromEntries(Object.entries(value).filter(([, inner]) => typeof inner !== 'object'));
  const passedOn = { ...inherited, ...pick(scalars, /^(?:file|path|file_?name|file_?path|severity)$/i) };
  for (const [key, inner] of lists) collect(inner, { ...passedOn, ...fromKey(key) }, harvest, depth + 1);
  for (const [key, inner] of lists) if (Array.isArray(inner) && isListName(key)) unreadable(inner, harvest);
}

function collectList(list: readonly unknown[], inherited: Readonly<Record<string, unknown>>, harvest: Harvest, depth: number): void {
  if (list.length === 0) harvest.listed = true;
  const others = list.filter((entry) => !isJudgement(entry));
  const meant = others.some((entry) => looksLikeFinding(entry) || looksLikeFinding(inheriting(inherited, entry)));
  for (const entry of others) {
    // What stands among findings is meant as one.
    if (meant && (typeof entry !== 'object' || entry === null)) take(entry, harvest);
    else if (meant && !Array.isArray(entry) && !hasList(entry)) take(inheriting(inherited, entry), harvest);
    else collect(entry, inherited, harvest, depth + 1);
  }
}

function hasList(entry: unknown): boolean {
  const inside = typeof entry === 'object' && entry !== null ? Object.values(entry) : [];
  return inside.some((inner: unknown) => Array.isArray(inner) && inner.some(looksLikeFinding));
}

function inheriting(inherited: Readonly<Record<string, unknown>>, entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? { ...inherited, ...entry } : entry;
}

function take(entry: unknown, harvest: Harvest): void {
  harvest.listed = true;
  harvest.entries += 1;
  const read = readEntry(entry);
  if ('finding' in read) harvest.findings.push(read.finding);
  else harvest.wrong.push(`entry ${harvest.entries}: ${read.wrong}${excerpt(entry)}`);
}

/** Sentences in a list that is called a list of findings say something that has no severity and no place. */
function unreadable(list: readonly unknown[], harvest: Harvest): void {
  const sentences = list.filter((entry) => typeof entry === 'string').length;
  if (sentences === list.length && sentences > 0)
    harvest.wrong.push(`${sentences} entries are sentences without a severity${excerpt(list)}`);
}

function isListName(key: string): boolean {
  return /^(?:findings|issues|problems|defects|vulnerabilities|errors|critical|high|blockers?|must[_-]?fix|blocking|concerns)$/i.test(key);
}

/** Lists may stand by severity or by file. */
function fromKey(key: string): Readonly<Record<string, unknown>> {
  if (isSeverityWord(key)) return { severity: key };
  return /^[\w@.-]*(?:\/[\w@. -]+)*\.\w{1,10}$/.test(key.slice(0, 1000)) && /[./]/.test(key) ? { file: key } : {};
}

function pick(entry: Readonly<Record<string, unknown>>, key: RegExp): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => key.test(name)));
}

/** What stands in two blocks word by word is one finding. */
function distinct(findings: readonly GivenFinding[]): readonly GivenFinding[] {
  const key = ({ severity, file, line, title, reason }: GivenFinding) => JSON.stringify([severity, file, line, title, reason]);
  return [...new Map(findings.toReversed().map((finding) => [key(finding), finding] as const)).values()].toReversed();
}
