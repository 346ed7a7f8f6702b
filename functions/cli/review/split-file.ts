/** A file that is too large for one question is shown in ranges of its lines; their numbers stay. */
import { InvalidInput } from '../../../shared/errors.ts';
import { type MaterialFile, type MaterialLine, renderFile } from '../../../shared/review/material.ts';

/** Share of a range behind which it is cut where the file itself pauses: at a gap of the diff, or an empty line. */
const leastShare = 0.8;
/** Bytes of the note that says which range it is. */
const noteBytes = 100;
/** Bytes of the line that says that lines between are left out. */
const gapBytes = 4;

/** The file, whole if it fits into `maxBytes`, else in ranges that do. Throws `InvalidInput` that names a line too long for any of them. */
export function splitFile(file: MaterialFile, maxBytes: number): readonly MaterialFile[] {
  if (Buffer.byteLength(renderFile(file)) <= maxBytes) return [file];
  const room = maxBytes - Buffer.byteLength(renderFile({ ...file, lines: [] })) - noteBytes;
  const ranges = rangesOf(file, room);
  return ranges.map((lines, index) => ({ ...file, lines, notes: [...file.notes, noteOf(lines, index + 1, ranges.length)] }));
}

function rangesOf(file: MaterialFile, room: number): readonly (readonly MaterialLine[])[] {
  const sizes = sizesOf(file);
  const ranges: MaterialLine[][] = [];
  let range: MaterialLine[] = [];
  let bytes = 0;
  for (const [index, line] of file.lines.entries()) {
    const size = sizes[index] ?? 0;
    if (size > room) throw tooLong(file.path, line, size, room);
    if (bytes + size > room || (bytes > room * leastShare && pausesAt(file.lines, index))) {
      ranges.push(range);
      range = [];
      bytes = 0;
    }
    range.push(line);
    bytes += size;
  }
  return [...ranges, range];
}

/** Bytes of each line as it is shown, with the widest number of the file, and with the word that lines before it are left out. */
function sizesOf({ lines }: MaterialFile): readonly number[] {
  const width = String(lines.findLast(({ number }) => number !== null)?.number ?? 0).length;
  return lines.map(({ text, above }) => width + Buffer.byteLength(text) + '\n +| '.length + gapBytes + Buffer.byteLength(above ?? ''));
}

function pausesAt(lines: readonly MaterialLine[], index: number): boolean {
  const [before, line] = [lines[index - 1], lines[index]];
  if (before === undefined || line === undefined) return false;
  const follows = before.number === null || line.number === null || line.number === before.number + 1;
  return !follows || line.above !== undefined || before.text.trim() === '';
}

function noteOf(lines: readonly MaterialLine[], part: number, parts: number): string {
  const numbers = lines.flatMap(({ number }) => number ?? []);
  const [first, last] = [numbers[0], numbers.at(-1)];
  const range = first === undefined || last === undefined ? 'removed lines' : `lines ${first} to ${last}`;
  return `part ${part} of ${parts} of this file: ${range}`;
}

function tooLong(path: string, { number }: MaterialLine, bytes: number, room: number): InvalidInput {
  const line = number === null ? 'a removed line' : `line ${number}`;
  const message = `${line} has ${bytes} bytes, and ${room} may be shown at once: nothing was sent; leave the file out by name (--exclude, .circleignore)`;
  return new InvalidInput([{ field: path, message }]);
}
