/** What became of the seats without a counted answer, each named for what it is. */

import type { AttemptNote, Opinion } from '../contract/opinion.ts';
import type { Run } from '../contract/run.ts';
import type { Verdict } from '../contract/verdict.ts';
import { wantedExperts } from './asked.ts';

type Missing = Verdict['missing'][number];

/** Every seat that was to be asked and has no counted answer, with the best reason known. */
export function missingSeats(run: Run, opinions: readonly Opinion[], attempts: readonly AttemptNote[]): Verdict['missing'] {
  const opinionOf = new Map(opinions.map((opinion) => [opinion.expert, opinion]));
  const attemptOf = new Map(attempts.map((attempt) => [attempt.expert, attempt]));
  return wantedExperts(run).flatMap((expert) => {
    const opinion = opinionOf.get(expert);
    if (opinion?.status === 'answered') return [];
    if (opinion) return [{ expert, status: opinion.status, error: opinion.error ?? notCounted(run) }];
    return [{ expert, ...unheard(run, attemptOf.get(expert)) }];
  });
}

/** Nothing is stored of the expert: its time was over, or the run ended without it. */
function unheard(run: Run, note: AttemptNote | undefined): Omit<Missing, 'expert'> {
  const timeOver = endOf(run) === 'deadline';
  const failure = note?.error;
  if (timeOver) return failure ? { status: 'failed', error: failure } : { status: 'timeout', error: notCounted(run) };
  if (failure && !note.underWay) {
    const message = `${whyEnded[endOf(run)]} before this expert was asked again; its last attempt failed: ${failure.message}`;
    return { status: 'abandoned', error: { ...failure, message } };
  }
  const error = notCounted(run);
  const message = failure ? `${error.message}; an earlier attempt failed: ${failure.message}` : error.message;
  return { status: run.late === 'abort' ? 'abandoned' : 'late', error: { ...error, message } };
}

type End = keyof typeof whyEnded;

/** What had happened, for people. */
const whyEnded = {
  deadline: 'the deadline was over',
  settled: 'the outcome was settled',
  quorum: 'enough answers were in',
  all: 'everybody had been heard',
  impossible: 'too many experts had failed for a verdict',
  cancelled: 'the caller had cancelled the consultation',
  failed: 'the consultation had failed',
} as const;

function endOf({ status, endedBy = 'deadline' }: Run): End {
  return status === 'cancelled' || status === 'failed' ? status : endedBy;
}

function notCounted(run: Run): Missing['error'] {
  const end = endOf(run);
  if (end === 'deadline') return { type: 'not-in-time', message: 'no answer before the deadline', retryable: true };
  return { type: 'not-awaited', message: `${whyEnded[end]} before this answer came`, retryable: true };
}
