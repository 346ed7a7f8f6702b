/** The plot itself: uPlot, in the colours of the page, redrawn when the page changes its width or its scheme. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Series } from '../text/series.ts';

/** Colours that most eyes can distinguish; the pattern of the line distinguishes what repeats them. */
const hues = ['--plot-1', '--plot-2', '--plot-3', '--plot-4', '--plot-5', '--plot-6'];
const dashes = [[], [6, 4], [2, 3]];
/** The same patterns as borders, for the marks of the legend. */
const borders = ['solid', 'dashed', 'dotted'];
const height = 240;

export interface PlotOptions {
  readonly series: Series;
  /** What stands below each consultation when the pointer is there. */
  readonly nameOf: (turn: number) => string;
  /** A value with its unit. */
  readonly say: (value: number) => string;
  /** Aborted when the place is gone. */
  readonly gone: AbortSignal;
}

/** Draws into `place`. */
export function plot(place: HTMLElement, { series: { turns, experts }, nameOf, say, gone }: PlotOptions): void {
  let chart: uPlot | undefined;
  const draw = () => {
    chart?.destroy();
    const line = resolvedColour(place, '--line');
    const axis = { stroke: resolvedColour(place, '--quiet'), grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    const options: uPlot.Options = {
      width: place.clientWidth,
      height,
      axes: [
        { ...axis, incrs: [1, 2, 5, 10], values: (_, ticks) => ticks.map((tick) => String(tick + 1)) },
        { ...axis, size: 64, values: (_, ticks) => ticks.map((tick) => say(tick)) },
      ],
      legend: { markers: { dash: (_, at) => borders[Math.floor((at - 1) / hues.length) % borders.length] ?? 'solid' } },
      scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(most * 1.1, Number.MIN_VALUE)] } },
      series: [
        { label: 'Consultation', value: (_, turn) => (turn === null ? '' : nameOf(turn)) },
        ...experts.map(({ name }, index) => ({
          label: name,
          stroke: resolvedColour(place, hues[index % hues.length] ?? ''),
          dash: dashes[Math.floor(index / hues.length) % dashes.length] ?? [],
          width: 1.5,
          points: { show: true, size: 5 },
          value: (_: uPlot, value: number | null) => (value === null ? '' : say(value)),
        })),
      ],
    };
    chart = new uPlot(options, [[...turns], ...experts.map(({ values }) => [...values])], place);
  };
  draw();

  const widths = new ResizeObserver(() => chart?.setSize({ width: place.clientWidth, height }));
  widths.observe(place);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw, { signal: gone });
  gone.addEventListener('abort', () => {
    widths.disconnect();
    chart?.destroy();
  });
}

/** A canvas does not know `light-dark()`: the browser has to say which colour it comes to here. */
function resolvedColour(place: HTMLElement, name: string): string {
  place.style.color = `var(${name})`;
  const { color } = getComputedStyle(place);
  place.style.color = '';
  return color;
}
