/** All tables of one evaluation. */
import type { Bar } from './bars.ts';
import type { Part } from './data.ts';
import { mean } from './figures.ts';
import { type Figures, timingOnly } from './measure.ts';
import { statedCrowd, statedEm, statedMajority } from './reference.ts';
import { figure, type Table } from './table.ts';

/** Where our own majority differs from the one that the reference states, to the last digit stated. */
export interface Difference {
  readonly figure: string;
  readonly computed: number;
  readonly stated: number;
}

export function differences({ panels, crowd }: Figures, part: Part): Difference[] {
  const rows = panels.map(({ panel, majority }) => ({
    figure: `majority, ${panel}`,
    computed: majority,
    stated: statedMajority[panel]?.[part],
    unit: 1e-4,
  }));
  const sets = crowd.map(({ set, majority }) => ({
    figure: `majority, ${set}`,
    computed: majority,
    stated: part === 'dev' ? statedCrowd[set]?.majority : undefined,
    unit: 1e-3,
  }));
  return [...rows, ...sets].flatMap(({ figure: name, computed, stated, unit }) =>
    stated === undefined || Math.abs(computed - stated) <= 0.5001 * unit ? [] : [{ figure: name, computed, stated }],
  );
}

export function tablesOf(figures: Figures, bars: readonly Bar[], part: Part): Table[] {
  return [
    barTable(bars),
    panelTable(figures, part),
    replyTable(figures),
    openTable(figures),
    textTableOf(figures),
    crowdTable(figures),
    speedTable(figures),
    ruleTable(figures),
  ];
}

function barTable(bars: readonly Bar[]): Table {
  const rows = bars.map(({ unit, ...bar }) => {
    const digits = { '': 4, points: 1, '%': 1, s: 3, µs: 1 }[unit];
    const shown = (value: number | null) => figure(value, digits);
    const sign = bar.better === 'higher' ? '≥' : '≤';
    const result = bar.reached === null ? 'reported' : bar.reached ? 'pass' : 'MISS';
    return [
      `${bar.figure}${unit && `, ${unit}`}`,
      shown(bar.ours),
      bar.target === null ? '—' : `${sign} ${shown(bar.target)}`,
      result,
      bar.stated === null ? '—' : `${sign} ${shown(bar.stated)}`,
      shown(bar.stretch),
      shown(bar.majority),
      shown(bar.bestSingle),
      bar.best ? `${shown(bar.best.value)} ${bar.best.method}` : '—',
      shown(bar.oracle),
    ];
  });
  return {
    title: 'Bars',
    head: ['figure', 'ours', 'target here', '', 'stated bar', 'stretch', 'majority', 'best single', 'best known method', 'oracle'],
    rows,
  };
}

function panelTable({ panels }: Figures, part: Part): Table {
  const head = [
    'panel',
    'items',
    'batch',
    '- majority',
    'streaming',
    'single',
    'majority',
    'best single',
    'one-coin EM',
    'oracle',
    'Brier',
    'ECE',
    'AURC',
    'AUROC',
    'reliability r',
    'batch method',
  ];
  const rows = panels.map((one) => [
    one.panel,
    `${one.items}`,
    ...[
      one.batch,
      one.batch - one.majority,
      one.streaming,
      one.single,
      one.majority,
      one.bestSingle,
      statedEm[one.panel]?.[part],
      one.oracle,
    ].map((value) => figure(value)),
    ...[one.calibration.brier, one.calibration.ece, one.calibration.aurc, one.calibration.auroc, one.reliability?.correlation].map(
      (value) => figure(value, 3),
    ),
    commonest(one.methods),
  ]);
  const average = (column: number) =>
    figure(mean(rows.map((row) => Number(row[column])).filter((value) => !Number.isNaN(value))), column < 10 ? 4 : 3);
  const last = ['mean', '', ...Array.from({ length: 13 }, (_, at) => average(at + 2)), ''];
  return { title: 'The 20 panels', head, rows: [...rows, last] };
}

function replyTable({ replies }: Figures): Table {
  const rows = replies.map(({ panel, items, batch, single }) => [panel, `${items}`, figure(batch), figure(single)]);
  return { title: 'Whole replies', head: ['panel', 'items', 'batch', 'single'], rows };
}

