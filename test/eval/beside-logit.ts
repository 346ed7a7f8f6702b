/** A circle that learns from outcomes beside a logit fit to the same outcomes: in the order of the evaluation, and in others. */
import { mean } from './figures.ts';
import { logitOutcomes } from './logit.ts';
import type { Item } from './panels.ts';
import { shuffled } from './random.ts';
import {
  afterOutcomes,
  type Course,
  type CourseFigures,
  figuresOf,
  inOrder,
  measure,
  type RunningFigures,
  type Taught,
} from './running.ts';
import { figure, type Table } from './table.ts';
import type { Core } from './verdicts.ts';

/** Orders of the outcomes, and after how many each is measured. */
const orders = 10;
const counts = [100, 300] as const;

/** What a logit fit decides after 100, 300 and all outcomes of a panel. */
export function logitCourses({ panel, learnt }: Taught): NonNullable<RunningFigures['logit']> {
  const all = inOrder(learnt);
  const after: readonly (readonly [Course, number])[] = [
    ['100 outcomes', 100],
    ['300 outcomes', 300],
    ['all outcomes', all.length],
  ];
  return Object.fromEntries(
    after.flatMap(([course, count]) => {
      const outcomes = logitOutcomes(panel.experts, all.slice(0, count), panel.items);
      return outcomes ? [[course, figuresOf(outcomes)] as const] : [];
    }),
  );
}

/** Figures of one who learns, each after another order of the outcomes. */
export interface OrdersFigures {
  readonly name: string;
  readonly orders: readonly CourseFigures[];
}

/**
 * Ours and the logit fit after outcomes in orders that chance draws up: one order alone says little about a model. Then the fit to the very questions
 * that are measured: what no weights that are learnt can be expected to reach.
 */
export function measureOrders(core: Core, { panel, learnt }: Taught): OrdersFigures[] {
  const drawn = Array.from({ length: orders }, (_, order) => shuffled(inOrder(learnt), `order ${order}`));
  const logit = (items: readonly Item[]) => {
    const outcomes = logitOutcomes(panel.experts, items, panel.items);
    return outcomes ? [figuresOf(outcomes)] : [];
  };
  const after = counts.flatMap((count) => [
    { name: `ours, ${count} outcomes`, orders: drawn.map((items) => measure(core, panel.items, afterOutcomes(core, items, count))) },
    { name: `logit fit, ${count} outcomes`, orders: drawn.flatMap((items) => logit(items.slice(0, count))) },
  ]);
  return [...after, { name: 'logit fit to what is measured', orders: logit(panel.items) }];
}

/** The figures over all orders as a table. */
export function ordersTable(name: string, figures: readonly OrdersFigures[]): Table {
  return {
    title: `A running circle: ${name}, ${orders} other orders of the outcomes`,
    head: ['', 'accuracy, mean', 'lowest', 'highest', 'Brier, mean', 'ECE, mean'],
    rows: figures.map(({ name: who, orders: each }) => {
      const accuracies = each.map(({ accuracy }) => accuracy);
      return [
        who,
        figure(mean(accuracies)),
        figure(Math.min(...accuracies)),
        figure(Math.max(...accuracies)),
        figure(mean(each.map(({ brier }) => brier))),
        mean(each.map(({ ece }) => ece)).toFixed(3),
      ];
    }),
  };
}
