/** Which way a text runs. The first letter alone does not decide it: an Arabic sentence may begin with the name of a product. */
import type { Direction } from './tree.ts';

const rightToLeft =
  /[\p{Script=Adlam}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Mandaic}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Syriac}\p{Script=Thaana}]/u;
const letter = /\p{L}/gu;

/** Of the letters of a text: names and terms in Latin letters are frequent in right-to-left texts, hardly the other way round. */
const enough = 1 / 3;
/** Letters that are looked at: the beginning of a text decides its direction. */
const lookedAt = 2000;

/** The direction of a text for the attribute `dir`. */
export function dirOf(text: string): 'ltr' | 'rtl' | 'auto' {
  return directionOf(text) ?? 'auto';
}

/** The direction of a text by its letters; undefined if it has none. */
export function directionOf(text: string): Direction {
  const letters = text.slice(0, lookedAt).match(letter) ?? [];
  if (letters.length === 0) return undefined;
  const against = letters.filter((one) => rightToLeft.test(one)).length;
  return against >= letters.length * enough ? 'rtl' : 'ltr';
}
