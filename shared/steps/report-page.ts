/** A page of a report: what some stored consultations, newest first, say of their circles. */
import type { Feedback } from '../contract/feedback.ts';
import type { Opinion } from '../contract/opinion.ts';
import type { Kind } from '../contract/question.ts';
import { addLessons, type Learnt, type ReliabilityState } from '../contract/reliability.ts';
import type { ReportSums } from '../contract/report.ts';
import { withCostOfAll } from '../contract/rounds.ts';
import type { Run, RunRow } from '../contract/run.ts';
import type { Verdict } from '../contract/verdict.ts';
import { isDebated } from '../domain/debate.ts';
import { outcomeOf } from '../domain/feedback.ts';
import { hasVerdict, keyOf } from '../domain/reliability.ts';
import { mergeSums } from '../domain/report/add.ts';
import { observe } from '../domain/report/observe.ts';
import { type Outcome, outcomesOf, partsToJudge, reportedStrategies } from '../domain/report/replays.ts';
import { type Truth, truthOf } from '../domain/report/truth.ts';
import { groupsOf, replayables } from '../domain/strategy-words.ts';
import { messageOf, NotFound } from '../errors.ts';
import type { RunQuery } from '../ports/listings.ts';
import type { Ports } from '../ports/ports.ts';
import { reportName } from './report-name.ts';

/** The ports that a report reads from; of the core it takes judgements. */
export type ReportPorts = Pick<
  Ports,
  'runs' | 'opinions' | 'verdicts' | 'feedback' | 'listings' | 'reliability' | 'consensus' | 'knowledge' | 'clock' | 'log'
>;

/** Which consultations a page is about; times are ISO 8601 with milliseconds. It may end a few behind its limit, or before. */
export interface ReportQuery extends Pick<RunQuery, 'tenant' | 'limit' | 'cursor' | 'circle' | 'after' | 'before'> {
  readonly kind?: Kind | undefined;
  /** Whoever has gone reads no page: it ends where it is. */
  readonly signal?: AbortSignal | undefined;
}

/** A page of sums. */
export interface ReportPart {
  readonly read: number;
  readonly open: number;
  readonly demo: number;
  /** Consultations that something stored or the core says nothing of; the others are reported without them. */
  readonly unreadable: number;
  readonly sums: readonly ReportSums[];
  readonly cursor?: string | undefined;
}

/** Consultations that are listed, and that are read at once: few enough that a page can end between them, and that others are served. */
const listed = 20;
const together = 4;
/** After so long a page ends where it is: a gateway gives up after 29 seconds, and the slowest twenty consultations take a few. */
const longEnoughMs = 5000;

/** Reads consultations page by page of the listing, until there are enough, it has taken long enough, or nobody waits any more. */
export async function reportPage(query: ReportQuery, ports: ReportPorts): Promise<ReportPart> {
  const { limit, cursor: from, signal } = query;
  const begun = ports.clock.monotonic();
  const over = () => signal?.aborted === true || ports.clock.monotonic() - begun >= longEnoughMs;
  const count = counting(query, ports);
  let part: ReportPart = { read: 0, open: 0, demo: 0, unreadable: 0, sums: [], cursor: from };
  do {
    const page = await list(query, { cursor: part.cursor, limit: Math.min(listed, limit - part.read) }, ports);
    const start = part.cursor;
    let ends = page.cursor;
    for (let first = 0; first < page.runs.length; first += together) {
      part = added(part, await count(page.runs.slice(first, first + together)));
      const done = page.runs.slice(0, first + together);
      const behind = done.length < page.runs.length && over() ? await placeBehind(done, query, start, ports) : undefined;
      if (behind === undefined) continue;
      ends = behind;
      break;
    }
    part = { ...part, cursor: ends };
  } while (part.cursor !== undefined && part.read < limit && !over());
  return part;
}

function list(
  { tenant, circle, after, before }: ReportQuery,
  place: Pick<RunQuery, 'cursor' | 'limit' | 'before'>,
  { listings }: ReportPorts,
) {
  return listings.page({ tenant, circle, after, before, ...place });
}

