/** The 20 panels with extracted answers, and the 15 with whole replies: batch, streaming, single, calibration and reliability. */
import { answerClass } from './answer-class.ts';
import { type Calibration, calibration, correlation, majority, mean, type Outcome } from './figures.ts';
import type { Item, Panel } from './panels.ts';
import type { Core, Verdict } from './verdicts.ts';

export interface PanelFigures {
  readonly panel: string;
  readonly items: number;
  readonly mean: number;
  readonly bestSingle: number;
  readonly majority: number;
  readonly oracle: number;
  readonly batch: number;
  readonly streaming: number;
  readonly single: number;
  readonly calibration: Calibration;
  /** The share of the majority taken as confidence, ties sharing their credit, which no engine can do. */
  readonly voteShare: Calibration;
  /** Estimated against true accuracy of the experts; null where no estimates were given. */
  readonly reliability: { readonly correlation: number | null; readonly error: number } | null;
  readonly methods: Readonly<Record<string, number>>;
}

export function measurePanel(core: Core, panel: Panel): PanelFigures {
  const batch = core.judge(['infer'], panel.items);
  const outcomes = outcomesOf(panel.items, batch);
  const accuracy = (argv: readonly string[]) => mean(outcomesOf(panel.items, core.judge(argv, panel.items)).map(({ right }) => right));
  return {
    panel: `${panel.set} ${panel.name}`,
    items: panel.items.length,
    ...baselines(panel),
    batch: mean(outcomes.map(({ right }) => right)),
    streaming: accuracy(['agree', '--learn']),
    single: accuracy(['agree']),
    calibration: calibration(outcomes),
    voteShare: voteShare(panel),
    reliability: reliability(panel, batch),
    methods: methodCounts(batch),
  };
}

export interface ReplyFigures {
  readonly panel: string;
  readonly items: number;
  readonly batch: number;
  readonly single: number;
}

/** Whole replies: the core extracts. */
export function measureReplies(core: Core, panel: Panel): ReplyFigures {
  const accuracy = (argv: readonly string[]) => mean(outcomesOf(panel.items, core.judge(argv, panel.items)).map(({ right }) => right));
  return { panel: `${panel.set} ${panel.name}`, items: panel.items.length, batch: accuracy(['infer']), single: accuracy(['agree']) };
}

/** A missing line is wrong with confidence 1; a null confidence counts as 0 if nothing was answered, else as a half. */
export function outcomesOf(items: readonly Item[], verdicts: readonly (Verdict | undefined)[]): Outcome[] {
  return items.map((item, at) => {
    const verdict = verdicts[at];
    if (!verdict) return { right: 0, confidence: 1 };
    return { right: worthOf(item, verdict), confidence: verdict.confidence ?? (verdict.answer === null ? 0 : 0.5) };
  });
}

export function methodCounts(verdicts: readonly (Verdict | undefined)[]): Record<string, number> {
  const groups = Map.groupBy(verdicts, (verdict) => verdict?.method ?? 'malformed');
  return Object.fromEntries([...groups].map(([method, { length }]) => [method, length]));
}

function worthOf({ gold, worth }: Item, { answer, pick }: Verdict): number {
  if (gold !== null) return Number(answer === gold);
  return pick === null ? 0 : (worth.get(pick) ?? 0);
}

export function baselines({ set, experts, items }: Panel) {
  const accuracies = experts.map((expert) => accuracyOf(expert, items));
  return {
    mean: mean(accuracies),
    bestSingle: Math.max(...accuracies),
    majority: mean(items.map((item) => majority(votesOf(set, item)).credit)),
    oracle: mean(items.map(({ worth }) => Math.max(...worth.values()))),
  };
}

function voteShare({ set, items }: Panel): Calibration {
  const counted = items.map((item) => majority(votesOf(set, item)));
  return calibration(counted.map(({ credit, share }) => ({ right: credit, confidence: share })));
}

function accuracyOf(expert: string, items: readonly Item[]): number {
  return mean(items.map(({ worth }) => worth.get(expert) ?? 0));
}

function votesOf(set: string, { line, worth }: Item) {
  return line.opinions.flatMap(({ expert, answer }) => {
    const read = answerClass(set, answer);
    return read === null ? [] : [{ class: read, worth: worth.get(expert) ?? 0 }];
  });
}

function reliability({ experts, items }: Panel, verdicts: readonly (Verdict | undefined)[]) {
  const estimates = verdicts.findLast((verdict) => verdict?.estimates)?.estimates;
  if (!estimates) return null;
  const known = experts.filter((expert) => estimates[expert] !== undefined);
  const [said, actual] = [known.map((expert) => estimates[expert] ?? 0), known.map((expert) => accuracyOf(expert, items))];
  return { correlation: correlation(said, actual), error: mean(said.map((value, at) => Math.abs(value - (actual[at] ?? 0)))) };
}
