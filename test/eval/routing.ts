/** Asking in stages, measured: accuracy, calls, dollars and seconds of each strategy on recorded answers. Learnt on one half, measured on the other. */
import type { Strategy } from '../../shared/contract/question.ts';
import type { ReliabilityState } from '../../shared/contract/reliability.ts';
import { mean } from './figures.ts';
import type { Panel } from './panels.ts';
import { type Halves, isLearnt, type Model, models, type RoutingItem } from './routing-data.ts';
import { learn, lineOf, orderOf, type Policy, type Recorded, replayAll, type StrategyFigures } from './strategies.ts';
import type { Core } from './verdicts.ts';

/** The figures of one policy. */
export interface RoutingRow extends StrategyFigures {
  readonly circle: string;
  readonly policy: string;
  /** What was known of the experts. */
  readonly known: Known;
}

/** Nothing; past questions without their right answers; past questions with them. */
export type Known = 'nothing' | 'questions' | 'outcomes';

const circles: Readonly<Record<string, readonly Model[]>> = {
  'all ten': Object.keys(models) as Model[],
  'gpt-4o, o3-mini, R1': ['gpt4o', 'o3mini', 'r1'],
  'QwQ, gpt-4o, o3-mini, R1': ['qwq', 'gpt4o', 'o3mini', 'r1'],
  'V3, gpt-4o, o3-mini': ['v3', 'gpt4o', 'o3mini'],
};

const escalations: Readonly<Record<string, Strategy>> = {
  'gpt-4o, o3-mini, R1': { escalate: [['gpt4o', 'o3mini'], ['r1']] },
  'QwQ, gpt-4o, o3-mini, R1': { escalate: [['qwq', 'gpt4o', 'o3mini'], ['r1']] },
  'V3, gpt-4o, o3-mini': { escalate: [['v3', 'gpt4o'], ['o3mini']] },
};

/** Every policy on the medical questions. */
export function measureRouting(core: Core, { learnt, measured }: Halves<RoutingItem>): RoutingRow[] {
  return Object.entries(circles).flatMap(([circle, members]) => {
    const items = measured.map((item) => recorded(item, members));
    const past = learnt.map((item) => recorded(item, members));
    const usd = members.map((model) => mean(learnt.map(({ calls }) => calls[model].usd)));
    const states = statesOf(
      core,
      past,
      learnt.map(({ gold }) => gold),
    );
    const escalation = escalations[circle];
    const policies: Readonly<Record<string, Strategy>> = {
      all: 'all',
      settled: 'settled',
      'sure 0.9': { sure: 0.9 },
      ...(escalation && { escalate: escalation }),
    };
    return Object.entries(policies).flatMap(([policy, strategy]) =>
      (['nothing', 'questions', 'outcomes'] as const).map((known) => ({
        circle,
        policy,
        known,
        ...replayAll(core, items, { strategy, quorum: quorumFor(strategy, members.length), state: states[known], usd }),
      })),
    );
  });
}

