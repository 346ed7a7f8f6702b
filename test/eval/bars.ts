/** The bars of section 5 of the reference: our figure beside majority, best single expert, best method known, and oracle. */
import type { Part } from './data.ts';
import { mean } from './figures.ts';
import { type Figures, timingOnly } from './measure.ts';
import { type Method, reference, strongest } from './reference.ts';
import type { PanelFigures } from './short-and-choice.ts';

export interface Bar {
  readonly figure: string;
  readonly ours: number | null;
  readonly unit: '' | 'points' | '%' | 's' | 'µs';
  readonly better: 'higher' | 'lower';
  /** What must be reached on this part: the stated bar, or where that is a method's held-out figure, the same method's figure on this part. */
  readonly target: number | null;
  /** The bar as the reference states it, for the held-out half; null = reported only. */
  readonly stated: number | null;
  readonly stretch: number | null;
  readonly reached: boolean | null;
  readonly majority: number | null;
  readonly bestSingle: number | null;
  readonly best: Method | null;
  readonly oracle: number | null;
}

type Given = Pick<Bar, 'figure' | 'ours'> & Partial<Omit<Bar, 'reached'>>;

export function barsOf(figures: Figures, part: Part): Bar[] {
  return [
    ...panelBars(figures, part),
    ...openBars(figures, part),
    ...crowdBars(figures, part),
    ...textBars(figures, part),
    ...speedBars(figures, part),
  ];
}

function panelBars({ panels, replies }: Figures, part: Part): Bar[] {
  const average = (value: (panel: PanelFigures) => number) => mean(panels.map(value));
  const beside = {
    majority: average((panel) => panel.majority),
    bestSingle: average((panel) => panel.bestSingle),
    oracle: average((panel) => panel.oracle),
  };
  const em = strongest(reference.batch, part);
  const linear = strongest(reference.streaming, part);
  const brier = strongest(reference.brier, part, true);
  const ece = strongest(reference.ece, part, true);
  const aurc = strongest(reference.aurc, part, true);
  const aurocs = panels.flatMap(({ calibration }) => calibration.auroc ?? []);
  const correlations = panels.flatMap(({ reliability }) => reliability?.correlation ?? []);
  const whole = replies.filter(({ panel }) => !panel.startsWith('mmlu-pro'));
  const extracted = panels.filter(({ panel }) => !panel.startsWith('mmlu-pro'));
  const readBest = strongest(reference.raw, part);
  return [
    bar({
      figure: 'batch, mean of 20 panels',
      ours: average((panel) => panel.batch),
      target: em.value,
      stated: 0.7177,
      stretch: 0.7465,
      best: em,
      ...beside,
    }),
    bar({
      figure: 'streaming, mean of 20 panels',
      ours: average((panel) => panel.streaming),
      target: linear.value,
      stated: 0.6999,
      stretch: 0.7177,
      best: linear,
      ...beside,
    }),
    bar({ figure: 'single, mean of 20 panels', ours: average((panel) => panel.single), ...beside }),
    bar({
      figure: 'worst panel, batch against its majority',
      ours: 100 * Math.min(...panels.map((panel) => panel.batch - panel.majority)),
      unit: 'points',
      target: -1,
      stated: -1,
      stretch: 0,
      majority: 0,
      best: strongest(reference.worst, part),
    }),
    bar({
      figure: 'Brier',
      ours: average(({ calibration }) => calibration.brier),
      better: 'lower',
      target: 0.128,
      stated: 0.128,
      stretch: 0.119,
      majority: average(({ voteShare }) => voteShare.brier),
      best: brier,
    }),
    bar({
      figure: 'ECE',
      ours: average(({ calibration }) => calibration.ece),
      better: 'lower',
      target: 0.072,
      stated: 0.072,
      stretch: 0.04,
      majority: average(({ voteShare }) => voteShare.ece),
      best: ece,
    }),
    bar({
      figure: 'AURC',
      ours: average(({ calibration }) => calibration.aurc),
      better: 'lower',
      target: aurc.value,
      stated: 0.152,
      stretch: 0.12,
      majority: average(({ voteShare }) => voteShare.aurc),
      best: aurc,
    }),
    bar({ figure: 'AUROC of the confidence', ours: aurocs.length > 0 ? mean(aurocs) : null }),
    bar({
      figure: 'reliability against true accuracy, correlation',
      ours: correlations.length > 0 ? mean(correlations) : null,
      stretch: 0.95,
      best: strongest(reference.reliability, part),
    }),
    bar({
      figure: 'reliability, lowest correlation of a panel',
      ours: correlations.length > 0 ? Math.min(...correlations) : null,
      target: 0,
      stated: 0,
      stretch: 0.8,
      best: strongest(reference.reliabilityLowest, part),
    }),
    bar({
      figure: 'reliability, mean error',
      ours: meanOf(panels.flatMap(({ reliability }) => reliability?.error ?? [])),
      better: 'lower',
    }),
    bar({
      figure: 'whole replies, batch, mean of 15 panels',
      ours: mean(whole.map(({ batch }) => batch)),
      stretch: mean(extracted.map(({ batch }) => batch)),
      best: readBest,
    }),
    bar({ figure: 'whole replies, single, mean of 15 panels', ours: mean(whole.map(({ single }) => single)), best: readBest }),
  ];
}

