/** Which API keys are too easy to guess, or can never arrive as they are. */

/** Characters of a key at least: a generated one has 39. */
const leastLength = 16;
/** Different characters of a key at least: words and numbers that people make up for a trial have fewer. */
const leastVariety = 6;

/** Why not to rely on a key, in words that do not quote it; undefined where nothing does. */
export function whyWeak(key: string): string | undefined {
  if (!/^[A-Za-z0-9._~+/=-]*$/.test(key))
    return 'may hold letters, digits and . _ ~ + / = - only: no comma, blank or quote arrives in a header';
  if (key.length < leastLength) return `must have at least ${leastLength} characters: it is all that keeps others out`;
  return new Set(key).size < leastVariety ? `must have at least ${leastVariety} different characters` : undefined;
}