function openTable({ open }: Figures): Table {
  const { calibration } = open;
  const rows = [
    ['pick (agree --pairs)', figure(open.pick)],
    ['pick under infer', figure(open.pickUnderInfer)],
    ['majority of equal strings', figure(open.majority)],
    ['panel mean', figure(open.mean)],
    ['best single expert', figure(open.bestSingle)],
    ['longest answer', figure(open.longest)],
    ['oracle', figure(open.oracle)],
    ['pair AUROC', figure(open.pairAuroc)],
    ['confidence: Brier', figure(calibration.brier)],
    ['confidence: ECE', figure(calibration.ece)],
    ['confidence: AUROC', figure(calibration.auroc)],
    ['confidence: AURC', figure(calibration.aurc)],
  ];
  return { title: `Open questions (${open.items} items)`, head: ['figure', 'value'], rows };
}

function textTableOf({ text }: Figures): Table {
  const head = ['panel', 'items', 'gap closed, %', 'best single', 'longest pick', 'pair accuracy, %', 'longest', 'pairs', 'gamed picks, %'];
  const rows = text.map((one) => [
    one.panel,
    `${one.items}`,
    ...[one.gap, one.bestSingleGap, one.longestGap, one.pairAccuracy, one.longestPairAccuracy].map((value) => figure(value, 1)),
    `${one.pairs}`,
    figure(one.gamed, 1),
  ]);
  return { title: 'Free text (pairs of answers within 20 % of each other in length)', head, rows };
}

function crowdTable({ crowd }: Figures): Table {
  const head = [
    'set',
    'items',
    'workers',
    'labels',
    'gold',
    'batch',
    'majority',
    'best worker',
    'oracle',
    'best of 5.3, dev',
    'wall, s',
    'processor, s',
    'batch method',
  ];
  const rows = crowd.map((one) => [
    timingOnly.includes(one.set) ? `${one.set} (timing)` : one.set,
    ...[one.items, one.workers, one.labels, one.gold].map(String),
    ...[one.batch, one.majority, one.bestSingle, one.oracle].map((value) => figure(value)),
    figure(statedCrowd[one.set]?.best, 3),
    ...[one.seconds, one.processorSeconds].map((value) => figure(value, 3)),
    commonest(one.methods),
  ]);
  const counted = crowd.filter(({ set }) => !timingOnly.includes(set));
  const sum = (value: (one: (typeof crowd)[number]) => number) => counted.reduce((total, one) => total + value(one), 0);
  const average = (value: (one: (typeof crowd)[number]) => number) => figure(sum(value) / counted.length);
  const last = [
    'mean of 17 (times, counts: sum)',
    ...[sum(({ items }) => items), sum(({ workers }) => workers), sum(({ labels }) => labels), sum(({ gold }) => gold)].map(String),
    ...[
      average(({ batch }) => batch),
      average(({ majority }) => majority),
      average(({ bestSingle }) => bestSingle),
      average(({ oracle }) => oracle),
    ],
    average(({ set }) => statedCrowd[set]?.best ?? Number.NaN),
    figure(
      sum(({ seconds }) => seconds),
      3,
    ),
    figure(
      sum(({ processorSeconds }) => processorSeconds),
      3,
    ),
    '',
  ];
  return { title: 'Crowd labels', head, rows: [...rows, last] };
}

function speedTable({ speed }: Figures): Table {
  const rows = speed.map(({ panel, lines, microseconds, processorMicroseconds }) => [
    panel,
    `${lines}`,
    figure(microseconds, 1),
    figure(processorMicroseconds, 1),
  ]);
  return { title: 'Time of one panel: (K lines - none) / K, whole command', head: ['panel', 'K', 'wall, µs', 'processor, µs'], rows };
}

function ruleTable({ rules }: Figures): Table {
  return {
    title: 'Rules without which the figures are void',
    head: ['rule', 'panel', 'held'],
    rows: rules.map(({ rule, panel, held }) => [rule, panel, held ? 'yes' : 'NO']),
  };
}

function commonest(methods: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(methods).toSorted(([, a], [, b]) => b - a);
  return sorted[0]?.[0] ?? '';
}