/** The mean of the 20 panels, whose members' prices nobody knows. */
export function measurePanels(core: Core, panels: readonly Panel[], bounds: readonly number[]): RoutingRow[] {
  const policies: readonly (readonly [string, Strategy])[] = [
    ['all', 'all'],
    ['settled', 'settled'],
    ...bounds.map((sure) => [`sure ${sure}`, { sure }] as const),
  ];
  const rows = panels.flatMap((panel) => {
    const items = panel.items.map((item) => ({ item, recorded: ofPanel(panel, item) }));
    const past = items.filter(({ item }) => isLearnt(panel.set, item.line.id));
    const measured = items.filter(({ item }) => !isLearnt(panel.set, item.line.id)).map(({ recorded: one }) => one);
    const rights = past.map(({ recorded: one }) => one.seats);
    const states = {
      nothing: undefined,
      questions: learn(
        core,
        past.map(({ recorded: one }) => lineOf(one)),
      ),
      outcomes: tallies(rights),
    };
    const chosen = (['questions', 'outcomes'] as const).map((known) => {
      const best = bestOf(core, panel, states[known], measured);
      return { policy: 'best three by stages', known, figures: best };
    });
    const rest = policies.flatMap(([policy, strategy]) =>
      (['nothing', 'questions', 'outcomes'] as const).map((known) => {
        const given: Policy = { strategy, quorum: quorumFor(strategy, panel.experts.length), state: states[known] };
        return { policy, known, figures: replayAll(core, measured, given) };
      }),
    );
    return [...rest, ...chosen];
  });
  const groups = Map.groupBy(rows, ({ policy, known }) => `${policy} ${known}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const average = (of: (figures: StrategyFigures) => number) => mean(group.map(({ figures }) => of(figures)));
    return [
      {
        circle: `${panels.length} panels`,
        policy: first.policy,
        known: first.known,
        accuracy: average(({ accuracy }) => accuracy),
        calls: average(({ calls }) => calls),
        share: average(({ share }) => share),
        usdPerThousand: Number.NaN,
        p50: Number.NaN,
        p95: Number.NaN,
        changed: group.reduce((sum, { figures }) => sum + figures.changed, 0),
      },
    ];
  });
}

/** A circle of the three who are known to be best: the third is asked where the two first differ. The share is of the whole panel's calls. */
function bestOf(core: Core, { experts }: Panel, state: ReliabilityState | undefined, measured: readonly Recorded[]): StrategyFigures {
  const [one, two, three] = orderOf(core, measured, state).map((place) => experts[place] ?? '');
  const trio = [one, two, three].flatMap((expert) => expert ?? []);
  const seats = ({ seats: all }: Recorded) => trio.flatMap((expert) => all.find((seat) => seat.expert === expert) ?? []);
  const strategy = { escalate: [trio.slice(0, 2), trio.slice(2)] };
  const figures = replayAll(
    core,
    measured.map((item) => ({ ...item, seats: seats(item) })),
    { strategy, quorum: 2, state },
  );
  return { ...figures, share: figures.calls / experts.length };
}

/** As a circle that declares none has it. */
function quorumFor(strategy: Strategy, count: number): number {
  return typeof strategy === 'string' ? Math.floor(count / 2) + 1 : 2;
}

function statesOf(core: Core, past: readonly Recorded[], gold: readonly string[]): Readonly<Record<Known, ReliabilityState | undefined>> {
  return {
    nothing: undefined,
    questions: learn(core, past.map(lineOf)),
    outcomes: learn(
      core,
      past.map((item, at) => ({ ...lineOf(item), outcome: { answer: gold[at] } })),
    ),
  };
}

/** Right answers of whom there are no words that the core could compare with: the sums that outcomes add up to. */
function tallies(past: readonly Recorded['seats'][]): ReliabilityState {
  const experts: Record<string, { right: number; asked: number }> = {};
  for (const { expert, worth } of past.flat()) {
    const { right, asked } = experts[expert] ?? { right: 0, asked: 0 };
    experts[expert] = { right: right + worth, asked: asked + 1 };
  }
  return { version: 1, experts };
}

function recorded({ id, gold, options, calls }: RoutingItem, members: readonly Model[]): Recorded {
  const seats = members.map((model) => {
    const { answer, seconds, usd } = calls[model];
    return { expert: model, family: models[model].family, answer, seconds, usd, worth: Number(answer === gold) };
  });
  return { id, kind: 'choice', question: null, options, seats };
}

function ofPanel({ experts }: Panel, { line, worth }: Panel['items'][number]): Recorded {
  const opinionOf = new Map(line.opinions.map((opinion) => [opinion.expert, opinion]));
  const seats = experts.map((expert) => {
    const { family = null, answer = null } = opinionOf.get(expert) ?? {};
    return { expert, family, answer, seconds: 0, usd: 0, worth: worth.get(expert) ?? 0 };
  });
  return { id: line.id, kind: line.kind === 'choice' ? 'choice' : 'short', question: line.question, options: line.options, seats };
}
