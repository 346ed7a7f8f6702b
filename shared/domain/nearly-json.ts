/** JSON as models and people write it: comments, commas at the end, single quotes, names without quotes, words of Python. */
import json5 from 'json5';
import { jsonrepair } from 'jsonrepair';

/** Characters up to which a text is mended: what is longer and no JSON comes from no honest slip. */
const longest = 32_768;

/** Strings, which stay, comments, which go, and words of Python. What is not closed reaches to the end, so that no text is read twice. */
const parts = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\b(?:True|False|None)\b/g;
const pythonWords = new Map([
  ['True', 'true'],
  ['False', 'false'],
  ['None', 'null'],
]);

/**
 * The same value as strict JSON with the digits and the order as they stand, or undefined. Nothing is guessed: the text must be JSON5, which
 * knows no missing ends, no omissions (`…`) and no bare words, and both parsers must read the same value.
 */
export function mended(text: string): string | undefined {
  if (text.length > longest) return undefined;
  const plain = text.replace(parts, (part) => (part.startsWith('/') ? ' ' : (pythonWords.get(part) ?? part)));
  try {
    const meant = JSON.stringify(json5.parse(plain));
    const json = jsonrepair(plain).trim();
    return JSON.stringify(JSON.parse(json)) === meant ? json : undefined;
  } catch {
    return undefined;
  }
}
