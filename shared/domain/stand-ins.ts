/** Who sits in the place of an expert that fails before it has answered: chosen when the question is accepted, seated while the run is open. Pure. */
import type { Circle, Knowledge } from '../contract/circle.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import type { Replacement } from '../contract/replacement.ts';
import type { Run, RunState } from '../contract/run.ts';
import { firstSeated } from '../contract/seats-now.ts';
import type { Selection } from '../contract/selection.ts';
import type { ExpertFailureType } from '../errors.ts';
import { grantToStandIn, type Limited } from './limits.ts';
import { resolveSeat } from './resolve-seat.ts';
import { tooLateMs } from './retry.ts';

/** Whether an expert that failed so has given no answer that its place would have to be counted by. Who has no room in a limit leaves none to another one. */
const failsBeforeAnswer: Readonly<Record<ExpertFailureType | 'message-set-aside' | 'not-kept', boolean>> = {
  'key-missing': true,
  'key-rejected': true,
  'rate-limited': true,
  'request-rejected': true,
  'prompt-too-long': true,
  'provider-error': true,
  unreachable: true,
  'cut-off': true,
  'error-in-answer': true,
  timeout: true,
  'images-not-taken': true,
  'script-missing': true,
  'message-set-aside': true,
  'not-kept': false,
  'unreadable-answer': false,
  'empty-answer': false,
  refused: false,
  'answer-too-large': false,
  'schema-mismatch': false,
  'length-limit': false,
  'over-limit': false,
};

/** Whether a failure of that type leaves a seat that another expert may take. A type that only another version knows does not. */
export function leavesSeat(type: string): boolean {
  return Object.entries(failsBeforeAnswer).some(([name, leaves]) => leaves && name === type);
}

/**
 * The candidates that may take a seat, by points, of equals the first: as many as sit. Nobody replaces rules, nor do rules replace anybody: what they are
 * silent about would be taken for judged.
 */
export function standInsOf(
  { candidates }: Selection,
  { replace = true }: Pick<Circle, 'replace'>,
  knowledge: Knowledge,
): readonly string[] {
  const isRule = (expert: string) => factsOf(resolveSeat(expert, knowledge).provider).judge === 'rules';
  const seated = candidates.filter((one) => one.seated);
  if (!replace || seated.some(({ expert }) => isRule(expert))) return [];
  const others = candidates.filter(({ seated: sits, points, expert }) => !sits && points !== null && !isRule(expert));
  return others.toSorted((a, b) => (b.points ?? 0) - (a.points ?? 0)).map(({ expert }) => expert);
}

/** The selection with the turns of those who may take a seat. */
export function withTurns(selection: Selection, standIns: readonly string[]): Selection {
  const candidates = selection.candidates.map((one) => {
    const turn = standIns.indexOf(one.expert) + 1;
    return turn === 0 ? one : { ...one, standIn: turn };
  });
  return { ...selection, candidates };
}

/** How the seats were chosen, with who sits in whose place by now; undefined where nobody chose. */
export function selectionNow({ selection, replaced = [] }: Pick<Run, 'selection' | 'replaced'>): Selection | undefined {
  const candidates = selection?.candidates.map((one) => {
    const replacement = replaced.find(({ by }) => by === one.expert);
    return replacement === undefined ? one : { ...one, replaces: replacement.seat };
  });
  return selection && candidates && { ...selection, candidates };
}

type Replaceable = Limited & Pick<RunState, 'status' | 'stop' | 'failures' | 'deadlineAt'>;

/**
 * The next seat to be given to another expert, and to whom; undefined where none is. Each seat is given once, nobody sits twice, and it takes time to
 * answer, room in the limits, and that the answers which are in do not suffice by their number where the circle ends by that.
 */
export function nextReplacement(run: Replaceable, now: Date): Replacement | undefined {
  const { spare = [], replaced = [] } = run;
  if (spare.length === replaced.length || !takesOthers(run, now)) return undefined;
  const left = seatLeft(run);
  const candidate = left && candidateFor(run);
  return candidate && { ...left, ...candidate };
}

/** The first seat that its expert has left and nobody has taken. */
function seatLeft(run: Replaceable): Pick<Replacement, 'seat' | 'reason'> | undefined {
  const { replaced = [], failures = {} } = run;
  const taken = new Set(replaced.map(({ seat }) => seat));
  const seat = firstSeated(run).find((expert) => leavesSeat(failures[expert] ?? '') && !taken.has(expert));
  return seat === undefined ? undefined : { seat, reason: failures[seat] ?? '' };
}

/** The first candidate without a seat for which the limits have room. */
function candidateFor(run: Replaceable): Pick<Replacement, 'by' | 'grant'> | undefined {
  const { spare = [], replaced = [] } = run;
  const sits = new Set(replaced.map(({ by }) => by));
  for (const by of spare) {
    if (sits.has(by)) continue;
    const grant = grantToStandIn(run, by);
    if (grant === undefined) return { by };
    if (!('lacks' in grant)) return { by, grant };
  }
  return undefined;
}

function takesOthers({ status, stop, rounds, answered, quorum, deadlineAt }: Replaceable, now: Date): boolean {
  if (status !== 'open' || rounds !== undefined || (stop === 'quorum' && answered >= quorum)) return false;
  return Date.parse(deadlineAt) - now.getTime() >= tooLateMs;
}
