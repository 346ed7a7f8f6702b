/** Cost, latency and outcome by expert, over many consultations. */
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';

export interface TrackRecord {
  readonly expert: string;
  readonly asked: number;
  readonly answered: number;
  /** Answers outside the leading cluster. */
  readonly dissented: number;
  /** Milliseconds, over answers; null without one. */
  readonly medianMs: number | null;
  readonly slowestMs: number | null;
  /** US dollars of the calls whose price is known. */
  readonly costUsd: number;
  /** Calls whose cost is not known. */
  readonly unknownCosts: number;
  /** Answers by consultation: its place in time, 0 for the oldest. */
  readonly answers: ReadonlyMap<number, { readonly latencyMs: number; readonly costUsd: number | null }>;
}

/** The records of all experts that were asked, by name. */
export function trackRecords(consultations: readonly Consultation[]): readonly TrackRecord[] {
  const opinions = oldestFirst(consultations).flatMap(({ opinions: heard, verdict }, turn): Heard[] => {
    const dissenters = new Set(verdict?.dissent.map(({ expert }) => expert));
    return heard.map((opinion) => ({ opinion, turn, dissented: dissenters.has(opinion.expert) }));
  });
  return [...Map.groupBy(opinions, ({ opinion }) => opinion.expert)]
    .map(([expert, heard]) => recordOf(expert, heard))
    .toSorted((one, other) => one.expert.localeCompare(other.expert));
}

/** The order of the turns. */
export function oldestFirst(consultations: readonly Consultation[]): readonly Consultation[] {
  return consultations.toSorted((one, other) => Date.parse(one.timing.createdAt) - Date.parse(other.timing.createdAt));
}

interface Heard {
  readonly opinion: Opinion;
  readonly turn: number;
  readonly dissented: boolean;
}

function recordOf(expert: string, heard: readonly Heard[]): TrackRecord {
  const answered = heard.filter(({ opinion: { status } }) => status === 'answered' || status === 'late');
  const latencies = answered.map(({ opinion: { latencyMs } }) => latencyMs).toSorted((one, other) => one - other);
  return {
    expert,
    asked: heard.length,
    answered: answered.length,
    dissented: heard.filter(({ dissented }) => dissented).length,
    medianMs: median(latencies),
    slowestMs: latencies.at(-1) ?? null,
    costUsd: heard.reduce((sum, { opinion }) => sum + (opinion.costUsd ?? 0), 0),
    unknownCosts: heard.filter(({ opinion }) => opinion.costUsd === null).length,
    answers: new Map(answered.map(({ turn, opinion: { latencyMs, costUsd = null } }) => [turn, { latencyMs, costUsd }])),
  };
}

function median(sorted: readonly number[]): number | null {
  const [lower, upper] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return lower === undefined || upper === undefined ? null : (lower + upper) / 2;
}
