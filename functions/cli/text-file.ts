/** Text that people hand in, by file or by pipe: UTF-8, or refused. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { decodeUtf8 } from '../../shared/contract/utf8-text.ts';
import { InvalidInput, messageOf } from '../../shared/errors.ts';

/** The text of a file; `field` names it in an error. Throws `InvalidInput`. */
export function readTextFile(path: string, field: string): string {
  return textOf(readBytes(path, field), field);
}

/** The text of a stream; `field` names it in an error. Throws `InvalidInput`. */
export async function readTextStream(stream: NodeJS.ReadableStream, field: string): Promise<string> {
  return textOf(await buffer(stream), field);
}

function readBytes(path: string, field: string): Buffer {
  try {
    // A device such as /dev/zero never ends; a pipe does.
    const found = statSync(path);
    if (found.isCharacterDevice() && !isStream(path)) throw new InvalidInput([{ field, message: `${path} is no file but a device` }]);
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof InvalidInput) throw cause;
    throw new InvalidInput([{ field, message: messageOf(cause) }], { cause });
  }
}

/** A terminal on standard input, and what holds nothing. */
function isStream(path: string): boolean {
  const real = realpathSync(path);
  return real === '/dev/null' || /^\/dev\/(?:tty|pts\/)/.test(real);
}

/** The text of some bytes; `field` names them in an error. Throws `InvalidInput`. */
export function textOf(bytes: Uint8Array, field: string): string {
  const decoded = decodeUtf8(bytes);
  if ('text' in decoded) return decoded.text;
  throw new InvalidInput([{ field, message: `${decoded.fault}; save it as UTF-8` }]);
}
