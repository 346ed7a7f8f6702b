/** What several experts took or cost, consultation by consultation, as a plotting library takes it. */
import type { TrackRecord } from './track-record.ts';

export const measures = ['latency', 'cost'] as const;
export type PlottedMeasure = (typeof measures)[number];

export interface Series {
  /** Places of the consultations in time, rising from 0. */
  readonly turns: readonly number[];
  /** Seconds or US dollars of each expert; null where it did not answer, or where the cost is not known. */
  readonly experts: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

/** The experts who answered at least once in `count` consultations. */
export function seriesOf(records: readonly TrackRecord[], count: number, measure: PlottedMeasure): Series {
  const turns = Array.from({ length: count }, (_, turn) => turn);
  const experts = records
    .filter(({ answers }) => answers.size > 0)
    .map(({ expert, answers }) => ({ name: expert, values: turns.map((turn) => measured(answers.get(turn), measure)) }));
  return { turns, experts };
}

function measured(answer: { readonly latencyMs: number; readonly costUsd: number | null } | undefined, measure: PlottedMeasure) {
  if (!answer) return null;
  return measure === 'latency' ? answer.latencyMs / 1000 : answer.costUsd;
}
