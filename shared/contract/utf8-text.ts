/** From bytes to text: UTF-8, or a word on what else they are. A letter that is guessed makes another text of it. */

/** The text, without its byte order mark, or what the bytes are instead: a sentence without its subject. */
export type Decoded = { readonly text: string } | { readonly fault: string };

const strict = new TextDecoder('utf-8', { fatal: true });

/** Decodes a whole text. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  if (isUtf16(bytes)) return { fault: 'is in UTF-16' };
  try {
    return { text: strict.decode(bytes) };
  } catch {
    return { fault: `is not in UTF-8, first at byte ${firstForeignByte(bytes)}` };
  }
}

/** By its mark, or by the zero beside a first letter of ASCII: no text begins with one. */
function isUtf16([first, second]: Uint8Array): boolean {
  if (first === undefined || second === undefined) return false;
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return marked || (first === 0) !== (second === 0);
}

/** From 0: where the first byte stands that cannot be in UTF-8, found by halving. */
function firstForeignByte(bytes: Uint8Array): number {
  let [sound, broken] = [0, bytes.length];
  while (broken - sound > 1) {
    const middle = Math.floor((sound + broken) / 2);
    if (isSoundUpTo(bytes, middle)) sound = middle;
    else broken = middle;
  }
  return sound;
}

function isSoundUpTo(bytes: Uint8Array, end: number): boolean {
  try {
    // Streaming lets a letter be cut at the end.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
    return true;
  } catch {
    return false;
  }
}
