/** What a verdict says of a deliberation: why there was a debate or none, who changed what, and what that has cost. */
import { changeMaxCharacters, debateReason, type ShownDeliberation, type ShownRound } from '../contract/deliberation.ts';
import type { AttemptNote, Opinion } from '../contract/opinion.ts';
import { debateRound, opinionIn, opinionName, type ReadOpinions } from '../contract/rounds.ts';
import type { Run, RunRound } from '../contract/run.ts';
import type { Verdict, Weighing } from '../contract/verdict.ts';
import { judgeInWords } from './judge-words.ts';
import { rankingWords } from './ranking-words.ts';
import { usedInRound } from './round-cost.ts';
import { statusOf } from './verdict.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What it takes to tell of a debate that was held. */
export interface Compared {
  /** What the first answers alone say. */
  readonly first: Weighing;
  /** Which answers of all rounds mean the same. */
  readonly alike: readonly (readonly string[])[];
}

/** What is read of a run that has ended. */
type Told = ReadOpinions & { readonly attempts: readonly AttemptNote[] };

/**
 * What came of a deliberation; undefined where nobody had asked for one. `weighing` is what the answers say; `compared` is there where a debate was held,
 * and `decidedBy` says whether a judge or a ranking has decided.
 */
export function deliberationInWords(
  run: Run,
  weighing: Weighing,
  read: Told,
  { compared, decidedBy }: { readonly compared: Compared | undefined; readonly decidedBy: Verdict['decidedBy'] },
): ShownDeliberation | undefined {
  const ranking = rankingWords(run, weighing, read, decidedBy === 'ranking');
  const judge = judgeInWords(run, read, decidedBy === 'judge');
  if (run.deliberation === undefined || (!run.deliberation.debate && ranking === undefined && judge === undefined)) return undefined;
  return { ...debateInWords(run, weighing, read, compared), ...withoutUndefined({ ranking, judge }) };
}

function debateInWords(
  run: Run,
  weighing: Weighing,
  read: Told,
  compared: Compared | undefined,
): Omit<ShownDeliberation, 'judge' | 'ranking'> {
  if (!run.deliberation?.debate) return { reason: 'off', rounds: [] };
  const begun = run.rounds?.find(({ round }) => round === debateRound);
  // Where it was not settled whether there is one, the time was over.
  if (begun === undefined) return { reason: 'deadline', rounds: [] };
  const reason = debateReason.parse(begun.reason);
  if (begun.experts.length === 0 || compared === undefined) return { reason, rounds: [] };
  return { reason, rounds: [roundInWords(run, begun, weighing, read, compared)] };
}

function roundInWords(run: Run, { round, at, experts }: RunRound, weighing: Weighing, read: Told, { first, alike }: Compared): ShownRound {
  const wasDecided = statusOf(run, first) === 'decided';
  const before = wasDecided ? read.rounds?.find((one) => one.expert === first.pick && one.round === undefined) : undefined;
  return {
    round,
    at,
    effect: effectOf(wasDecided ? first.pick : null, statusOf(run, weighing) === 'decided' ? standingPick(weighing, read) : null, alike),
    before: {
      answer: before ? inShort(before) : null,
      pick: wasDecided ? first.pick : null,
      agreement: first.agreement,
      confidence: wasDecided ? first.confidence : null,
    },
    experts: experts.map((expert) => changeOf({ expert, round }, read, alike)),
    ...usedInRound(
      experts.map((expert) => ({ expert, round })),
      read,
    ),
  };
}

/** Which opinion the answer stands in, by its name. */
function standingPick({ pick }: Weighing, { opinions }: ReadOpinions): string | null {
  const picked = opinions.find(({ expert }) => expert === pick);
  return picked ? opinionName(picked) : pick;
}

function effectOf(before: string | null, after: string | null, alike: Compared['alike']): ShownRound['effect'] {
  if (before === null) return after === null ? 'same' : 'decided';
  if (after === null) return 'undecided';
  return meanTheSame(before, after, alike) ? 'same' : 'changed';
}

function meanTheSame(one: string, other: string, alike: Compared['alike']): boolean {
  return one === other || alike.some((names) => names.includes(one) && names.includes(other));
}

function changeOf(named: { expert: string; round: number }, read: ReadOpinions, alike: Compared['alike']): ShownRound['experts'][number] {
  const { expert } = named;
  const first = opinionIn(read, { expert });
  const second = opinionIn(read, named);
  const counts = second?.status === 'answered';
  return {
    expert,
    changed: counts && !meanTheSame(expert, opinionName(named), alike),
    from: first ? inShort(first) : '',
    to: counts ? inShort(second) : null,
    ...(counts ? {} : { error: second?.error ?? notInTime }),
  };
}

const notInTime = { type: 'not-in-time', message: 'no second answer before the end', retryable: true };

/** What an answer comes to, or how it begins. */
function inShort({ vote, conclusion, answer = '' }: Opinion): string {
  return (vote ?? conclusion ?? answer.trim()).slice(0, changeMaxCharacters).toWellFormed();
}
