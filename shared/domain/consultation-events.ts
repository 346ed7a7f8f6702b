/** A run as the events that led to where it stands. */

import type { ConsultationEvent } from '../contract/event.ts';
import type { AttemptNote, Opinion } from '../contract/opinion.ts';
import { judgesIn } from '../contract/question.ts';
import { opinionName } from '../contract/rounds.ts';
import type { Run, RunState } from '../contract/run.ts';
import { firstSeated } from '../contract/seats-now.ts';
import type { Verdict } from '../contract/verdict.ts';
import { viewConsultation, visibleStatus } from './consultation-view.ts';
import { isWritten } from './synthesis.ts';

const acceptedId = 1;

/** The id of the last event: fixed when the asking ends, so that an answer that comes after that cannot move it. */
export function endId({ experts, deliberation }: Pick<RunState, 'experts' | 'deliberation'>): number {
  const times = 1 + (deliberation?.debate ? 1 : 0) + (deliberation?.ranking ? 1 : 0);
  return acceptedId + experts.length * times + judgesIn(deliberation).length + (isWritten(deliberation) ? 1 : 0) + 1;
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
  rounds?: readonly Opinion[],
): readonly ConsultationEvent[] {
  const byName = new Map((rounds ?? opinions).map((opinion) => [opinionName(opinion), opinion]));
  const arrivals = inOrder(run).flatMap((name, index): ConsultationEvent[] => {
    const opinion = byName.get(name);
    return opinion ? [{ type: 'opinion', id: acceptedId + 1 + index, opinion }] : [];
  });
  return [{ type: 'accepted', id: acceptedId, consultation: viewConsultation(asAccepted(run), [], [], undefined) }, ...arrivals, ...end()];

  function end(): ConsultationEvent[] {
    if (visibleStatus(run) === 'open') return [];
    const type = run.status === 'failed' || run.status === 'cancelled' ? 'failure' : 'verdict';
    return [{ type, id: endId(run), consultation: viewConsultation(run, opinions, attempts, verdict, rounds) }];
  }
}

/** The opinions of all rounds by their names, in the order in which they were stored. */
function inOrder({ arrivals, rounds = [] }: Pick<RunState, 'arrivals' | 'rounds'>): readonly string[] {
  const later = rounds.flatMap(({ round, heard }) => heard.map(({ expert, after }) => ({ name: opinionName({ expert, round }), after })));
  return [...arrivals, ''].flatMap((expert, at) => [
    ...later.filter(({ after }) => after === at).map(({ name }) => name),
    ...(at < arrivals.length ? [expert] : []),
  ]);
}

/** The run as it was before anybody answered. */
function asAccepted(run: Run): Run {
  const experts = [...firstSeated(run)];
  const seats = run.seats.slice(0, experts.length);
  const accepted: Run = { ...run, experts, seats, status: 'open', arrivals: [], answered: 0, failed: 0, costUsd: 0 };
  for (const later of ['endedAt', 'tookMs', 'endedBy', 'failure', 'rounds', 'replaced'] as const) delete accepted[later];
  return accepted;
}
