/** Which smaller circles a report asks about: the circle without each seat, its pairs and its threes. */

/** Seats of which every two are looked at, and every three: 190 pairs, 120 threes. */
const mostPaired = 20;
const mostInThrees = 10;
/** Below this nobody can be left out of a circle that still compares answers. */
const leastSeats = 3;

/** A smaller circle, and how the report calls it. */
export interface SmallerCircle {
  readonly name: string;
  readonly experts: readonly string[];
}

/** Circles of a part of the experts, in the order of the names: how a circle is seated does not make it another one. */
export function smallerCircles(experts: readonly string[]): readonly SmallerCircle[] {
  const names = experts.toSorted();
  if (names.length < leastSeats) return [];
  const without = names.map((left) => ({ name: `without ${left}`, experts: names.filter((one) => one !== left) }));
  const pairs = names.length > mostPaired ? [] : combinations(names, 2);
  const threes = names.length > mostInThrees || names.length < 4 ? [] : combinations(names, 3);
  return [...without, ...[...pairs, ...threes].map((panel) => ({ name: `panel ${panel.join(' ')}`, experts: panel }))];
}

function combinations(names: readonly string[], size: number): readonly (readonly string[])[] {
  if (size === 0) return [[]];
  return names.flatMap((first, at) => combinations(names.slice(at + 1), size - 1).map((rest) => [first, ...rest]));
}
