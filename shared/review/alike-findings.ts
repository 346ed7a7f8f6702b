/**
 * How far two findings are about the same thing: by their lines and by their words. A word that one expert uses in several entries of
 * its list distinguishes them badly, and counts that much less.
 */
import type { GivenFinding, Judgement } from '../contract/review.ts';
import { sortsOf } from './fault-words.ts';
import { areOfOtherMatters } from './finding-matters.ts';
import type { Place } from './place-finding.ts';

/** What one expert found. */
export interface RaisedFinding extends GivenFinding {
  readonly expert: string;
  /** What others say of it. */
  readonly judged?: readonly Judgement[];
}

/** A finding where it belongs, with what it is compared by. */
export interface PlacedFinding extends Place {
  readonly raised: RaisedFinding;
  readonly words: ReadonlySet<string>;
  /** Whether some expert lists several findings separately so near that one could be taken for the other. */
  readonly crowded: boolean;
}

/** Lines that may lie between two places that mean the same. */
export const nearLines = 3;

/** The weighed share of the shorter finding's words that both must have, by how their places lie. */
const leastShared = { same: 0.04, overlapping: 0.12, near: 0.35, unplaced: 0.4 } as const;
type Nearness = keyof typeof leastShared;
/** The same where nobody lists several separately. */
const leastAlone = 0.08;

/** The share of words from which two programs mean the same, where one of them names no topic: each has a wording of its own. */
const leastOfPrograms = 0.5;

/** What the lines add to the words when pairs are put in order. */
const nearnessCounts: Readonly<Record<Nearness, number>> = { same: 1, overlapping: 0.4, near: 0.2, unplaced: 0 };

/** Compares the findings of one review. */
export class Likeness {
  readonly #weights: ReadonlyMap<string, number>;
  /** What the words of each finding weigh together, since each is compared many times. */
  readonly #sums: ReadonlyMap<ReadonlySet<string>, number>;

  constructor(findings: readonly PlacedFinding[]) {
    this.#weights = weightsOf(findings);
    this.#sums = new Map(findings.map(({ words }) => [words, this.#sum(words, words)]));
  }

  /** 0 where two findings are about different things, else the higher the surer. */
  of(a: PlacedFinding, b: PlacedFinding): number {
    const near = nearness(a, b);
    if (near === undefined) return 0;
    const shared = sameText(a.raised, b.raised) ? 1 : this.#shared(a.words, b.words);
    if (a.raised.rule !== undefined && b.raised.rule !== undefined) return ofPrograms(a.raised, b.raised, near, shared);
    const least = near === 'unplaced' || a.crowded || b.crowded ? leastShared[near] : Math.min(leastShared[near], leastAlone);
    return shared < least ? 0 : shared + nearnessCounts[near];
  }

  #shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
    const [small, large] = a.size <= b.size ? [a, b] : [b, a];
    const least = Math.min(this.#sums.get(small) ?? 0, this.#sums.get(large) ?? 0);
    return least === 0 ? 0 : this.#sum(small, large) / least;
  }

  /** What those words weigh that are among others too. */
  #sum(words: ReadonlySet<string>, among: ReadonlySet<string>): number {
    let sum = 0;
    for (const word of words) if (among.has(word)) sum += this.#weights.get(word) ?? 1;
    return sum;
  }
}

/** Said in the same characters, which may hold no word that is compared. */
function sameText(a: RaisedFinding, b: RaisedFinding): boolean {
  return a.title === b.title && a.reason === b.reason;
}

/** Programs name their lines exactly, and some their topic: what is only near is something else, and so is another topic. */
function ofPrograms(a: RaisedFinding, b: RaisedFinding, near: Nearness, shared: number): number {
  if ((near !== 'same' && near !== 'overlapping') || areOfOtherMatters(a, b)) return 0;
  const known = a.topic !== undefined && b.topic !== undefined;
  const alike = known ? Number(a.topic === b.topic) : shared < leastOfPrograms ? 0 : shared;
  return alike === 0 ? 0 : alike + nearnessCounts[near];
}

/** How the places of two findings lie; undefined where they are apart. */
export function nearness(a: PlacedFinding, b: PlacedFinding): Nearness | undefined {
  if (fileOf(a) !== fileOf(b)) return undefined;
  if (a.line === null || b.line === null) return 'unplaced';
  if (a.line === b.line) return 'same';
  const between = Math.max(a.line, b.line) - Math.min(a.endLine ?? a.line, b.endLine ?? b.line);
  if (between <= 0) return 'overlapping';
  return between <= nearLines ? 'near' : undefined;
}

/** Findings without a known file are of one if they name the same place. */
export function fileOf({ file, misplaced }: Place): string {
  return file ?? `\0${misplaced ?? ''}`;
}

/** One divided by the most entries of a single expert that use the word. */
function weightsOf(findings: readonly PlacedFinding[]): ReadonlyMap<string, number> {
  const uses = new Map<string, Map<string, number>>();
  for (const { raised, words } of findings) {
    for (const word of words) {
      const byExpert = uses.get(word) ?? new Map<string, number>();
      uses.set(word, byExpert.set(raised.expert, (byExpert.get(raised.expert) ?? 0) + 1));
    }
  }
  return new Map([...uses].map(([word, byExpert]) => [word, 1 / Math.max(...byExpert.values())]));
}

/** Words that every finding may hold and that say nothing of what it is about. */
const emptyWords = new Set(
  'the and for with that this are not can will may from into when which has have its any all but use used should would could does line file code here there then than them they'.split(
    ' ',
  ),
);

/** The stems of the words that say something. */
export function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  const parts = words.flatMap((word) => [word, ...(word.includes('_') ? word.split('_') : [])]);
  const stems = parts.filter((word) => word.length > 1 && !emptyWords.has(word)).map(stem);
  return new Set([...stems, ...stems.flatMap(sortsOf)]);
}

/** Enough of a stem that the forms of an English word meet. */
function stem(word: string): string {
  return word.length < 5 ? word.replace(/s$/, '') : word.replace(/(?:ations?|ings?|ion|ions|edly|ed|ers?|es|s|ly|ment|e)$/, '');
}
