/** The name that somebody may have meant. */

/** Changes of one letter (one more, one less, another one, two the wrong way round) that a slip makes in a name of so many letters. */
const slipsIn = (letters: number) => (letters <= 3 ? 1 : 2);
/** Letters of a name that nobody has mistyped: comparing takes a time that grows with it. */
const longestName = 60;

/** The one of the names that is nearest, if it is near: another spelling (`base_url` for `baseUrl`), or a slip or two. */
export function nearName(name: string, names: readonly string[]): string | undefined {
  if (name.length > longestName) return undefined;
  const spelled = names.find((one) => spellingOf(one) === spellingOf(name));
  if (spelled !== undefined) return spelled;
  const [nearest] = names
    .map((one) => ({ one, slips: slipsBetween(spellingOf(name), spellingOf(one)) }))
    .filter(({ one, slips }) => slips <= slipsIn(Math.min(name.length, one.length)))
    .sort((a, b) => a.slips - b.slips);
  return nearest?.one;
}

function spellingOf(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** Damerau and Levenshtein's distance, in which no part is changed twice. */
function slipsBetween(one: string, other: string): number {
  const table = Array.from({ length: one.length + 1 }, () => [] as number[]);
  const slips = (row: number, column: number) => table[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (const [row, line] of table.entries()) {
    for (let column = 0; column <= other.length; column++) line[column] = leastSlips(one.slice(0, row), other.slice(0, column), slips);
  }
  return slips(one.length, other.length);
}

/** Of two beginnings, by those that are shorter. */
function leastSlips(one: string, other: string, slips: (row: number, column: number) => number): number {
  const [row, column] = [one.length, other.length];
  if (row === 0 || column === 0) return row + column;
  const isSame = one.at(-1) === other.at(-1);
  const isSwapped = row > 1 && column > 1 && one.at(-1) === other.at(-2) && one.at(-2) === other.at(-1);
  return Math.min(
    slips(row - 1, column) + 1,
    slips(row, column - 1) + 1,
    slips(row - 1, column - 1) + Number(!isSame),
    isSwapped ? slips(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
  );
}
