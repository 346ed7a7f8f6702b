/**
 * What a running circle decides: on its first question, with known skill, after 500 questions without an outcome, and after 100, 300 and all
 * outcomes of one half of the data, each measured on the other half.
 */
import { createHash } from 'node:crypto';
import type { Data } from './data.ts';
import { calibration, mean } from './figures.ts';
import type { Item, Panel } from './panels.ts';
import { choiceSet, shortSet } from './panels.ts';
import { baselines, outcomesOf } from './short-and-choice.ts';
import type { Table } from './table.ts';
import { figure } from './table.ts';
import type { Core } from './verdicts.ts';
import { parseVerdicts } from './verdicts.ts';

/** What a circle knows when it is measured. */
export const courses = ['first question', 'known skill', '500 without outcome', '100 outcomes', '300 outcomes', 'all outcomes'] as const;
export type Course = (typeof courses)[number];

/** The day of all lines, in days since 1970: nothing fades. */
const day = 20_454;
/** Consultations whose outcome nobody knows. */
const unjudged = 500;
/** As for skill that `circles.yaml` states. */
const trust = 0.9;
/** What nobody says: the outcome of a question that nobody got right. */
const nobodys = '987654321987';

export interface CourseFigures {
  readonly accuracy: number;
  readonly brier: number;
  readonly ece: number;
}

export interface RunningFigures {
  readonly panel: string;
  readonly items: number;
  readonly majority: number;
  readonly bestSingle: number;
  readonly courses: Readonly<Partial<Record<Course, CourseFigures>>>;
}

/** The half that an item lies in, by its id: 0 is learnt from, 1 is measured. */
export function halfOf(set: string, id: string): 0 | 1 {
  return ((createHash('sha256').update(`${set}${id}`).digest()[1] ?? 0) % 2) as 0 | 1;
}

/** Measures one panel. `skill` holds what is known of each expert before any question; the rates of other tasks, never of this one. */
export function measureRunning(core: Core, panel: Panel, skill: ReadonlyMap<string, number> | undefined): RunningFigures {
  const [learnt, judged] = [0, 1].map((half) => panel.items.filter(({ line }) => halfOf(panel.set, line.id) === half)) as [Item[], Item[]];
  const all = learnt.toSorted((one, other) => order(one).localeCompare(order(other)));
  const state = (count: number, known: boolean) => learn(core, all.slice(0, count), known);
  const auto = (reliability: unknown) => ({ at: day, reliability, reliability_mode: 'auto' });
  const more: Readonly<Record<Course, object | undefined>> = {
    'first question': {},
    'known skill': skill && { skill: Object.fromEntries([...skill].map(([expert, rate]) => [expert, { rate, trust }])) },
    '500 without outcome': auto(state(unjudged, false)),
    '100 outcomes': auto(state(100, true)),
    '300 outcomes': all.length >= 300 ? auto(state(300, true)) : undefined,
    'all outcomes': auto(state(all.length, true)),
  };
  const measured = courses.flatMap((course) => {
    const with_ = more[course];
    return with_ === undefined ? [] : [[course, measure(core, judged, with_)] as const];
  });
  const { majority, bestSingle } = baselines({ ...panel, items: judged });
  return { panel: `${panel.set} ${panel.name}`, items: judged.length, majority, bestSingle, courses: Object.fromEntries(measured) };
}

function order({ line }: Item): string {
  return createHash('sha256').update(`order ${line.id}`).digest('hex');
}

function measure(core: Core, items: readonly Item[], more: object): CourseFigures {
  const input = items.map(({ line }) => `${JSON.stringify({ ...line, ...more })}\n`).join('');
  const outcomes = outcomesOf(items, parseVerdicts(core.run(['agree'], input).output, items.length));
  const { brier, ece } = calibration(outcomes);
  return { accuracy: mean(outcomes.map(({ right }) => right)), brier, ece };
}

function learn(core: Core, items: readonly Item[], known: boolean): unknown {
  const panels = items.map((item) => ({ ...item.line, at: day, ...(known ? { outcome: { answer: rightAnswer(item) } } : {}) }));
  const reply = core.run(['serve'], `1 learn ${JSON.stringify({ panels })}\n`).output;
  return JSON.parse(reply.slice(reply.indexOf(' ') + 1));
}

function rightAnswer({ gold, line, worth }: Item): string {
  if (gold !== null) return gold;
  const right = line.opinions.find(({ expert, answer }) => answer !== null && (worth.get(expert) ?? 0) >= 1);
  return right?.answer ?? nobodys;
}

