/** Latency or cost of each expert, consultation by consultation. The plotting library is loaded when there is something to plot. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import { theme } from '../state/preferences.ts';
import { sayDuration, sayMoment, sayUsd } from '../text/format.ts';
import { measures, type PlottedMeasure, seriesOf } from '../text/series.ts';
import type { TrackRecord } from '../text/track-record.ts';

const labels: Readonly<Record<PlottedMeasure, string>> = { latency: 'Latency', cost: 'Cost' };

export interface RecordChartProps {
  readonly records: readonly TrackRecord[];
  /** Oldest first. */
  readonly consultations: readonly Consultation[];
}

export function RecordChart({ records, consultations }: RecordChartProps) {
  const measure = useSignal<PlottedMeasure>('latency');
  const place = useRef<HTMLDivElement>(null);
  const [shown, colours] = [measure.value, theme.value];
  useEffect(() => {
    const target = place.current;
    if (!target) return;
    const gone = new AbortController();
    void import('../state/plot.ts').then(({ plot }) => {
      if (gone.signal.aborted) return;
      plot(target, {
        series: seriesOf(records, consultations.length, shown),
        nameOf: (turn) => sayMoment(consultations[turn]?.timing.createdAt ?? ''),
        say: shown === 'latency' ? (seconds) => sayDuration(seconds * 1000) : sayUsd,
        gone: gone.signal,
      });
    });
    return () => gone.abort();
  }, [records, consultations, shown, colours]);
  return (
    <section class="evidence" aria-labelledby="chart-title">
      <div class="section-head">
        <h2 id="chart-title">
          {labels[shown]} by expert <small>consultation by consultation, oldest first</small>
        </h2>
        <fieldset class="switch">
          <legend class="unseen">What to plot</legend>
          {measures.map((choice) => (
            <label key={choice}>
              <input
                type="radio"
                name="measure"
                value={choice}
                checked={shown === choice}
                onChange={() => {
                  measure.value = choice;
                }}
              />
              {labels[choice]}
            </label>
          ))}
        </fieldset>
      </div>
      {/* The figures stand in the table above: a picture of them needs no second reading. */}
      <div
        ref={place}
        class="chart"
        role="img"
        aria-label={`${labels[shown]} of each expert over the consultations; the table above has the figures.`}
      />
    </section>
  );
}
