/** What a unified diff says of one file, before it is made fit to be read. Bytes stand as characters of one byte each. */

/** A line of a hunk. */
export interface DiffLine {
  readonly mark: ' ' | '+' | '-';
  /** Without its line feed, with everything else. */
  readonly bytes: string;
  /** Number after the change; null for a removed line. */
  readonly number: number | null;
  /** Whether a line feed ends it. */
  newline: boolean;
}

/** One patch of a diff: what happened to one file. */
export interface FilePatch {
  /** Names before and after the change, null where there is no file. */
  before: string | null;
  after: string | null;
  /** Modes before and after, where the diff says so. */
  oldMode: string | null;
  newMode: string | null;
  move: 'rename' | 'copy' | null;
  /** Names of the objects before and after, where git wrote them. */
  objects: readonly [string, string] | null;
  binary: boolean;
  readonly lines: DiffLine[];
}

/** Something that a diff names without its content. */
export interface Unreadable {
  readonly path: string;
  readonly reason: string;
}

/** A whole diff. */
export interface Diff {
  readonly patches: readonly FilePatch[];
  readonly unreadable: readonly Unreadable[];
  readonly warnings: readonly string[];
}

/** Path after the change; of a deleted file, before it. */
export function pathOf({ before, after }: FilePatch): string {
  return after ?? before ?? '';
}
