/** The strategies of asking beside their bars. */
import { messageOf } from '../../shared/errors.ts';
import { openData } from './data.ts';
import { choiceSet, shortSet } from './panels.ts';
import { measurePanels, measureRouting, type RoutingRow } from './routing.ts';
import { readRouting } from './routing-data.ts';
import { figure, type Table } from './table.ts';
import type { Core } from './verdicts.ts';

/** A bar: the best policy that keeps to the limits on calls and money, and whether it reaches the accuracy. */
export interface RoutingBar {
  readonly bar: string;
  readonly accuracy: number;
  /** The policy that comes nearest, undefined where none keeps to the limits. */
  readonly nearest: RoutingRow | undefined;
  readonly reached: boolean;
}

const panelBounds = [0.6, 0.8];

/** Measures what there is data for, and names what is missing. */
export function measureStrategies(core: Core, routing: string, data: string, say: (line: string) => void) {
  const missing: string[] = [];
  const tried = (what: string, measure: () => RoutingRow[]): RoutingRow[] => {
    say(what);
    try {
      return measure();
    } catch (error) {
      missing.push(messageOf(error));
      return [];
    }
  };
  const medical = tried('medical questions', () => measureRouting(core, readRouting(routing)));
  const panels = tried('20 panels', () => {
    const opened = openData(data, 'dev');
    const naming = { families: false };
    const short = (['gsm', 'math-l5', 'crux'] as const).flatMap((set) => shortSet(set, opened.short(set), 'a', naming));
    return measurePanels(core, [...choiceSet(opened.choice(), naming), ...short], panelBounds);
  });
  return { rows: [...medical, ...panels], bars: [...(medical.length > 0 ? [medicalBar(medical)] : []), ...panelBars(panels)], missing };
}

function medicalBar(rows: readonly RoutingRow[]): RoutingBar {
  const within = rows.filter(({ usdPerThousand, calls }) => usdPerThousand <= 4 && calls <= 2.2);
  return barOf('medical questions at $4.0 per 1,000 and 2.2 calls', 0.85, within);
}

function panelBars(rows: readonly RoutingRow[]): RoutingBar[] {
  if (rows.length === 0) return [];
  const within = (known: readonly RoutingRow['known'][], most: number) =>
    rows.filter((row) => known.includes(row.known) && row.share <= most);
  return [
    barOf('20 panels with outcomes at 40 % of the calls', 0.74, within(['outcomes'], 0.4)),
    barOf('20 panels without outcomes at 51 % of the calls', 0.72, within(['nothing', 'questions'], 0.51)),
  ];
}

function barOf(bar: string, accuracy: number, within: readonly RoutingRow[]): RoutingBar {
  const [nearest] = within.toSorted((a, b) => b.accuracy - a.accuracy);
  return { bar, accuracy, nearest, reached: (nearest?.accuracy ?? 0) >= accuracy };
}

/** Every policy with what it decided, asked and cost. */
export function strategyTable(rows: readonly RoutingRow[]): Table {
  return {
    title: 'Strategies of asking',
    head: ['Circle', 'Strategy', 'Known', 'Accuracy', 'Calls', '% of all', '$ per 1,000', 's p50', 's p95', 'Changed'],
    rows: rows.map(({ circle, policy, known, accuracy, calls, share, usdPerThousand, p50, p95, changed }) => [
      circle,
      policy,
      known,
      figure(accuracy),
      figure(calls, 2),
      figure(100 * share, 1),
      figure(usdPerThousand, 2),
      figure(p50, 1),
      figure(p95, 0),
      `${changed}`,
    ]),
  };
}

/** The bars. */
export function barTable(bars: readonly RoutingBar[]): Table {
  return {
    title: 'Bars of asking in stages',
    head: ['Bar', 'Accuracy', 'Nearest', 'Reached'],
    rows: bars.map(({ bar, accuracy, nearest, reached }) => [
      bar,
      figure(accuracy, 3),
      nearest ? `${figure(nearest.accuracy)} (${nearest.circle}, ${nearest.policy}, ${nearest.known})` : '—',
      reached ? 'yes' : 'no',
    ]),
  };
}