/**
 * The cursor behind the first rows of a listing, which only a listing of these rows has. Undefined where something was accepted or deleted between the
 * two: then it would lead elsewhere.
 */
async function placeBehind(
  rows: readonly RunRow[],
  query: ReportQuery,
  cursor: string | undefined,
  ports: ReportPorts,
): Promise<string | undefined> {
  const newest = Date.parse(rows[0]?.createdAt ?? '');
  // What has been accepted since begins no listing of these.
  const before = query.before ?? new Date(newest + 1).toISOString();
  const again = await list(query, { cursor, limit: rows.length, before }, ports);
  return again.runs.map(({ id }) => id).join() === rows.map(({ id }) => id).join() ? again.cursor : undefined;
}

/** Counts rows of a listing, all of them at once. */
function counting({ kind }: ReportQuery, ports: ReportPorts): (listed: readonly RunRow[]) => Promise<ReportPart> {
  const states = rememberStates(ports);
  const nextTurn = oneATurn();
  return async (listed) => {
    const rows = listed.filter((row) => kind === undefined || row.kind === kind);
    const ended = rows.filter(({ status }) => status !== 'open' && status !== 'closed');
    const found = await Promise.all(
      ended.map(async (row) => {
        await nextTurn();
        return sumsIfReadable(row, states, ports);
      }),
    );
    return {
      read: listed.length,
      open: rows.length - ended.length,
      demo: found.filter((one) => one === 'demo').length,
      unreadable: found.filter((one) => one === 'unreadable').length,
      sums: found.filter((one) => typeof one === 'object'),
    };
  };
}

function added(one: ReportPart, other: ReportPart): ReportPart {
  return {
    read: one.read + other.read,
    open: one.open + other.open,
    demo: one.demo + other.demo,
    unreadable: one.unreadable + other.unreadable,
    sums: mergeSums([...one.sums, ...other.sums]),
    cursor: one.cursor,
  };
}

/** One consultation that cannot be read keeps nobody from the report of all others. What has been deleted meanwhile is left out. */
async function sumsIfReadable(row: RunRow, states: States, ports: ReportPorts): Promise<ReportSums | 'demo' | 'unreadable' | undefined> {
  try {
    return await sumsOf(row, states, ports);
  } catch (error) {
    if (error instanceof NotFound && (await isGone(row, ports))) return undefined;
    ports.log.warn('REPORT_UNREADABLE', { consultationId: row.id, reason: messageOf(error) });
    return 'unreadable';
  }
}

async function isGone({ id }: RunRow, { runs }: ReportPorts): Promise<boolean> {
  return (await runs.get(id).catch(() => null)) === undefined;
}

/** The sums of one ended consultation; undefined for one that has been deleted meanwhile. */
async function sumsOf(row: RunRow, states: States, ports: ReportPorts): Promise<ReportSums | 'demo' | undefined> {
  const run = await ports.runs.get(row.id);
  if (run === undefined) return undefined;
  if (run.demo) return 'demo';
  if (!hasVerdict(run)) return observe({ run, opinions: [] });
  const [verdict, read, feedback] = await Promise.all([
    ports.verdicts.get(run.id),
    ports.opinions.read(run.id),
    ports.feedback.read(run.id),
  ]);
  const opinions = withCostOfAll(read);
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
  // A smaller circle would have debated otherwise, or not at all.
  if (truth.seats === undefined || isDebated(run)) return [];
  const replays = replayables(run, verdict.reliability?.estimates ?? {}, knowledge, reportedStrategies(run));
  // What a question has taught must not help to answer it.
  const state = run.learning === 'off' ? undefined : withoutLesson(await states(run), learnt ?? {});
  const groups = groupsOf(run, replays);
  const [parts, stages] = await Promise.all([
    consensus.judge(run.id, partsToJudge(run), { known: state, alone: true }),
    groups.length === 0 ? [] : consensus.judge(run.id, groups, { known: state }),
  ]);
  return outcomesOf(run, opinions, replays, { parts, stages }).map((outcome) => ({ ...outcome, name: reportName(outcome.name) }));
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
    // What could not be read once may be there for the next consultation.
    state.catch(() => known.delete(name));
    return state;
  };
}
