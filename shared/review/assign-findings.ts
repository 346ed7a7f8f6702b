/**
 * Assigns the findings of several experts to one another: the surest pairs first, each finding to at most one of each other expert.
 * What one expert lists apart stays apart, so nothing is joined through a chain of neighbours.
 */
import { fileOf, Likeness, nearLines, nearness, type PlacedFinding } from './alike-findings.ts';

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly likeness: number;
}

/** Findings without a line that are compared with one another in one file: the rest stands alone. */
const mostUnplaced = 1000;
/** Pairs that are looked at: findings on long ranges of lines may all lie near one another. What is not compared stands alone. */
const mostCompared = 500_000;
/** What two groups must be alike on average, of what the pair that joins them is. */
const leastMean = 0.4;

/** The groups, each with the findings of different experts. The order of `findings` settles what is equal. */
export function assign(findings: readonly PlacedFinding[]): readonly (readonly PlacedFinding[])[] {
  const likeness = new Likeness(findings);
  const groups = findings.map((_, index): number[] => [index]);
  const pairs = candidates(findings, likeness).toSorted((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b);
  for (const pair of pairs) {
    const [one, other] = [groups[pair.a], groups[pair.b]];
    if (one === undefined || other === undefined || one === other) continue;
    if (!mayJoin(members(one), members(other), pair, likeness)) continue;
    one.push(...other);
    for (const index of other) groups[index] = one;
  }
  return [...new Set(groups)].map(members);

  function members(group: readonly number[]): readonly PlacedFinding[] {
    return group.flatMap((index) => findings[index] ?? []);
  }
}

/** All experts differ, no two places are apart, and it is not one pair alone that speaks for it. */
function mayJoin(one: readonly PlacedFinding[], other: readonly PlacedFinding[], { likeness: least }: Pair, likeness: Likeness): boolean {
  const experts = new Set(one.map(({ raised }) => raised.expert));
  if (other.some(({ raised }) => experts.has(raised.expert))) return false;
  const across = one.flatMap((a) => other.map((b) => (nearness(a, b) === undefined ? undefined : likeness.of(a, b))));
  const known = across.filter((value) => value !== undefined);
  return known.length === across.length && known.reduce((sum, value) => sum + value, 0) >= leastMean * least * across.length;
}

/** Pairs of different experts whose places are not apart and whose words are alike. */
function candidates(findings: readonly PlacedFinding[], likeness: Likeness): readonly Pair[] {
  const pairs: Pair[] = [];
  let compared = 0;
  for (const [x, y] of neighbours(findings)) {
    compared += 1;
    if (compared > mostCompared) break;
    const [a, b] = [findings[x], findings[y]];
    const found = a === undefined || b === undefined || a.raised.expert === b.raised.expert ? 0 : likeness.of(a, b);
    if (found > 0) pairs.push({ a: Math.min(x, y), b: Math.max(x, y), likeness: found });
  }
  return pairs;
}

/** Indexes of every two findings of a file whose lines are not apart, or of which one has none. */
function* neighbours(findings: readonly PlacedFinding[]): Generator<readonly [number, number]> {
  for (const indexes of byFile(findings).values()) {
    const { loose = [], placed = [] } = Object.groupBy(indexes, (index) => (findings[index]?.line === null ? 'loose' : 'placed'));
    const unplaced = loose.slice(0, mostUnplaced);
    yield* nearOnes(placed, findings);
    for (const [at, index] of unplaced.entries()) {
      for (const other of [...unplaced.slice(at + 1), ...placed]) yield [index, other];
    }
  }
}

/** Of findings with lines, each with those that follow it closely. */
function* nearOnes(placed: readonly number[], findings: readonly PlacedFinding[]): Generator<readonly [number, number]> {
  const first = (index: number) => findings[index]?.line ?? 0;
  const last = (index: number) => findings[index]?.endLine ?? first(index);
  const sorted = placed.toSorted((x, y) => first(x) - first(y) || x - y);
  for (const [at, index] of sorted.entries()) {
    for (const next of sorted.slice(at + 1)) {
      if (first(next) > last(index) + nearLines) break;
      yield [index, next];
    }
  }
}

function byFile(findings: readonly PlacedFinding[]): ReadonlyMap<string, readonly number[]> {
  const files = new Map<string, number[]>();
  for (const [index, finding] of findings.entries()) {
    const key = fileOf(finding);
    const known = files.get(key);
    if (known === undefined) files.set(key, [index]);
    else known.push(index);
  }
  return files;
}
