/** What a change adds to the findings of rules: those that its files did not have before. */
import type { ReviewFile, RuleFinding } from '../contract/rules.ts';

/**
 * The findings of `after` without those that stood in the former files: by rule, file and resource, else by the words of the line, each
 * as often as it stood there. What a change does was never there before.
 */
export function newFindings(
  after: readonly RuleFinding[],
  before: readonly RuleFinding[],
  files: readonly ReviewFile[],
): readonly RuleFinding[] {
  const former = new Map(files.map(({ path, before: text = '' }) => [path, text.split('\n')]));
  const present = new Map(files.map(({ path, text }) => [path, text.split('\n')]));
  const known = new Map<string, number>();
  for (const finding of before) {
    const key = keyOf(finding, former);
    known.set(key, (known.get(key) ?? 0) + 1);
  }
  return after.filter((finding) => {
    if (finding.source === 'change') return true;
    const key = keyOf(finding, present);
    const left = known.get(key) ?? 0;
    if (left > 0) known.set(key, left - 1);
    return left === 0;
  });
}

/** What stays the same of a finding while lines move. */
function keyOf({ source, rule, file, line, resource }: RuleFinding, texts: ReadonlyMap<string, readonly string[]>): string {
  const place = resource ?? `\n${texts.get(file)?.[line - 1]?.trim() ?? ''}`;
  return JSON.stringify([source, rule, file, place]);
}
