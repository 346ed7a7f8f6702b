/**
 * Brings the findings of several experts together: what several of them mean is one finding with the highest of their severities and
 * with the words of each. The order of the experts does not matter.
 */
import type { Finding } from '../contract/review.ts';
import { ruleConfidence } from '../contract/rules.ts';
import { nearLines, type PlacedFinding, type RaisedFinding, wordsOf } from './alike-findings.ts';
import { assign } from './assign-findings.ts';
import { isDisputed } from './judgements.ts';
import type { Material } from './material.ts';
import { KnownPlaces } from './place-finding.ts';
import { rankOf } from './read-severity.ts';

/** The findings, worst first, then what most experts raised, then by place. */
export function mergeFindings(raised: readonly RaisedFinding[], material: Pick<Material, 'files' | 'notShown' | 'texts'>): Finding[] {
  const known = new KnownPlaces(material);
  const placed = raised.map((finding) => ({
    raised: finding,
    words: wordsOf(`${finding.title} ${finding.reason}`),
    ...known.place(finding),
  }));
  // A fixed order first, so that whatever is picked later does not depend on who answered first.
  return assign(withNeighbours(placed).toSorted(byText)).map(mergeGroup).toSorted(byWeight);
}

type Unneighboured = Omit<PlacedFinding, 'crowded'>;

/** Marks the findings around which some expert lists several separately. */
function withNeighbours(placed: readonly Unneighboured[]): readonly PlacedFinding[] {
  const crowds = new Map<string | null, Set<number>>();
  for (const list of Map.groupBy(placed, ({ raised, file }) => `${raised.expert}\n${file}`).values()) {
    for (const [one, next] of neighbours(list)) {
      const lines = crowds.get(one.file) ?? new Set();
      for (let line = (one.line ?? 0) - nearLines; line <= (next.line ?? 0) + nearLines; line += 1) lines.add(line);
      crowds.set(one.file, lines);
    }
  }
  return placed.map((finding) => ({ ...finding, crowded: crowds.get(finding.file)?.has(finding.line ?? -1) ?? false }));
}

/** Entries of one list that stand next to one another, no farther apart than one could be taken for the other. */
function neighbours(list: readonly Unneighboured[]): readonly (readonly [Unneighboured, Unneighboured])[] {
  const placed = list.filter(({ line }) => line !== null).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return placed.flatMap((one, index) => {
    const next = placed[index + 1];
    return next !== undefined && (next.line ?? 0) - (one.line ?? 0) <= 2 * nearLines ? [[one, next] as const] : [];
  });
}

/** The words of the worst of them, and among equals of the one that says most. */
function mergeGroup(group: readonly PlacedFinding[]): Finding {
  const inOrder = group.toSorted(byText);
  const [best] = group.toSorted(
    (a, b) =>
      rankOf(a.raised.severity) - rankOf(b.raised.severity) ||
      sureness(a.raised) - sureness(b.raised) ||
      Number(a.line === null) - Number(b.line === null) ||
      spanOf(a) - spanOf(b) ||
      b.raised.reason.length - a.raised.reason.length ||
      byText(a, b),
  );
  if (best === undefined) throw new RangeError('a group of findings holds at least one');
  const { severity, title, reason } = best.raised;
  const suggestion = best.raised.suggestion ?? inOrder.find(({ raised }) => raised.suggestion)?.raised.suggestion ?? null;
  // The worst may have no line where another one has.
  const { file, line, endLine, misplaced } = best.line === null ? (inOrder.find((one) => one.line !== null) ?? best) : best;
  const wordings = inOrder
    .map(({ raised }) => ({ expert: raised.expert, severity: raised.severity, title: raised.title, reason: raised.reason }))
    .toSorted((a, b) => compareKeys([a.expert], [b.expert]));
  const experts = wordings.map(({ expert }) => expert);
  return {
    severity,
    title,
    reason,
    suggestion,
    file,
    line,
    endLine,
    misplaced,
    experts,
    ...rulesOf(inOrder),
    ...judgedOf(inOrder),
    wordings,
  };
}

/** What no program says is as sure as anything. */
function sureness({ confidence = 'high' }: RaisedFinding): number {
  return ruleConfidence.options.indexOf(confidence);
}

/** Lines that a program means, the narrower the better; others mean the line that they name. */
function spanOf({ raised, line, endLine }: PlacedFinding): number {
  return raised.rule === undefined || line === null || endLine === null ? 0 : endLine - line;
}

/** The rules among what holds a finding, and how sure the surest is. */
function rulesOf(group: readonly PlacedFinding[]): Pick<Finding, 'rules' | 'confidence'> {
  const rules = [...new Set(group.flatMap(({ raised }) => raised.rule ?? []))].toSorted();
  const confidence = ruleConfidence.options.find((one) => group.some(({ raised }) => raised.confidence === one));
  return { ...(rules.length > 0 && { rules }), ...(confidence !== undefined && { confidence }) };
}

/** What is said of each, once. */
function judgedOf(group: readonly PlacedFinding[]): Pick<Finding, 'judged'> {
  const all = group.flatMap(({ raised }) => raised.judged ?? []);
  const judged = [...new Map(all.map((one) => [JSON.stringify([one.expert, one.judgement, one.reason]), one])).values()];
  return judged.length > 0 ? { judged: judged.toSorted((a, b) => compareKeys([a.expert], [b.expert])) } : {};
}

function byWeight(a: Finding, b: Finding): number {
  return (
    rankOf(a.severity) - rankOf(b.severity) ||
    Number(isDisputed(a)) - Number(isDisputed(b)) ||
    b.experts.length - a.experts.length ||
    compareKeys(placeKey(a), placeKey(b))
  );
}

function placeKey({ file, line, title, reason, experts }: Finding): readonly (string | number)[] {
  return [file ?? '\uffff', line ?? 0, title, reason, experts.join(' ')];
}

function byText({ raised: a }: PlacedFinding, { raised: b }: PlacedFinding): number {
  return compareKeys(textKey(a), textKey(b));
}

function textKey({ file, line, endLine, severity, title, reason, suggestion, expert }: RaisedFinding): readonly (string | number)[] {
  return [file ?? '\uffff', line ?? 0, endLine ?? 0, rankOf(severity), expert, title, reason, suggestion ?? ''];
}

function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, one] of a.entries()) {
    const other = b[index] ?? '';
    if (one < other) return -1;
    if (one > other) return 1;
  }
  return 0;
}
