/** How far a run is, read off its journal. */
import type { JournalEntry } from './journal.ts';
import { isMiss } from './opinion.ts';
import { opinionName } from './rounds.ts';
import type { RunProgress, RunRound } from './run.ts';

/** A run that nothing has happened to yet. */
export const untouched: RunProgress = { status: 'open', answered: 0, failed: 0, arrivals: [], costUsd: 0, sent: false };

/** The progress that a journal tells of; `before` is what earlier versions counted without one. */
export function progressOf(journal: readonly JournalEntry[], before: RunProgress = untouched): RunProgress {
  return journal.reduce(afterEntry, before);
}

/** What an earlier version had counted of a run whose journal has been kept since: the status is the journal's affair where that tells of a change. */
export function countedBefore(kept: RunProgress, journal: readonly JournalEntry[]): RunProgress {
  if (!journal.some(({ type }) => type === 'closed' || type === 'ended')) return kept;
  const { endedAt: _endedAt, ...rest } = kept;
  return { ...rest, status: 'open' };
}

/** The progress of a run once an entry has been added to its journal; other fields of `run` stay. */
export function afterEntry<Run extends RunProgress>(run: Run, entry: JournalEntry): Run {
  switch (entry.type) {
    case 'opened':
      return entry.machine ? { ...run, machine: entry.machine } : run;
    case 'corrected':
      return run;
    case 'took':
      return { ...run, tookMs: entry.ms };
    case 'planned':
    case 'stage':
      return { ...run, ...afterStage(run, entry) };
    case 'asked':
      return { ...run, sent: true, ...afterSending(run, entry.stages) };
    case 'round':
    case 'judge':
    case 'ranking':
    case 'synthesis':
      return { ...run, ...afterBeginning(run, entry) };
    case 'replaced':
      return { ...run, ...afterReplacing(run, entry) };
    case 'joined':
      return { ...run, ...afterJoining(run, entry.expert) };
    case 'sent':
      return { ...run, ...inRound(run, entry.round, (round) => ({ ...round, sent: true })) };
    case 'opinion':
      return {
        ...run,
        costUsd: run.costUsd + (entry.costUsd ?? 0),
        ...(entry.charged && { charges: { ...run.charges, [opinionName(entry)]: entry.charged } }),
        ...(entry.round > 1 ? afterAnswer(run, entry) : afterFirst(run, entry)),
      };
    case 'closed':
      return { ...run, status: 'closed', endedBy: entry.endedBy };
    case 'ended':
      return { ...run, status: entry.end, endedAt: entry.at, ...(entry.failure && { failure: entry.failure }) };
  }
}

function afterFirst(
  { status, arrivals, answered, failed, failures }: RunProgress,
  entry: Extract<JournalEntry, { type: 'opinion' }>,
): Pick<RunProgress, 'arrivals' | 'answered' | 'failed' | 'failures'> {
  const counts = status === 'open';
  return {
    arrivals: [...arrivals, entry.expert],
    answered: answered + (counts && entry.status === 'answered' ? 1 : 0),
    failed: failed + (counts && isMiss(entry.status) ? 1 : 0),
    ...(counts && entry.failedBy !== undefined && { failures: { ...failures, [entry.expert]: entry.failedBy } }),
  };
}

/** A seat is given to another expert once, and nobody sits twice. */
function afterReplacing(
  { replaced = [] }: Pick<RunProgress, 'replaced'>,
  { seat, by, reason, at, grant }: Extract<JournalEntry, { type: 'replaced' }>,
): Pick<RunProgress, 'replaced'> {
  if (replaced.some((one) => one.seat === seat || one.by === by)) return { replaced };
  return { replaced: [...replaced, { seat, by, reason, at, ...(grant && { grant }), sent: false }] };
}

function afterJoining({ replaced }: Pick<RunProgress, 'replaced'>, expert: string): Pick<RunProgress, 'replaced'> {
  return replaced ? { replaced: replaced.map((one) => (one.by === expert ? { ...one, sent: true } : one)) } : {};
}

/** A plan is made once, and a stage begins once, after the one before it. */
function afterStage(
  { stages }: Pick<RunProgress, 'stages'>,
  entry: Extract<JournalEntry, { type: 'planned' | 'stage' }>,
): Pick<RunProgress, 'stages'> {
  const { at } = entry;
  if (entry.type === 'planned') return { stages: stages ?? { plan: entry.stages, begun: [{ at, reason: 'first' }], sent: 0 } };
  if (stages?.begun.length !== entry.stage) return {};
  const { reason, grants } = entry;
  return { stages: { ...stages, begun: [...stages.begun, { at, reason, ...(grants && { grants }) }] } };
}

/** Whoever was slow tells of fewer stages than have been sent meanwhile. */
function afterSending({ stages }: Pick<RunProgress, 'stages'>, sent = 0): Pick<RunProgress, 'stages'> {
  return stages ? { stages: { ...stages, sent: Math.max(stages.sent, sent) } } : {};
}

/** A round begins once, with the first answers that are stored by then. */
function afterBeginning(
  { rounds = [], arrivals }: Pick<RunProgress, 'rounds' | 'arrivals'>,
  { round, at, reason, experts }: Extract<JournalEntry, { type: 'round' | 'judge' | 'ranking' | 'synthesis' }>,
): Pick<RunProgress, 'rounds'> {
  if (rounds.some((begun) => begun.round === round)) return { rounds };
  return { rounds: [...rounds, { round, at, reason, experts, after: arrivals.length, heard: [], sent: experts.length === 0 }] };
}

function afterAnswer(
  run: Pick<RunProgress, 'rounds' | 'arrivals'>,
  { expert, round }: Extract<JournalEntry, { type: 'opinion' }>,
): Pick<RunProgress, 'rounds'> {
  return inRound(run, round, (begun) => ({ ...begun, heard: [...begun.heard, { expert, after: run.arrivals.length }] }));
}

function inRound(
  { rounds }: Pick<RunProgress, 'rounds'>,
  number: number,
  change: (round: RunRound) => RunRound,
): Pick<RunProgress, 'rounds'> {
  return rounds ? { rounds: rounds.map((round) => (round.round === number ? change(round) : round)) } : {};
}

/** Answers that count, by expert and round: they were stored while the run was open. */
export function countedAnswers(journal: readonly JournalEntry[]): ReadonlySet<string> {
  const counted = new Set<string>();
  for (const entry of journal) {
    if (entry.type === 'closed' || entry.type === 'ended') break;
    if (entry.type === 'opinion' && entry.status === 'answered') counted.add(opinionName(entry));
  }
  return counted;
}
