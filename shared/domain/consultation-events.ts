/** A run as the events that led to where it stands. */

import type { ConsultationEvent } from '../contract/event.ts';
import type { AttemptNote, Opinion } from '../contract/opinion.ts';
import type { Run, RunState } from '../contract/run.ts';
import type { Verdict } from '../contract/verdict.ts';
import { viewConsultation, visibleStatus } from './consultation-view.ts';

const acceptedId = 1;

/** The id of the last event: fixed when the question is accepted, so that an answer that comes after the end cannot move it. */
export function endId({ experts }: Pick<RunState, 'experts'>): number {
  return acceptedId + experts.length + 1;
}

/**
 * Every event of a run so far, by rising ids: the acceptance, each opinion in the order in which they were stored, the end. Equal
 * events keep their ids whenever this is asked, which is what resuming a stream relies on.
 */
export function eventsOf(
  run: Run,
  opinions: readonly Opinion[],
  attempts: readonly AttemptNote[],
  verdict: Verdict | undefined,
): readonly ConsultationEvent[] {
  const byExpert = new Map(opinions.map((opinion) => [opinion.expert, opinion]));
  const arrivals = run.arrivals.flatMap((expert, index): ConsultationEvent[] => {
    const opinion = byExpert.get(expert);
    return opinion ? [{ type: 'opinion', id: acceptedId + 1 + index, opinion }] : [];
  });
  return [{ type: 'accepted', id: acceptedId, consultation: viewConsultation(asAccepted(run), [], [], undefined) }, ...arrivals, ...end()];

  function end(): ConsultationEvent[] {
    if (visibleStatus(run) === 'open') return [];
    const type = run.status === 'failed' || run.status === 'cancelled' ? 'failure' : 'verdict';
    return [{ type, id: endId(run), consultation: viewConsultation(run, opinions, attempts, verdict) }];
  }
}

/** The run as it was before anybody answered. */
function asAccepted(run: Run): Run {
  const accepted: Run = { ...run, status: 'open', arrivals: [], answered: 0, failed: 0, costUsd: 0 };
  for (const later of ['endedAt', 'endedBy', 'failure'] as const) delete accepted[later];
  return accepted;
}
