/** What a running circle decides, beside its bars: the 20 panels, and six circles on medical questions. */
import { logitCourses, measureOrders, type OrdersFigures } from './beside-logit.ts';
import type { Data } from './data.ts';
import { mean } from './figures.ts';
import type { Item, Panel } from './panels.ts';
import { choiceSet, shortSet } from './panels.ts';
import type { Halves, Model, RoutingItem } from './routing-data.ts';
import { models } from './routing-data.ts';
import {
  type Course,
  type CourseFigures,
  courses,
  halved,
  measureRunning,
  type RunningFigures,
  skillElsewhere,
  type Taught,
} from './running.ts';
import { figure, type Table } from './table.ts';
import type { Core } from './verdicts.ts';

const medicalCircles: Readonly<Record<string, readonly Model[]>> = {
  'all ten': Object.keys(models) as Model[],
  'QwQ, 4o, o3-mini, R1': ['qwq', 'gpt4o', 'o3mini', 'r1'],
  '4o, o3-mini, R1': ['gpt4o', 'o3mini', 'r1'],
  'V3, 4o, o3-mini': ['v3', 'gpt4o', 'o3mini'],
  '7 without the reasoners': ['v3', 'llama', 'qwq', 'haiku', 'sonnet', 'gpt4o', 'mini'],
  '5 cheap': ['llama', 'haiku', 'mini', 'v3', 'gpt4o'],
};

/** The circle that is measured after outcomes in several orders. */
const manyOrders = 'all ten';

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
  const fitted = courses.filter((course) => figures.some(({ logit }) => logit?.[course]));
  const cell = (own: CourseFigures | undefined) => (own ? `${figure(own.accuracy)} / ${own.ece.toFixed(3)}` : '—');
  return {
    title,
    head: ['panel', 'items', 'majority', 'best seat', ...courses, ...fitted.map((course) => `logit fit, ${course}`)],
    rows: [
      ...figures.map(({ panel, items, majority, bestSingle, courses: own, logit }) => [
        panel,
        String(items),
        figure(majority),
        figure(bestSingle),
        ...courses.map((course) => cell(own[course])),
        ...fitted.map((course) => cell(logit?.[course])),
      ]),
      [
        'mean (accuracy / ECE)',
        '',
        figure(mean(figures.map(({ majority }) => majority))),
        figure(mean(figures.map(({ bestSingle }) => bestSingle))),
        ...courses.map((course) => (figures.some(({ courses: own }) => own[course]) ? cell(meansOf(figures, course)) : '—')),
        ...fitted.map((course) =>
          cell(
            meansOf(
              figures.map((panel) => ({ ...panel, courses: panel.logit ?? {} })),
              course,
            ),
          ),
        ),
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

/** The 20 panels of extracted answers. Each learns from `past` where that is given, else from one half of its own items. */
export function measureRunningPanels(core: Core, data: Data, past: Data | undefined, say: (line: string) => void): RunningFigures[] {
  const [panels, before] = [panelsOf(data), past && panelsOf(past)];
  const short = (before ?? panels).filter(({ set }) => set !== 'mmlu-pro');
  return panels.map((panel) => {
    const learnt = before?.find(({ set, name }) => set === panel.set && name === panel.name)?.items;
    const skill = panel.set === 'mmlu-pro' ? undefined : skillElsewhere(panel, short);
    const figures = measureRunning(core, learnt ? { panel, learnt } : halved(panel), skill);
    say(`${figures.panel}: measured`);
    return figures;
  });
}

function panelsOf(data: Data): Panel[] {
  const naming = { families: false };
  const short = (['gsm', 'math-l5', 'crux'] as const).flatMap((set) => shortSet(set, data.short(set), 'a', naming));
  return [...choiceSet(data.choice(), naming), ...short];
}

/** Medical questions: six circles, and one of them after outcomes in other orders. */
export interface Medical {
  readonly circles: readonly RunningFigures[];
  readonly orders: readonly OrdersFigures[];
}

/** Six circles on medical questions, each beside a logit fit. */
export function measureMedical(core: Core, halves: Halves<RoutingItem>, say: (line: string) => void): Medical {
  const taught = Object.entries(medicalCircles).map(([name, members]) => taughtMedical(name, members, halves));
  const circles = taught.map((circle) => {
    const figures = { ...measureRunning(core, circle), logit: logitCourses(circle) };
    say(`${figures.panel}: measured`);
    return figures;
  });
  return { circles, orders: taught.filter(({ panel }) => panel.name === manyOrders).flatMap((circle) => measureOrders(core, circle)) };
}

function taughtMedical(name: string, members: readonly Model[], { learnt, measured }: Halves<RoutingItem>): Taught {
  const items = (all: readonly RoutingItem[]) => all.map((item) => medicalItem(item, members));
  return { panel: { set: 'medical', name, experts: members, hostile: [], items: items(measured) }, learnt: items(learnt) };
}

function medicalItem({ id, gold, options, calls }: RoutingItem, members: readonly Model[]): Item {
  const opinions = members.map((expert) => ({ expert, family: null, answer: calls[expert].answer }));
  const line = { id, question: null, kind: 'choice' as const, options, opinions };
  return { line, gold, worth: new Map(opinions.map(({ expert, answer }) => [expert, Number(answer === gold)])) };
}

/** The bars as they are stated for halves of the data that judge. */
export function runningBars(figures: readonly RunningFigures[], medical: readonly RunningFigures[]): RunningBar[] {
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
    ...medicalBars(medical),
  ];
}

/** Ten models; the stated bars are those of the other half, on which the best of them lies 0.8 points higher. */
function medicalBars(medical: readonly RunningFigures[]): RunningBar[] {
  const ten = medical.find(({ panel }) => panel.endsWith('all ten'));
  const stated = [
    ['100 outcomes', 0.835],
    ['300 outcomes', 0.846],
    ['all outcomes', 0.848],
  ] as const;
  const accuracies = stated.flatMap(([course, bar]) => {
    const own = ten?.courses[course];
    return own ? [barOf(`ten models, ${course}`, own.accuracy, bar, 'higher')] : [];
  });
  const after = ten?.courses['300 outcomes'];
  const behind = medical.flatMap(({ bestSingle, courses: { '300 outcomes': own } }) => (own ? [100 * (own.accuracy - bestSingle)] : []));
  return [
    ...accuracies,
    ...(after
      ? [
          barOf('ten models, 300 outcomes, Brier', after.brier, 0.107, 'lower'),
          barOf('ten models, 300 outcomes, ECE', after.ece, 0.02, 'lower'),
        ]
      : []),
    ...(behind.length > 0
      ? [barOf('six circles, 300 outcomes, worst against the best seat, points', Math.min(...behind), -1, 'higher')]
      : []),
  ];
}

function barOf(name: string, ours: number, bar: number, better: RunningBar['better']): RunningBar {
  return { figure: name, ours, bar, better, reached: better === 'higher' ? ours >= bar : ours <= bar };
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
