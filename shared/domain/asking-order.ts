/** Whom to ask first where a circle does not say it: who brings the most evidence for the money. */

/** What is known of a seat before it is asked. */
export interface Askable {
  /** Chance of being right, as it was learnt; undefined where nothing is known. */
  readonly skill: number | undefined;
  /** US dollars of a likely call; undefined where the price is not known. */
  readonly usd: number | undefined;
}

/** Evidence of an expert that is hardly better than a guess: nobody's is nothing, or worse. */
const leastEvidence = 0.05;
/** Skills closer to 0 or 1 than this are not believed: a few lucky answers. */
const leastDoubt = 0.02;

/**
 * Places of the seats in the order of asking: the log odds of being right for each dollar, or by themselves where a price is not known. Where
 * nothing was learnt the seats stay in their own order. Who is not known counts as the mean of those who are.
 */
export function askingOrder(seats: readonly Askable[]): readonly number[] {
  const places = seats.map((_, place) => place);
  const known = seats.flatMap(({ skill }) => skill ?? []);
  if (known.length === 0) return places;
  const mean = known.reduce((total, skill) => total + skill, 0) / known.length;
  const priced = seats.every(({ usd }) => usd !== undefined);
  const worth = seats.map(({ skill = mean, usd = 0 }) => evidence(skill) / (priced ? usd : 1));
  // A free expert is worth more than any other; of two free ones the better goes first.
  const value = (place: number) => worth[place] ?? 0;
  const skill = (place: number) => seats[place]?.skill ?? mean;
  return places.toSorted((a, b) => compare(value(b), value(a)) || compare(skill(b), skill(a)) || a - b);
}

function evidence(skill: number): number {
  const believed = Math.min(1 - leastDoubt, Math.max(leastDoubt, skill));
  return Math.max(leastEvidence, Math.log(believed / (1 - believed)));
}

/** Two infinite values have no difference. */
function compare(one: number, other: number): number {
  return one === other ? 0 : one - other;
}
