/** Sets aside what somebody has accepted of the findings of programs, and tells of what is accepted in vain. */

import type { BaselineEntry } from '../contract/baseline.ts';
import type { AcceptedFinding } from '../contract/review.ts';
import type { RaisedFinding } from './alike-findings.ts';
import { type Allowance, readAllowances, whyVoid } from './allowances.ts';
import { type AcceptableFinding, baselineFile, Entries, isCurrent, type NumberedFinding, numbered } from './baseline.ts';
import type { WholeTexts } from './whole-files.ts';

/** A finding, and what became of it: it counts, somebody has accepted it, or it stood there before the change. */
export interface KnownFinding extends NumberedFinding {
  readonly state: 'open' | 'accepted' | 'stood';
}

/** What is left of the findings, and what is not. */
export interface Accepting {
  readonly raised: readonly RaisedFinding[];
  readonly accepted: readonly AcceptedFinding[];
  /** Comments and entries that do not hold, or hold nothing. */
  readonly warnings: readonly string[];
  /** Findings that a baseline would accept. */
  readonly open: readonly AcceptableFinding[];
  /** All findings of programs, and those that stood there before. */
  readonly known: readonly KnownFinding[];
}

/** What findings are accepted by. */
interface Grounds {
  readonly texts: WholeTexts;
  readonly baseline: readonly BaselineEntry[];
  /** A day as in 2027-01-31. */
  readonly today: string;
  /** Findings that stood before the change, which are raised by nobody: what accepts one of them has its use, and accepts no new one. */
  readonly stood?: readonly RaisedFinding[];
  /** Whether there is no file of that name any more: what was accepted there may have moved with it. @default none is gone */
  readonly gone?: (path: string) => boolean;
}

/** Applies comments first, then the baseline. */
export function acceptFindings(
  raised: readonly RaisedFinding[],
  { texts, baseline, today, stood = [], gone = () => false }: Grounds,
): Accepting {
  const allowances = texts.files.flatMap(({ path, text }) => (text.includes('circle:allow') ? readAllowances(path, text) : []));
  const sound = allowances.filter((allowance) => whyVoid(allowance, today) === undefined);
  const current = new Map(baseline.filter((entry) => isCurrent(entry, today)).map((entry) => [entry.fingerprint, entry]));
  const listed = new Entries(current.values(), gone);
  const all = numbered(raised, texts, stood).map((one) => {
    const allowance = sound.find((each) => allows(each, one.finding));
    return { ...one, allowance, entry: allowance === undefined ? listed.take(one) : undefined };
  });
  const used = new Set(all.flatMap(({ allowance, entry }) => allowance ?? entry ?? []));
  const old = new Set(stood);
  const set = new Set(all.filter(({ allowance, entry }) => allowance ?? entry).map(({ finding }) => finding));
  return {
    raised: raised.filter((finding) => !set.has(finding)),
    accepted: all
      .filter(({ finding }) => !old.has(finding))
      .flatMap(({ finding, allowance, entry }) => [
        ...(allowance === undefined ? [] : [acceptedBy('comment', finding, allowance)]),
        ...(entry === undefined ? [] : [acceptedBy('baseline', finding, entry)]),
      ]),
    warnings: [...voidOnes(allowances, today), ...endedOnes(baseline, today), ...unusedOnes(sound, current, used, texts)],
    open: all.filter(({ allowance }) => allowance === undefined),
    known: all.map((one) => ({ ...one, state: old.has(one.finding) ? 'stood' : set.has(one.finding) ? 'accepted' : 'open' })),
  };
}

const vague = 'the baseline was not applied: more findings stood there before the change than an answer of rules lists';

/** The same for findings of rules of which it may not be known which of them stood there before: then no entry may accept what is new. */
export function acceptSaid(
  raised: readonly RaisedFinding[],
  { stood, baseline, ...grounds }: Omit<Grounds, 'stood'> & { readonly stood: readonly RaisedFinding[] | undefined },
): Accepting {
  const isVague = stood === undefined && baseline.length > 0;
  const accepting = acceptFindings(raised, { ...grounds, baseline: isVague ? [] : baseline, stood: stood ?? [] });
  return isVague ? { ...accepting, warnings: [vague, ...accepting.warnings] } : accepting;
}

function acceptedBy(
  by: AcceptedFinding['by'],
  { severity, title, file = '', line, rule = '' }: RaisedFinding,
  { reason, until }: Pick<BaselineEntry, 'reason' | 'until'>,
): AcceptedFinding {
  return { severity, title, file, line: line ?? null, rule, by, reason: reason ?? null, until: until ?? null };
}

function allows({ file, holds, rules }: Allowance, finding: RaisedFinding): boolean {
  const { rule = '', line, endLine = line } = finding;
  const isNamed = rules.includes(rule) || rules.includes(rule.slice(rule.indexOf('/') + 1));
  if (!isNamed || finding.file !== file || line === undefined || endLine === undefined) return false;
  return holds.some((one) => line <= one && one <= Math.max(line, endLine));
}

function voidOnes(allowances: readonly Allowance[], today: string): readonly string[] {
  return allowances.flatMap((allowance) => {
    const why = whyVoid(allowance, today);
    return why === undefined ? [] : [`circle:allow at ${allowance.file}:${allowance.line} does not hold: it ${why}`];
  });
}

/** What is found again for that reason is told with it. */
function endedOnes(baseline: readonly BaselineEntry[], today: string): readonly string[] {
  return baseline
    .filter((entry) => !isCurrent(entry, today))
    .map(({ file, rule, until = '' }) => `${baselineFile} accepted ${rule} in ${file} until ${until}, and does no more`);
}

/** An entry of a file that was not read may have its use elsewhere. */
function unusedOnes(
  sound: readonly Allowance[],
  current: ReadonlyMap<string, BaselineEntry>,
  used: ReadonlySet<Allowance | BaselineEntry>,
  texts: WholeTexts,
): readonly string[] {
  const read = new Set(texts.files.map(({ path }) => path));
  const entries = [...current.values()].filter((entry) => read.has(entry.file) && !used.has(entry));
  return [
    ...sound
      .filter((one) => !used.has(one))
      .map(({ file, line, rules }) => `circle:allow at ${file}:${line} allows nothing: no finding of ${rules.join(', ')} is there`),
    ...entries.map(({ file, rule }) => `${baselineFile} lists ${rule} in ${file}, which is not found any more: take it out`),
  ];
}
