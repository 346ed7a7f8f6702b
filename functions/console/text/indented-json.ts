/** Answers that are nothing but JSON, as they are read best. */

/** Levels that are indented: each one moves its lines, so the text grows with its square. */
const levelsMax = 40;

/** The text with a line for each value, or undefined if it is no JSON or nested too deeply. */
export function indentedJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text) || depthOf(text) > levelsMax) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // A text may begin with a bracket.
    return undefined;
  }
}

/** Brackets that are open at once; those in strings are counted too, which only makes it more. */
function depthOf(text: string): number {
  let open = 0;
  let most = 0;
  for (const [sign] of text.matchAll(/[[\]{}]/g)) {
    open += sign === '[' || sign === '{' ? 1 : -1;
    most = Math.max(most, open);
  }
  return most;
}
