/** Parts of a file that rules have not read, and whether a finding of theirs may stand there. */
import { type RuleGap, ruleSources } from '../contract/rules.ts';
import { isBroken } from '../contract/undone-rules.ts';

/** What the program says of each part that was not read. */
export type UnreadParts = readonly Pick<RuleGap, 'why' | 'broken'>[];

/**
 * Whether a finding of a source may stand in what a review has not read, though the review that found it read so much of the file. What
 * another source could not read hides nothing, nor does a part that was not read either when the finding was seen; a rule that came to no
 * end may be the one that finds it.
 */
export function mayHide(source: string, now: UnreadParts, then: UnreadParts): boolean {
  const own = now.filter(({ why }) => (sourceOf(why) ?? source) === source);
  const unread = Map.groupBy(own, ({ why }) => why);
  return [...unread].some(([why, parts]) => parts.some(isBroken) || parts.length > then.filter((former) => former.why === why).length);
}

/** The source that could not read a part; undefined where none could. */
function sourceOf(why: string): string | undefined {
  if (why.startsWith('the former text: ')) return 'change';
  const [, named = ''] = /^([a-z-]+)(?: rule .{0,500})?: /s.exec(why) ?? [];
  return ruleSources.find((source) => source === named);
}
