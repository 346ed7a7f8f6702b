/** Texts that are too large for an item of the table, or too dear there: a write is billed by the kilobyte, an object by the piece. */
export interface LargeTexts {
  /** Stores a text; the same key gets the same text. Throws `Unavailable` when the store cannot be reached. */
  put(key: string, text: string): Promise<void>;
  /** Throws `NotFound` for a text that was removed, and `Unavailable`. */
  get(key: string): Promise<string>;
  /** Removes a text; one that is not there is removed already. Throws `Unavailable`. */
  remove(key: string): Promise<void>;
}