/** What is known of each expert of a panel before any question of its set: how often its model was right in the other sets. */
export function skillElsewhere(panel: Panel, all: readonly Panel[]): ReadonlyMap<string, number> | undefined {
  const known = new Map<string, number>();
  for (const [expert, model] of panel.models ?? []) {
    // One panel of a set is enough: all of its panels have the same questions.
    const others = new Map(all.flatMap((other) => (other.set === panel.set ? [] : rateOf(other, model))));
    if (others.size === 0) return undefined;
    known.set(expert, mean([...others.values()]));
  }
  return known;
}

function rateOf({ set, models, items }: Panel, model: string): readonly (readonly [string, number])[] {
  const expert = [...(models ?? [])].find(([, other]) => other === model)?.[0];
  return expert === undefined ? [] : [[set, mean(items.map(({ worth }) => worth.get(expert) ?? 0))]];
}

/** The means over panels of one course, and the panel that lies furthest below its majority. */
export function meansOf(
  figures: readonly RunningFigures[],
  course: Course,
): CourseFigures & { readonly majority: number; readonly worst: number } {
  const known = figures.flatMap(({ majority, courses: { [course]: own } }) => (own ? [{ ...own, majority }] : []));
  return {
    accuracy: mean(known.map(({ accuracy }) => accuracy)),
    brier: mean(known.map(({ brier }) => brier)),
    ece: mean(known.map(({ ece }) => ece)),
    majority: mean(known.map(({ majority }) => majority)),
    worst: Math.min(...known.map(({ accuracy, majority }) => accuracy - majority)),
  };
}

/** The figures as a table: each panel, then the means. */
export function runningTable(title: string, figures: readonly RunningFigures[]): Table {
  const cell = (own: CourseFigures | undefined) => (own ? `${figure(own.accuracy)} / ${own.ece.toFixed(3)}` : '—');
  return {
    title,
    head: ['panel', 'items', 'majority', 'best seat', ...courses],
    rows: [
      ...figures.map(({ panel, items, majority, bestSingle, courses: own }) => [
        panel,
        String(items),
        figure(majority),
        figure(bestSingle),
        ...courses.map((course) => cell(own[course])),
      ]),
      [
        'mean (accuracy / ECE)',
        '',
        figure(mean(figures.map(({ majority }) => majority))),
        figure(mean(figures.map(({ bestSingle }) => bestSingle))),
        ...courses.map((course) => (figures.some(({ courses: own }) => own[course]) ? cell(meansOf(figures, course)) : '—')),
      ],
    ],
  };
}

/** A figure of the running circle and what it must reach. */
export interface RunningBar {
  readonly figure: string;
  readonly ours: number;
  readonly bar: number;
  readonly better: 'higher' | 'lower';
  readonly reached: boolean;
}

/** The 20 panels of extracted answers, each learnt on one half and measured on the other. */
export function measureRunningPanels(core: Core, data: Data, say: (line: string) => void): RunningFigures[] {
  const naming = { families: false };
  const short = (['gsm', 'math-l5', 'crux'] as const).flatMap((set) => shortSet(set, data.short(set), 'a', naming));
  return [...choiceSet(data.choice(), naming), ...short].map((panel) => {
    const figures = measureRunning(core, panel, panel.set === 'mmlu-pro' ? undefined : skillElsewhere(panel, short));
    say(`${figures.panel}: measured`);
    return figures;
  });
}

/** The bars as they are stated for halves of the data that judge. */
export function runningBars(figures: readonly RunningFigures[]): RunningBar[] {
  const [skill, unjudged, all] = [
    meansOf(figures, 'known skill'),
    meansOf(figures, '500 without outcome'),
    meansOf(figures, 'all outcomes'),
  ];
  const higher = (name: string, ours: number, bar: number): RunningBar => ({
    figure: name,
    ours,
    bar,
    better: 'higher',
    reached: ours >= bar,
  });
  const lower = (name: string, ours: number, bar: number): RunningBar => ({
    figure: name,
    ours,
    bar,
    better: 'lower',
    reached: ours <= bar,
  });
  return [
    higher('known skill, first question, mean of 15 panels', skill.accuracy, 0.781),
    higher('known skill, worst panel against its majority, points', 100 * skill.worst, -1),
    higher('500 questions without outcome, mean of 20 panels', unjudged.accuracy, 0.723),
    higher('all outcomes, mean of 20 panels', all.accuracy, 0.7425),
    lower('all outcomes, Brier', all.brier, 0.122),
    lower('all outcomes, ECE', all.ece, 0.05),
  ];
}

/** The bars as a table. */
export function runningBarTable(bars: readonly RunningBar[]): Table {
  const rows = bars.map((bar) => [
    bar.figure,
    figure(bar.ours),
    `${bar.better === 'higher' ? '≥' : '≤'} ${bar.bar}`,
    bar.reached ? 'pass' : 'MISS',
  ]);
  return { title: 'A running circle: bars', head: ['figure', 'ours', 'bar', ''], rows };
}
