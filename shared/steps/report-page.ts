/** A page of a report: what some stored consultations, newest first, say of their circles. */
import type { Feedback } from '../contract/feedback.ts';
import type { Opinion } from '../contract/opinion.ts';
import type { Kind } from '../contract/question.ts';
import { addLessons, type Learnt, type ReliabilityState } from '../contract/reliability.ts';
import type { ReportSums } from '../contract/report.ts';
import type { Run, RunRow } from '../contract/run.ts';
import type { Verdict } from '../contract/verdict.ts';
import { outcomeOf } from '../domain/feedback.ts';
import { hasVerdict, keyOf } from '../domain/reliability.ts';
import { mergeSums } from '../domain/report/add.ts';
import { observe } from '../domain/report/observe.ts';
import { type Outcome, outcomesOf, partsToJudge, reportedStrategies } from '../domain/report/replays.ts';
import { type Truth, truthOf } from '../domain/report/truth.ts';
import { groupsOf, replayables } from '../domain/strategy-words.ts';
import type { Ports } from '../ports/ports.ts';

/** The ports that a report reads from; of the core it takes judgements. */
export type ReportPorts = Pick<
  Ports,
  'runs' | 'opinions' | 'verdicts' | 'feedback' | 'listings' | 'reliability' | 'consensus' | 'knowledge' | 'clock'
>;

/** Which consultations a page is about; times are ISO 8601 with milliseconds. */
export interface ReportQuery {
  readonly tenant: string;
  /** Consultations to look at, at most; the page may end a few later, or earlier. */
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly circle?: string | undefined;
  readonly kind?: Kind | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

/** A page of sums. */
export interface ReportPart {
  readonly read: number;
  readonly open: number;
  readonly demo: number;
  readonly sums: readonly ReportSums[];
  readonly cursor?: string | undefined;
}

/** Consultations that are listed, and that are read at once: few enough that a page can end between them, and that others are served. */
const listed = 20;
const together = 4;
/** After so long a page ends where it is: a gateway gives up after 29 seconds, and the slowest twenty consultations take a few. */
const longEnoughMs = 5000;

/** Reads consultations page by page of the listing, until there are enough, or it has taken long enough. */
export async function reportPage(query: ReportQuery, ports: ReportPorts): Promise<ReportPart> {
  const { limit, kind, cursor: from, ...filter } = query;
  const begun = ports.clock.monotonic();
  const states = rememberStates(ports);
  const nextTurn = oneATurn();
  let [read, open, demo] = [0, 0, 0];
  let cursor = from;
  let sums: readonly ReportSums[] = [];
  do {
    const page = await ports.listings.page({ ...filter, cursor, limit: Math.min(listed, limit - read) });
    const rows = page.runs.filter((row) => kind === undefined || row.kind === kind);
    const ended = rows.filter(({ status }) => status !== 'open' && status !== 'closed');
    for (let first = 0; first < ended.length; first += together) {
      const some = ended.slice(first, first + together);
      const read = async (row: RunRow) => {
        await nextTurn();
        const found = await sumsOf(row, states, ports);
        if (found === 'demo') demo += 1;
        else if (found) sums = mergeSums([...sums, found]);
      };
      await Promise.all(some.map(read));
    }
    read += page.runs.length;
    open += rows.length - ended.length;
    ({ cursor } = page);
  } while (cursor !== undefined && read < limit && ports.clock.monotonic() - begun < longEnoughMs);
  return { read, open, demo, sums, cursor };
}

/** The sums of one ended consultation; undefined for one that has been deleted meanwhile. */
async function sumsOf(row: RunRow, states: States, ports: ReportPorts): Promise<ReportSums | 'demo' | undefined> {
  const run = await ports.runs.get(row.id);
  if (run === undefined) return undefined;
  if (run.demo) return 'demo';
  if (!hasVerdict(run)) return observe({ run, opinions: [] });
  const [verdict, { opinions }, feedback] = await Promise.all([
    ports.verdicts.get(run.id),
    ports.opinions.read(run.id),
    ports.feedback.read(run.id),
  ]);
  if (verdict === undefined || feedback === undefined) return observe({ run, verdict, opinions });
  const learnt = await learntFrom(run, feedback, ports);
  const truth = truthOf(run, verdict, opinions, feedback, learnt);
  const outcomes = await outcomesIfKnown({ run, verdict, opinions, truth, learnt }, states, ports);
  return observe({ run, verdict, opinions, truth, answerKnown: feedback.answer !== undefined, outcomes });
}

/** What the core makes of a right answer; it compares none for a circle that does not learn. */
async function learntFrom(run: Run, feedback: Feedback, { consensus }: ReportPorts): Promise<Learnt | undefined> {
  if (feedback.answer === undefined || run.learning === 'off') return undefined;
  return (await consensus.weigh(run.id, outcomeOf(feedback))).reliability?.learnt;
}

interface Known {
  readonly run: Run;
  readonly verdict: Verdict;
  readonly opinions: readonly Opinion[];
  readonly truth: Truth;
  readonly learnt: Learnt | undefined;
}

/** Smaller circles and strategies are replayed where their answers can be told right from wrong. */
async function outcomesIfKnown(
  { run, verdict, opinions, truth, learnt }: Known,
  states: States,
  { consensus, knowledge }: ReportPorts,
): Promise<readonly Outcome[]> {
  if (truth.seats === undefined) return [];
  const replays = replayables(run, verdict.reliability?.estimates ?? {}, knowledge, reportedStrategies(run));
  // What a question has taught must not help to answer it.
  const state = run.learning === 'off' ? undefined : withoutLesson(await states(run), learnt ?? {});
  const groups = groupsOf(run, replays);
  const [parts, stages] = await Promise.all([
    consensus.judge(run.id, partsToJudge(run), { known: state, alone: true }),
    groups.length === 0 ? [] : consensus.judge(run.id, groups, { known: state }),
  ]);
  return outcomesOf(run, opinions, replays, { parts, stages });
}

/** A state as it would be if one outcome were not known. What was estimated anew since may differ from what is taken away, and is never less than nothing. */
function withoutLesson({ version, experts }: ReliabilityState, learnt: Learnt): ReliabilityState {
  const known = Object.fromEntries(Object.entries(learnt).filter(([name]) => Object.hasOwn(experts, name)));
  const left = Object.entries(addLessons(experts, known, -1)).map(([name, { right, asked }]) => {
    const most = Math.max(0, asked);
    return [name, { right: Math.min(most, Math.max(0, right)), asked: most }] as const;
  });
  return { version, experts: Object.fromEntries(left) };
}

/** Lets one reading begin in each turn of the event loop: a store that answers at once would keep everybody else waiting for all of them. */
function oneATurn(): () => Promise<void> {
  let turn = Promise.resolve();
  return () => {
    turn = turn.then(() => new Promise((resolve) => setImmediate(resolve)));
    return turn;
  };
}

type States = (run: Run) => Promise<ReliabilityState>;

/** What is known of the experts of each circle and kind, read once a page. */
function rememberStates({ reliability }: ReportPorts): States {
  const known = new Map<string, Promise<ReliabilityState>>();
  return async (run) => {
    const { tenant, circle, kind } = keyOf(run);
    const name = `${tenant} ${circle} ${kind}`;
    const state = known.get(name) ?? reliability.read({ tenant, circle, kind }).then((stored) => stored.state);
    known.set(name, state);
    return state;
  };
}
