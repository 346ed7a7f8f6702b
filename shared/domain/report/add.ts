/** Sums of reports: empty ones, and two as one. Whole numbers only, so that the order of adding changes nothing. */
import type { Kind } from '../../contract/question.ts';
import type { ReportSums } from '../../contract/report.ts';

/** Tenths of confidence. */
export const binCount = 10;

/** Sums of nothing. */
export function emptySums(circle: string, kind: Kind): ReportSums {
  return {
    circle,
    kind,
    ended: { decided: 0, noConsensus: 0, noQuorum: 0, failed: 0, cancelled: 0 },
    several: 0,
    agreement: 0,
    unanimous: 0,
    calls: 0,
    seated: 0,
    priced: 0,
    nanoUsd: 0,
    milliseconds: 0,
    judged: 0,
    judgedRight: 0,
    known: 0,
    knownRight: 0,
    knownDecided: 0,
    unmatched: 0,
    nobody: 0,
    knownPriced: 0,
    knownNanoUsd: 0,
    knownPricedRight: 0,
    calibration: Array.from({ length: binCount }, () => ({ verdicts: 0, right: 0, confidence: 0, squares: 0 })),
    seats: {},
    pairs: {},
    alternatives: {},
    staged: {},
  };
}

/** The sums of two parts, under the circle and the kind of the first. */
export function addSums(one: ReportSums, other: ReportSums): ReportSums {
  return { ...(added(one, other) as ReportSums), circle: one.circle, kind: one.kind };
}

/** Sums by circle and kind, those of the same circle and kind as one, by name. */
export function mergeSums(parts: readonly ReportSums[]): readonly ReportSums[] {
  const merged = new Map<string, ReportSums>();
  for (const part of parts) {
    const name = `${part.circle} ${part.kind}`;
    const before = merged.get(name);
    merged.set(name, before ? addSums(before, part) : part);
  }
  return [...merged].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sums]) => sums);
}

type Nested = number | string | readonly Nested[] | NestedRecord;
interface NestedRecord {
  readonly [name: string]: Nested;
}

/** Member by member; a text stays that of the first. */
function added(one: Nested, other: Nested): Nested {
  if (typeof one === 'number' && typeof other === 'number') return one + other;
  if (Array.isArray(one) && Array.isArray(other)) return one.map((each: Nested, at) => added(each, other[at] as Nested));
  return isRecord(one) && isRecord(other) ? addedRecords(one, other) : one;
}

/** A member that one of them lacks is the other's. */
function addedRecords(one: NestedRecord, other: NestedRecord): NestedRecord {
  const sums = new Map(Object.entries(one));
  for (const [name, value] of Object.entries(other)) {
    const before = sums.get(name);
    sums.set(name, before === undefined ? value : added(before, value));
  }
  return Object.fromEntries([...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function isRecord(value: Nested): value is NestedRecord {
  return typeof value === 'object' && !Array.isArray(value);
}
