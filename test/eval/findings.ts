/** How well findings of several experts are brought together: by entry, over generated panels. */

import type { Finding } from '../../shared/contract/review.ts';
import { mergeFindings } from '../../shared/review/merge-findings.ts';
import { type FindingPanel, findingPanel, type Spread, type ToldFault } from './finding-panels.ts';

/** Figures of one size of panel. */
export interface MergeFigures extends Counts {
  readonly experts: number;
  readonly planted: number;
  readonly spread: Spread;
  /** Merged entries that are one planted fault, and the only one for it. */
  readonly precision: number;
  /** Planted faults that somebody told and that an entry of their own stands for. */
  readonly recall: number;
}

/** What precision and recall of all entries together must reach. */
export const leastMerged = 0.98;

const circles = [2, 3, 5, 9] as const;
const sizes = [1, 2, 4, 10, 30, 100, 200] as const;

/** The figures of every size, each over `panels` panels. */
export function measureMerging(planted: readonly number[] = sizes, panels = 4): readonly MergeFigures[] {
  const cases = (['adjacent', 'far'] as const).flatMap((spread) =>
    circles.flatMap((experts) => planted.map((count) => ({ experts, planted: count, spread }))),
  );
  return cases.map((one) => {
    const counts = countAll(one, panels);
    return { ...one, ...counts, ...ratios([counts]) };
  });
}

/** The figures of all entries together. */
export function overall(figures: readonly MergeFigures[]): Pick<MergeFigures, 'precision' | 'recall'> {
  return ratios(figures);
}

interface Counts {
  readonly right: number;
  readonly merged: number;
  readonly told: number;
}

function ratios(counts: readonly Counts[]) {
  const sum = (field: keyof Counts) => counts.reduce((total, one) => total + one[field], 0);
  return { precision: sum('right') / sum('merged'), recall: sum('right') / sum('told') };
}

function countAll({ experts, planted, spread }: Pick<MergeFigures, 'experts' | 'planted' | 'spread'>, panels: number): Counts {
  const names = Array.from({ length: panels }, (_, index) => `${spread}-${experts}-${planted}-${index}`);
  const each = names.map((name) => countPanel(findingPanel(name, experts, planted, spread), spread));
  const sum = (field: keyof Counts) => each.reduce((total, one) => total + one[field], 0);
  return { right: sum('right'), merged: sum('merged'), told: sum('told') };
}

function countPanel(panel: FindingPanel, spread: Spread): Counts {
  const merged = mergeFindings(panel.told, materialOf(panel));
  const faults = merged.map((finding) => faultOf(finding, panel.told, spread === 'far' ? 2 : 0));
  const right = new Set(faults.filter((fault) => fault !== undefined)).size;
  return { right, merged: merged.length, told: new Set(panel.told.map(({ fault }) => fault)).size };
}

/** The one fault that all of an entry's wordings are about. */
function faultOf({ wordings = [], file, line }: Finding, told: readonly ToldFault[], mostShift: number): number | undefined {
  // The same words may be said of several faults: what all wordings have in common is what the entry is about.
  const about = wordings.map(({ expert, title, reason }) => {
    const same = told.filter((one) => one.expert === expert && one.title === title && one.reason === reason);
    return new Set(
      same.filter((one) => Math.abs(one.line - (line ?? one.line)) <= mostShift && one.file === file).map(({ fault }) => fault),
    );
  });
  const [first = new Set<number>(), ...others] = about;
  return [...first].find((fault) => others.every((one) => one.has(fault)));
}

function materialOf({ files, lines }: FindingPanel) {
  const shown = Array.from({ length: lines }, (_, index) => ({ number: index + 1, mark: ' ' as const, text: '' }));
  return { files: files.map((path) => ({ path, notes: [], lines: shown })), notShown: [] };
}
