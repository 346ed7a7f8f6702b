/**
 * What a running circle decides: on its first question, with known skill, after 500 questions without an outcome, and after 100, 300 and all
 * outcomes of one half of the data, each measured on the other half.
 */
import { createHash } from 'node:crypto';
import { calibration, mean, type Outcome } from './figures.ts';
import type { Item, Panel } from './panels.ts';
import { baselines, outcomesOf } from './short-and-choice.ts';
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
  /** What a logit fit decides after the same outcomes, where it was asked for. */
  readonly logit?: Readonly<Partial<Record<Course, CourseFigures>>>;
}

/** The half that an item lies in, by its id: 0 is learnt from, 1 is measured. */
export function halfOf(set: string, id: string): 0 | 1 {
  return ((createHash('sha256').update(`${set}${id}`).digest()[1] ?? 0) % 2) as 0 | 1;
}

/** A panel with the items that it has learnt from. */
export interface Taught {
  readonly panel: Panel;
  readonly learnt: readonly Item[];
}

/** A panel that learns from one half of its items and is measured on the other. */
export function halved(panel: Panel): Taught {
  const of = (half: 0 | 1) => panel.items.filter(({ line }) => halfOf(panel.set, line.id) === half);
  return { panel: { ...panel, items: of(1) }, learnt: of(0) };
}

/** Measures one panel. `skill` holds what is known of each expert before any question; the rates of other tasks, never of this one. */
export function measureRunning(core: Core, { panel, learnt }: Taught, skill?: ReadonlyMap<string, number>): RunningFigures {
  const judged = panel.items;
  const all = inOrder(learnt);
  const more: Readonly<Record<Course, object | undefined>> = {
    'first question': {},
    'known skill': skill && { skill: Object.fromEntries([...skill].map(([expert, rate]) => [expert, { rate, trust }])) },
    '500 without outcome': auto(learn(core, all.slice(0, unjudged), false)),
    '100 outcomes': afterOutcomes(core, all, 100),
    '300 outcomes': all.length >= 300 ? afterOutcomes(core, all, 300) : undefined,
    'all outcomes': afterOutcomes(core, all, all.length),
  };
  const measured = courses.flatMap((course) => {
    const with_ = more[course];
    return with_ === undefined ? [] : [[course, measure(core, judged, with_)] as const];
  });
  const { majority, bestSingle } = baselines(panel);
  return { panel: `${panel.set} ${panel.name}`, items: judged.length, majority, bestSingle, courses: Object.fromEntries(measured) };
}

/** Questions in the order in which a circle learns from them. */
export function inOrder(items: readonly Item[]): Item[] {
  return items.toSorted((one, other) => order(one).localeCompare(order(other)));
}

/** What a circle knows after the first `count` outcomes, as a line for the core says it. */
export function afterOutcomes(core: Core, items: readonly Item[], count: number): object {
  return auto(learn(core, items.slice(0, count), true));
}

function auto(reliability: unknown): object {
  return { at: day, reliability, reliability_mode: 'auto' };
}

function order({ line }: Item): string {
  return createHash('sha256').update(`order ${line.id}`).digest('hex');
}

/** What a circle decides that knows `more` of its experts. */
export function measure(core: Core, items: readonly Item[], more: object): CourseFigures {
  const input = items.map(({ line }) => `${JSON.stringify({ ...line, ...more })}\n`).join('');
  return figuresOf(outcomesOf(items, parseVerdicts(core.run(['agree'], input).output, items.length)));
}

/** The figures of a course from what became of its verdicts. */
export function figuresOf(outcomes: readonly Outcome[]): CourseFigures {
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
