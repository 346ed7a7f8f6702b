/** What a change adds to the findings of rules: those that its files did not have before. */
import { aboutOf } from '../contract/rule-identity.ts';
import type { ReviewFile, RuleFinding, RuleGap, Ruling } from '../contract/rules.ts';
import { isOfWhole, isSameThing, type Things, type ThingsIn, thingsIn } from './things.ts';
import { isLeftAlone } from './whole-files.ts';

/** Lines around a finding by which equal ones are told apart, the surest first. */
const reaches = [16, 4, 1] as const;
/** Where more findings are left on both sides, they are too many to be compared one by one. */
const mostCompared = 500;

/** A finding with what surrounds it. */
interface Sited {
  readonly finding: RuleFinding;
  readonly about: string;
  /** Of the lines around it, those up to so many above and below. */
  readonly around: (above: number, below: number) => string;
}

/**
 * The findings of `after` without those that stood in the former files: each former finding accounts for one that is about the same, and
 * of several equal ones for that which is surrounded by the same lines. Where a file was formatted anew, one that is left of the former
 * ones accounts for one that says the same of the same thing. What a change or a plan does was never there before; a statement of SQL was.
 */
export function newFindings(
  after: readonly RuleFinding[],
  before: readonly RuleFinding[],
  files: readonly ReviewFile[],
): readonly RuleFinding[] {
  const former = Map.groupBy(sitedIn(before, new Map(files.map(({ path, before: text = '' }) => [path, text]))), ({ about }) => about);
  const present = Map.groupBy(sitedIn(after, new Map(files.map(({ path, text }) => [path, text]))), ({ about }) => about);
  const old = new Set([...present].flatMap(([about, list]) => standing(list, former.get(about) ?? [])));
  const gone = [...former].flatMap(([about, list]) => list.slice(Math.min(list.length, present.get(about)?.length ?? 0)));
  const open = after.filter((finding) => !isDeed(finding) && !old.has(finding));
  const again = new Set(
    formattedAnew(
      open,
      gone.map(({ finding }) => finding),
      files,
    ),
  );
  return after.filter((finding) => isDeed(finding) || !(old.has(finding) || again.has(finding)));
}

/** What of a ruling is new beside the one of the former texts, and which of its findings stood there before; all of it is new where there was none. */
export function newRuling(
  ruling: Ruling,
  former: Pick<Ruling, 'findings' | 'notReviewed'> | undefined,
  files: readonly ReviewFile[],
): { readonly ruling: Ruling; readonly before: readonly RuleFinding[] } {
  if (former === undefined) return { ruling, before: [] };
  const findings = newFindings(ruling.findings, former.findings, files);
  const kept = new Set(findings);
  const notReviewed = newGaps(ruling.notReviewed, former.notReviewed, files);
  return {
    ruling: { ...ruling, findings: [...findings], notReviewed: [...notReviewed] },
    before: ruling.findings.filter((finding) => !kept.has(finding)),
  };
}

/** The gaps of `after` without those that stood in files which the change leaves alone. In one that it touches, it may lie in the gap. */
export function newGaps(after: readonly RuleGap[], before: readonly RuleGap[], files: readonly ReviewFile[]): readonly RuleGap[] {
  const alone = new Set(files.filter(isLeftAlone).map(({ path }) => path));
  const words = ({ path, line, why }: RuleGap) => JSON.stringify([path, line, why]);
  const stood = new Set(before.map(words));
  return after.filter((gap) => !(alone.has(gap.path) && stood.has(words(gap))));
}

/** Of findings that are left, those that say the same of the same thing as one of the former: each accounts for one. */
function formattedAnew(open: readonly RuleFinding[], gone: readonly RuleFinding[], files: readonly ReviewFile[]): readonly RuleFinding[] {
  if (open.length > mostCompared || gone.length > mostCompared) return [];
  const said = ({ source, file, rule, resource, title }: RuleFinding) => JSON.stringify([source, file, rule, resource, title]);
  const left = Map.groupBy(gone, said);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const read = new Map<string, ThingsIn>();
  const things = (finding: RuleFinding, side: 'text' | 'before'): Things => {
    const key = JSON.stringify([finding.file, side]);
    const known = read.get(key) ?? thingsIn(finding.file, byPath.get(finding.file)?.[side] ?? '');
    read.set(key, known);
    return known(finding);
  };
  return open.filter((finding) => {
    const candidates = left.get(said(finding)) ?? [];
    const present = candidates.length > 0 ? things(finding, 'text') : new Map();
    const at = candidates.findIndex((one) => isOfWhole(one) === isOfWhole(finding) && isSameThing(finding, present, things(one, 'before')));
    if (at >= 0) candidates.splice(at, 1);
    return at >= 0;
  });
}

/** Whether a finding is about what is done to what runs, and not about what stands in the file. */
function isDeed({ source, rule }: RuleFinding): boolean {
  return source === 'change' && !rule.startsWith('SQL_');
}

function sitedIn(findings: readonly RuleFinding[], texts: ReadonlyMap<string, string>): readonly Sited[] {
  const lines = new Map([...texts].map(([path, text]) => [path, text.split('\n')]));
  return findings.map((finding) => {
    const own = lines.get(finding.file) ?? [];
    const at = finding.line - 1;
    const trimmed = (from: number, to: number) => own.slice(Math.max(0, from), to).map((text) => text.trim());
    return {
      finding,
      about: JSON.stringify([finding.source, finding.file, aboutOf(finding, own)]),
      around: (above, below) => JSON.stringify([trimmed(at - above, at), trimmed(at + 1, at + 1 + below)]),
    };
  });
}

/** Of findings about the same, those that stood there before: as many as there were, and those in the same surroundings first. */
function standing(present: readonly Sited[], former: readonly Sited[]): readonly RuleFinding[] {
  if (present.length <= former.length) return present.map(({ finding }) => finding);
  const found: RuleFinding[] = [];
  let [left, open] = [former, present];
  for (const [above, below] of sides) {
    const known = Map.groupBy(left, (one) => one.around(above, below));
    open = open.filter((one) => {
      const match = known.get(one.around(above, below))?.pop();
      if (match !== undefined) found.push(one.finding);
      return match === undefined;
    });
    left = [...known.values()].flat();
    if (left.length === 0) break;
  }
  return found;
}

/** Both sides, then one of them alone: lines that are added beside a finding leave the other side as it was. In the end nothing is asked for. */
const sides: readonly (readonly [above: number, below: number])[] = [
  ...reaches.flatMap((reach) => [[reach, reach] as const, [reach, 0] as const, [0, reach] as const]),
  [0, 0],
];
