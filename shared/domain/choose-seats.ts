/** Which candidates of a circle sit: points by tier, type, priority, skill and price, less for families that sit already. */
import type { Priority, QueryType } from '../contract/question.ts';
import type { Selection, Tier } from '../contract/selection.ts';

/** Points of a place in the file, of a match, of an expert that fits the priority; and what is taken off. */
const points = {
  tier: { primary: 100, secondary: 75, specialized: 50, support: 25 } satisfies Record<Tier, number>,
  type: 10,
  freeAtLow: 15,
  primaryAtCritical: 20,
  dearest: -10,
  sameFamily: -15,
} as const;

/** What is known of a candidate. */
export interface Candidate {
  readonly expert: string;
  readonly family: string;
  readonly tier: Tier;
  readonly types: readonly QueryType[];
  /** US dollars of a usual call; undefined where the price is not known. */
  readonly usd: number | undefined;
  /** Part that it answers rightly; undefined unless it is known of all candidates. */
  readonly skill: number | undefined;
  readonly available: boolean;
}

/** What is asked for. */
export interface Wanted {
  readonly choose: number;
  readonly type: QueryType | undefined;
  readonly priority: Priority | undefined;
}

type Terms = NonNullable<Selection['candidates'][number]['terms']>;

/**
 * Chooses seats one after another, each time the candidate with the most points; of equals the first. Whoever cannot be asked does not sit.
 * Fewer sit where fewer can be asked.
 */
export function chooseSeats(candidates: readonly Candidate[], wanted: Wanted): Selection {
  const present = candidates.filter(({ available }) => available);
  const fixed = new Map(present.map((candidate) => [candidate.expert, fixedTerms(candidate, present, wanted)]));
  const seated: Candidate[] = [];
  const final = new Map<string, Terms>();
  while (seated.length < Math.min(wanted.choose, present.length)) {
    const rest = present.filter((candidate) => !seated.includes(candidate));
    const rated = rest.map((candidate) => ({ candidate, terms: withFamily(candidate, seated, fixed) }));
    const [best] = rated.toSorted((a, b) => sum(b.terms) - sum(a.terms));
    if (!best) break;
    seated.push(best.candidate);
    final.set(best.candidate.expert, best.terms);
  }
  return {
    policy: 'points-1',
    choose: wanted.choose,
    candidates: candidates.map((candidate) => {
      const { expert, available } = candidate;
      if (!available) return { expert, seated: false, points: null };
      const terms = final.get(expert) ?? withFamily(candidate, seated, fixed);
      return { expert, seated: final.has(expert), points: sum(terms), terms };
    }),
  };
}

/** Names of those who sit, in the order of the candidates. */
export function seatedOf({ candidates }: Selection): readonly string[] {
  return candidates.filter(({ seated }) => seated).map(({ expert }) => expert);
}

function fixedTerms(candidate: Candidate, all: readonly Candidate[], { type, priority }: Wanted): Omit<Terms, 'independence'> {
  return {
    tier: points.tier[candidate.tier],
    type: type !== undefined && candidate.types.includes(type) ? points.type : 0,
    priority: priorityPoints(candidate, priority),
    skill: skillPoints(candidate, all),
    price: rounded(pricePoints(candidate, all) * priceWeight(priority)),
  };
}

function priorityPoints({ usd, tier }: Candidate, priority: Priority | undefined): number {
  if (priority === 'low' && usd === 0) return points.freeAtLow;
  return priority === 'critical' && tier === 'primary' ? points.primaryAtCritical : 0;
}

function priceWeight(priority: Priority | undefined): number {
  if (priority === 'low') return 2;
  return priority === 'critical' ? 0 : 1;
}

function skillPoints({ skill }: Candidate, all: readonly Candidate[]): number {
  const known = all.flatMap((one) => one.skill ?? []);
  if (skill === undefined || known.length < all.length) return 0;
  return rounded(100 * (skill - known.reduce((total, one) => total + one, 0) / known.length));
}

/** A price that nobody knows counts as the dearest: it may be that. */
function pricePoints({ usd }: Candidate, all: readonly Candidate[]): number {
  const dearest = Math.max(0, ...all.map((one) => one.usd ?? 0));
  if (usd === undefined) return points.dearest;
  return dearest === 0 ? 0 : points.dearest * (usd / dearest);
}

function withFamily(candidate: Candidate, seated: readonly Candidate[], fixed: ReadonlyMap<string, Omit<Terms, 'independence'>>): Terms {
  const kin = seated.filter(({ expert, family }) => family === candidate.family && expert !== candidate.expert).length;
  const own = fixed.get(candidate.expert) ?? { tier: 0, type: 0, priority: 0, skill: 0, price: 0 };
  return { ...own, independence: kin === 0 ? 0 : kin * points.sameFamily };
}

function sum(terms: Terms): number {
  return rounded(Object.values(terms).reduce((total, one) => total + one, 0));
}

/** Hundredths: sums of the same terms are equal whatever their order. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}
