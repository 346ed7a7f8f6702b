/** What two texts differ in, line by line, within a bound on the work for all texts of one request. */
import { type StructuredPatchHunk, structuredPatch } from 'diff';

/** Lines around a change that are shown with it. */
export const context = 3;
/** Lines that one text may differ in: the work grows with their square. */
const mostEdits = 2000;
/** Comparisons of lines for all texts of one request. One text with 1400 lines that are changed takes about as many. */
const mostComparisons = 1_000_000;

/** What may still be compared for a request. */
export class DiffBudget {
  #left: number;

  constructor(comparisons = mostComparisons) {
    this.#left = comparisons;
  }

  get left(): number {
    return this.#left;
  }

  /** The hunks of a change; undefined where finding them takes more than is left, or more than any one text may take. */
  hunksOf(before: string, text: string): readonly StructuredPatchHunk[] | undefined {
    if (this.#left === 0) return undefined;
    try {
      // The comparator is an option of the diff below the patch, which passes it on.
      const options = { context, maxEditLength: mostEdits, comparator: (one: string, other: string) => this.#isSame(one, other) };
      return structuredPatch('', '', before, text, '', '', options)?.hunks;
    } catch (error) {
      if (error !== exhausted) throw error;
      return undefined;
    }
  }

  #isSame(one: string, other: string): boolean {
    if (this.#left === 0) throw exhausted;
    this.#left -= 1;
    return one === other;
  }
}

const exhausted = new Error('no more lines may be compared for this request');
