/**
 * Brings the findings of several experts together. Two experts mean the same if they speak of the same file, of lines that overlap or
 * nearly do, and in words that they share; the nearer the lines, the fewer words are needed. The order of the experts does not matter.
 */
import { type Finding, type GivenFinding, type Severity, severities } from '../../../shared/contract/review.ts';
import type { Material } from './material.ts';

/** What one expert found. */
export interface RaisedFinding extends GivenFinding {
  readonly expert: string;
}

type Placed = Pick<Finding, 'file' | 'line' | 'endLine' | 'misplaced'> & {
  readonly raised: RaisedFinding;
  readonly words: ReadonlySet<string>;
};

/** Lines that may lie between two places that mean the same. */
const nearLines = 3;
/** The share of the shorter finding's words that both must have, by how their places lie. */
const sharedWords = { overlapping: 0.2, near: 0.35, sameFile: 0.5 } as const;

/** The findings, each once, worst first, then what most experts raised, then by place. */
export function mergeFindings(raised: readonly RaisedFinding[], { files, notShown }: Pick<Material, 'files' | 'notShown'>): Finding[] {
  const known = new Map<string, ReadonlySet<number>>([
    ...notShown.map(({ path }) => [path, new Set<number>()] as const),
    ...files.map(({ path, lines }) => [path, new Set(lines.flatMap(({ number }) => (number === null ? [] : [number])))] as const),
  ]);
  // A fixed order first, so that whatever is picked later does not depend on who answered first.
  const placed = raised.map((finding) => place(finding, known)).toSorted(byText);
  return groups(placed).map(mergeGroup).toSorted(byWeight);
}

/** Puts a finding at a place that exists: a line that was not shown is dropped, a file that was not reviewed too, and both are told. */
function place(raised: RaisedFinding, known: ReadonlyMap<string, ReadonlySet<number>>): Placed {
  const file = [raised.file, raised.file.replace(/^(?:\.\/|[ab]\/)/, '')].find((path) => known.has(path)) ?? null;
  const lines = linesOf(raised, (file !== null && known.get(file)) || new Set());
  const found = file !== null && (raised.line === undefined || lines.line !== null);
  const written = raised.line === undefined ? raised.file : `${raised.file}:${raised.line}`;
  return { raised, words: wordsOf(`${raised.title} ${raised.reason}`), file, ...lines, misplaced: found ? null : written };
}

function linesOf({ line, endLine }: RaisedFinding, shown: ReadonlySet<number>): Pick<Finding, 'line' | 'endLine'> {
  if (line === undefined || !shown.has(line)) return { line: null, endLine: null };
  return { line, endLine: endLine !== undefined && endLine > line && shown.has(endLine) ? endLine : line };
}

/** Findings that mean the same, directly or through others that lie between them. */
function groups(placed: readonly Placed[]): readonly (readonly Placed[])[] {
  const found: Placed[][] = [];
  for (const finding of placed) {
    const [first, ...others] = found.filter((group) => group.some((member) => meanTheSame(member, finding)));
    if (first === undefined) found.push([finding]);
    else first.push(finding, ...others.flatMap((group) => found.splice(found.indexOf(group), 1).flat()));
  }
  return found;
}

function meanTheSame(a: Placed, b: Placed): boolean {
  // What one expert lists apart is apart, unless it is the same twice.
  if (a.raised.expert === b.raised.expert && a.raised.title !== b.raised.title) return false;
  if (a.file !== b.file || a.misplaced !== b.misplaced) return false;
  const places = nearness(a, b);
  if (places === 'apart') return false;
  const shared = [...a.words].filter((word) => b.words.has(word)).length;
  return shared > 0 && shared >= sharedWords[places] * Math.min(a.words.size, b.words.size);
}

function nearness(a: Placed, b: Placed): keyof typeof sharedWords | 'apart' {
  if (a.line === null && b.line === null) return 'sameFile';
  if (a.line === null || b.line === null) return 'apart';
  const between = Math.max(a.line, b.line) - Math.min(a.endLine ?? a.line, b.endLine ?? b.line);
  if (between <= 0) return 'overlapping';
  return between <= nearLines ? 'near' : 'apart';
}

/** The words of the worst of them, and among equals of the one that says most. */
function mergeGroup(group: readonly Placed[]): Finding {
  const [best = group[0]] = group.toSorted(
    (a, b) => rank(a.raised.severity) - rank(b.raised.severity) || b.raised.reason.length - a.raised.reason.length || byText(a, b),
  );
  if (best === undefined) throw new RangeError('a group of findings holds at least one');
  const { severity, title, reason } = best.raised;
  const suggestion = best.raised.suggestion ?? group.toSorted(byText).find(({ raised }) => raised.suggestion)?.raised.suggestion ?? null;
  const experts = [...new Set(group.map(({ raised }) => raised.expert))].toSorted();
  return {
    severity,
    title,
    reason,
    suggestion,
    file: best.file,
    line: best.line,
    endLine: best.endLine,
    misplaced: best.misplaced,
    experts,
  };
}

function byWeight(a: Finding, b: Finding): number {
  return rank(a.severity) - rank(b.severity) || b.experts.length - a.experts.length || compareKeys(placeKey(a), placeKey(b));
}

function placeKey({ file, line, title, reason, experts }: Finding): readonly (string | number)[] {
  return [file ?? '\uffff', line ?? 0, title, reason, experts.join(' ')];
}

function byText({ raised: a }: Placed, { raised: b }: Placed): number {
  return compareKeys(textKey(a), textKey(b));
}

function textKey({ file, line, endLine, severity, title, reason, suggestion, expert }: RaisedFinding): readonly (string | number)[] {
  return [file, line ?? 0, endLine ?? 0, rank(severity), expert, title, reason, suggestion ?? ''];
}

function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** Words that every finding may hold and that say nothing of what it is about. */
const emptyWords = new Set(
  'the and for with that this are not can will may from into when which has have its any all but use used should would'.split(' '),
);

function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]{3,}/gu) ?? [];
  return new Set(words.filter((word) => !emptyWords.has(word)));
}
