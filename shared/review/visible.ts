/**
 * Bytes as people and experts can see them. What has no form of its own stands between ⟦ and ⟧: control and format characters, line
 * separators, bytes that are not UTF-8, and the mark ⟦ itself, so that nothing in a text can look like one of these marks.
 */
import { isUtf8 } from 'node:buffer';

/** One character beyond ASCII in UTF-8, or else a single byte. */
const beyondAscii =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;

/** Everything that has no shape, or the shape of something else: blanks other than the blank, fillers, selectors, private characters. */
const unseen = /(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}⟦⟧\u2800]|(?! )\p{Zs}/gu;

const names: Readonly<Record<string, string>> = { '\r': 'CR', '\0': 'NUL', '\u001b': 'ESC', '\ufeff': 'BOM' };

/** Bytes, each as one character, as text that shows all of them. */
export function visible(bytes: string): string {
  const raw = Buffer.from(bytes, 'latin1');
  if (isUtf8(raw)) return visibleText(raw.toString('utf8'));
  // What is no UTF-8 is put aside first, so that it cannot be mixed up with characters.
  const parts = bytes.split(beyondAscii);
  const between = bytes.match(beyondAscii) ?? [];
  return parts.map((part, index) => visibleText(part) + visibleBytes(between[index] ?? '')).join('');
}

/** The same for what is text already, such as an argument of the command line. */
export function visibleText(text: string): string {
  return text.toWellFormed().replaceAll(unseen, (character) => mark(names[character] ?? `U+${hex(character.codePointAt(0) ?? 0, 4)}`));
}

/** Says of a line that no line feed follows it. */
export const noNewline = mark('no newline at the end');

/** How many of the bytes belong to no text: control characters, and what is not UTF-8. */
export function countOddBytes(bytes: string): number {
  const raw = Buffer.from(bytes, 'latin1');
  const controls = raw.reduce((count, byte) => count + (isControl(byte) ? 1 : 0), 0);
  if (isUtf8(raw)) return controls;
  return controls + (bytes.match(beyondAscii)?.filter((part) => part.length === 1).length ?? 0);
}

/** Controls that no text holds: not those for white space, and not the escape of terminals. */
function isControl(byte: number): boolean {
  return byte === 0x7f || (byte < 0x20 && byte !== 0x1b && (byte < 0x09 || byte > 0x0d));
}

function visibleBytes(part: string): string {
  if (part.length === 1) return mark(`0x${hex(part.charCodeAt(0), 2)}`);
  return visibleText(Buffer.from(part, 'latin1').toString('utf8'));
}

function mark(what: string): string {
  return `⟦${what}⟧`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
