/** Whether servers answer. */

/** Whether servers answer. */
export interface Reach {
  /** Undefined if the server answers within the time (and, of a list of models, has `model`), else why not; never with a password. */
  problemOf(url: string, milliseconds: number, model?: string): Promise<string | undefined>;
}
