/** Whether rules have read what they approve of. */
import type { RuleReport } from './rules.ts';

/** A path with why no rule has read it whole. */
export interface Unread {
  readonly path: string;
  readonly why: string;
}

/** Files that no rule has read whole. One that is empty, or deleted, needs no reader, and looking for credentials is no reading. */
export function unreadByRules(
  files: readonly { readonly path: string; readonly bytes: number }[],
  reports: readonly Pick<RuleReport, 'files' | 'notReviewed'>[],
): readonly Unread[] {
  const gaps = reports.flatMap(({ notReviewed }) => notReviewed.map(({ path, why }) => ({ path, why })));
  const known = new Set([
    ...gaps.map(({ path }) => path),
    ...reports.flatMap(({ files: read }) => read.filter(({ sources }) => sources.some((one) => one !== 'secrets')).map(({ path }) => path)),
  ]);
  const unknown = files.filter(({ path, bytes }) => bytes > 0 && !known.has(path));
  const all = [...gaps, ...unknown.map(({ path }) => ({ path, why: 'of no kind that rules read' }))];
  return [...new Map(all.map((one) => [`${one.path}\n${one.why}`, one])).values()];
}
