/** Texts that an item leaves to the store of large texts: which key they have, and how they go with their item. */
import { type LargeTextsKind, largeTextsPrefixFor, textsAttribute } from '../../contract/table.ts';
import { circleOf, ownDaysOf } from './dynamo-kept.ts';
import type { DynamoTable, Item } from './dynamo-table.ts';
import type { LargeTexts } from './large-texts.ts';

/** Bytes of texts that an item holds: to write an object costs as much as eight kilobytes of an item, and every reader reads them. */
export const inlineMaxBytes = 8 * 1024;

/** The key of the texts of an item, where they are not in it. */
export function textsKeyOf(item: Item | undefined): string | undefined {
  const key = item?.[textsAttribute];
  return typeof key === 'string' ? key : undefined;
}

/** Removes the large texts that an item leads to; repeated, it does nothing. */
export async function removeTexts(large: LargeTexts, item: Item | undefined): Promise<void> {
  const key = textsKeyOf(item);
  if (key !== undefined) await large.remove(key);
}

/**
 * Stores what has been said in a consultation, and returns its key. `name` must be one that no other text may have: two workers with one message may
 * have two answers, and the one that comes second must not take the place of the first.
 */
export async function storeSaid(table: DynamoTable, large: LargeTexts, id: string, name: string, text: string): Promise<string> {
  const key = `${await prefixOf(table, 'answers', id)}${id}/${name}.json`;
  await large.put(key, text);
  return key;
}

/** Those that are kept for a time of their own lie apart, where the bucket's rule for that time finds them. */
async function prefixOf(table: DynamoTable, kind: LargeTextsKind, id: string): Promise<string> {
  return largeTextsPrefixFor(kind, ownDaysOf(table, await circleOf(table, id)));
}
