/** Text that people hand in, by file or by pipe: UTF-8, or refused; a letter that is guessed makes another question of it. */
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { InvalidInput, messageOf } from '../../shared/errors.ts';

/** The text of a file; `field` names it in an error. Throws `InvalidInput`. */
export function readTextFile(path: string, field: string): string {
  return decoded(readBytes(path, field), field);
}

/** The text of a stream; `field` names it in an error. Throws `InvalidInput`. */
export async function readTextStream(stream: NodeJS.ReadableStream, field: string): Promise<string> {
  return decoded(await buffer(stream), field);
}

function readBytes(path: string, field: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new InvalidInput([{ field, message: messageOf(cause) }], { cause });
  }
}

/** Marks at the start of other encodings, by what they are called. */
const foreignMarks = [
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
] as const;

function decoded(bytes: Buffer, field: string): string {
  const foreign = foreignMarks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  if (foreign) throw new InvalidInput([{ field, message: `is in ${foreign[0]}; save it as UTF-8` }]);
  try {
    // The decoder takes a mark of UTF-8 off.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InvalidInput([{ field, message: `is not in UTF-8, first at byte ${firstForeignByte(bytes)}; save it as UTF-8` }], { cause });
  }
}

/** From 0: where the first byte stands that cannot be in UTF-8, found by halving. */
function firstForeignByte(bytes: Buffer): number {
  let [sound, broken] = [0, bytes.length];
  while (broken - sound > 1) {
    const middle = Math.floor((sound + broken) / 2);
    if (isSoundUpTo(bytes, middle)) sound = middle;
    else broken = middle;
  }
  return sound;
}

function isSoundUpTo(bytes: Buffer, end: number): boolean {
  try {
    // Streaming lets a letter be cut at the end.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
    return true;
  } catch {
    return false;
  }
}