function openBars({ open }: Figures, part: Part): Bar[] {
  const best = strongest({ ...reference.openPick, 'best single expert': { dev: open.bestSingle, holdout: open.bestSingle } }, part);
  const pairs = strongest(reference.openPairs, part);
  const { majority, bestSingle, oracle, calibration } = open;
  return [
    bar({
      figure: 'open-qa, pick',
      ours: open.pick,
      target: best.value,
      stated: 0.8409,
      stretch: 0.8534,
      majority,
      bestSingle,
      best: strongest(reference.openRidge, part),
      oracle,
    }),
    bar({ figure: 'open-qa, pair AUROC', ours: open.pairAuroc, target: pairs.value, stated: 0.862, stretch: 0.9, best: pairs }),
    bar({
      figure: 'open-qa, AUROC of the confidence',
      ours: calibration.auroc,
      stretch: strongest(reference.openAuroc, part).value,
      best: strongest(reference.openAuroc, part),
    }),
    bar({
      figure: 'open-qa, AURC',
      ours: calibration.aurc,
      better: 'lower',
      stretch: strongest(reference.openAurc, part).value,
      best: strongest(reference.openAurc, part),
    }),
  ];
}

function crowdBars({ crowd }: Figures, part: Part): Bar[] {
  const sets = crowd.filter(({ set }) => !timingOnly.includes(set));
  const best = strongest(reference.crowd, part);
  const rel = crowd.find(({ set }) => set === 'rel');
  return [
    bar({
      figure: 'crowd labels, mean of 17 sets',
      ours: mean(sets.map(({ batch }) => batch)),
      target: best.value,
      stated: 0.8441,
      stretch: 0.8525,
      majority: mean(sets.map(({ majority }) => majority)),
      bestSingle: mean(sets.map(({ bestSingle }) => bestSingle)),
      best,
      oracle: mean(sets.map(({ oracle }) => oracle)),
    }),
    time(
      'crowd labels, 17 whole commands',
      sets.reduce((sum, { seconds }) => sum + seconds, 0),
      1,
      strongest(reference.crowdTime, part, true),
    ),
    time('crowd labels, S_Rel, whole command', rel?.seconds ?? null, 0.5, strongest(reference.relTime, part, true), 0.05),
  ];
}

function textBars({ text }: Figures, part: Part): Bar[] {
  const of = (name: string) => {
    const found = text.find(({ panel }) => panel === name);
    if (!found) throw new Error(`there is no panel ${name}`);
    return found;
  };
  const [chat, alpaca, hostile] = [of('wildbench mid8'), of('alpaca mid7'), of('alpaca hostile8')];
  const percent = { unit: '%', majority: null } as const;
  const beat = (methods: Parameters<typeof strongest>[0]) => ({ target: strongest(methods, part).value, best: strongest(methods, part) });
  return [
    bar({
      figure: 'wildbench mid8, gap closed',
      ours: chat.gap,
      ...percent,
      ...beat(reference.wildbenchGap),
      bestSingle: chat.bestSingleGap,
      oracle: 100,
    }),
    bar({
      figure: 'wildbench mid8, pair accuracy at equal length',
      ours: chat.pairAccuracy,
      ...percent,
      ...beat(reference.wildbenchPairs),
    }),
    bar({
      figure: 'alpaca mid7, gap closed',
      ours: alpaca.gap,
      ...percent,
      ...beat(reference.alpacaGap),
      bestSingle: alpaca.bestSingleGap,
      oracle: 100,
    }),
    bar({ figure: 'alpaca mid7, pair accuracy at equal length', ours: alpaca.pairAccuracy, ...percent, ...beat(reference.alpacaPairs) }),
    bar({
      figure: 'gamed outputs picked (alpaca hostile8)',
      ours: hostile.gamed,
      ...percent,
      better: 'lower',
      target: 1,
      stated: 1,
      stretch: 0,
      best: strongest(reference.gamed, part, true),
    }),
  ];
}

function speedBars({ speed }: Figures, part: Part): Bar[] {
  const [panel] = speed;
  const best = strongest(reference.panelTime, part, true);
  return [
    bar({
      figure: 'one panel of 7 x 1 KB',
      ours: panel?.microseconds ?? null,
      unit: 'µs',
      better: 'lower',
      target: 100,
      stated: 100,
      stretch: 40,
      best,
    }),
  ];
}

function time(figure: string, ours: number | null, limit: number, best: Method, stretch: number | null = null): Bar {
  return bar({ figure, ours, unit: 's', better: 'lower', target: limit, stated: limit, stretch, best });
}

/** Fills in what does not apply. A time must stay below its bar; the rest may meet it. */
export function bar(given: Given): Bar {
  const full = {
    unit: '',
    better: 'higher',
    target: null,
    stated: null,
    stretch: null,
    majority: null,
    bestSingle: null,
    best: null,
    oracle: null,
    ...given,
  } as const;
  return { ...full, reached: full.target === null ? null : reaches(full.ours, full.target, full.better, full.unit) };
}

function reaches(ours: number | null, target: number, better: Bar['better'], unit: Bar['unit']): boolean {
  if (ours === null || Number.isNaN(ours)) return false;
  if (unit === 's' || unit === 'µs') return ours < target;
  return better === 'higher' ? ours >= target : ours <= target;
}

function meanOf(values: readonly number[]): number | null {
  return values.length > 0 ? mean(values) : null;
}
