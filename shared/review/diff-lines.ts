/** The lines of a diff, read one after the other. */
import { InvalidInput } from '../errors.ts';

/** A place in the lines of a text. Bytes stand as characters of one byte each. */
export class DiffLines {
  /** Whether a carriage return stood at the end of every line, headers included: a program between has added it. */
  readonly converted: boolean;
  readonly #lines: readonly string[];
  #at = 0;

  /** Throws `InvalidInput` where the last line is cut off. */
  constructor(bytes: string) {
    const lines = bytes.split('\n');
    // Git and diff end each line; a pipe that was cut does not.
    if (lines.pop() !== '') throw refusal('ends in the middle of a line');
    this.converted = lines.length > 0 && lines.every((line) => line.endsWith('\r'));
    this.#lines = this.converted ? lines.map((line) => line.slice(0, -1)) : lines;
  }

  get ended(): boolean {
    return this.#at >= this.#lines.length;
  }

  /** The line that is next, or one that many lines later; empty past the end. */
  peek(ahead = 0): string {
    return this.#lines[this.#at + ahead] ?? '';
  }

  next(): string {
    const line = this.peek();
    this.#at += 1;
    return line;
  }

  /** The line that is next, if it begins so: without that beginning. */
  take(beginning: string): string | undefined {
    return !this.ended && this.peek().startsWith(beginning) ? this.next().slice(beginning.length) : undefined;
  }

  /** The error that names the line that is next. */
  wrong(what: string): InvalidInput {
    return refusal(`${what}, at line ${this.#at + 1}`);
  }
}

/** What was given cannot be taken. */
export function refusal(what: string): InvalidInput {
  return new InvalidInput([{ field: '--diff', message: `what was given ${what}` }]);
}
