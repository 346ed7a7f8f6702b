/**
 * Words of a journal that say why, and by which nothing is decided: one that only a later version knows is read as the plainest that this
 * version has. Words by which something is decided, such as the status of an opinion, have no such reading: a guess would be kept as a verdict.
 */
import type * as z from 'zod';
import { debateReason, judgeReason } from './deliberation.ts';
import { stageReason } from './strategy.ts';
import { synthesisReason } from './synthesis.ts';
import { endedBy } from './verdict.ts';

/** How the reason of each entry is read, and as what where it is a later version's. */
const plainest = {
  stage: [stageReason, 'open'],
  round: [debateReason, 'unjudged'],
  ranking: [debateReason, 'unjudged'],
  judge: [judgeReason, 'unjudged'],
  synthesis: [synthesisReason, 'unjudged'],
  closed: [endedBy, 'deadline'],
} as const satisfies Readonly<Record<string, readonly [z.ZodType<string>, string]>>;

/** The types of entries that hold such a word. */
export const reasonedEntries = Object.keys(plainest) as readonly (keyof typeof plainest)[];

/** The word of an entry of this type; what is no word at all stays as it is, for the schema to refuse. */
export function knownWord(type: keyof typeof plainest, word: unknown): unknown {
  const [words, plain] = plainest[type];
  return typeof word === 'string' && /^[a-z][a-z-]*$/.test(word) && !words.safeParse(word).success ? plain : word;
}
