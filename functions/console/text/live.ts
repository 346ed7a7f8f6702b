/** A consultation as it unfolds: events on top of what was last fetched. */
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { ConsultationEvent } from '../../../shared/contract/event.ts';
import type { Attempt, Opinion } from '../../../shared/contract/opinion.ts';

/** One expert at the table. */
export interface Seat {
  readonly expert: string;
  readonly opinion: Opinion | undefined;
  /** Why an attempt failed that will be repeated. */
  readonly reason: string | undefined;
}

/** The consultation after an event. What has ended stays as it is, but for late opinions. */
export function afterEvent(known: Consultation | undefined, event: ConsultationEvent): Consultation {
  if (event.type === 'opinion') return withOpinion(known ?? impossible(), event.opinion);
  if (event.type === 'attempt') return withAttempt(known ?? impossible(), event.attempt);
  if (known && event.type === 'accepted') return known;
  return event.consultation;
}

/** The consultation after it was fetched while events were under way: no answer that has landed is taken back. */
export function afterFetch(known: Consultation | undefined, fetched: Consultation): Consultation {
  if (!known || fetched.status !== 'open') return fetched;
  return known.status === 'open' ? known.opinions.reduce(withOpinion, fetched) : known;
}

/** Everybody who was asked, in the order of the seats as far as it is known. */
export function seatsOf({ opinions, pending }: Pick<Consultation, 'opinions' | 'pending'>, order: readonly string[]): readonly Seat[] {
  const opinionOf = new Map(opinions.map((opinion) => [opinion.expert, opinion]));
  const reasonOf = new Map(pending.map(({ expert, reason }) => [expert, reason]));
  const experts = new Set([...order, ...opinionOf.keys(), ...reasonOf.keys()]);
  return [...experts].map((expert) => ({ expert, opinion: opinionOf.get(expert), reason: reasonOf.get(expert) }));
}

function withOpinion(known: Consultation, opinion: Opinion): Consultation {
  const { costUsd } = opinion;
  const earlier = known.opinions.find(({ expert }) => expert === opinion.expert);
  if (earlier !== undefined && isKnown(opinion, earlier)) return known;
  const stands = takesPlace(opinion) ? opinion : earlier;
  return {
    ...known,
    opinions: [...known.opinions.filter(({ expert }) => expert !== opinion.expert), ...(stands ? [stands] : [])],
    pending: known.pending.filter(({ expert }) => expert !== opinion.expert),
    cost: {
      usd: known.cost.usd + (costUsd ?? 0),
      unknown: costUsd === null ? [...known.cost.unknown, opinion.expert] : known.cost.unknown,
    },
  };
}

/** A second answer that failed leaves the first one, and a word on what others have said is nobody's answer. */
function takesPlace({ round, status, choice, order, synthesis }: Opinion): boolean {
  const isOfOthers = choice !== undefined || order !== undefined || synthesis !== undefined;
  return !isOfOthers && (round === undefined || status === 'answered');
}

/** Whether an opinion is the one that is known, or of an earlier round than that. */
function isKnown({ round = 1, status }: Opinion, earlier: Opinion): boolean {
  const known = earlier.round ?? 1;
  return known > round || (known === round && earlier.status === status);
}

/** Why an expert is asked again. */
function withAttempt(known: Consultation, { expert, error }: Attempt): Consultation {
  const pending = known.pending.map((seat) => (seat.expert === expert ? { expert, reason: error.message } : seat));
  return { ...known, pending };
}

/** The stream is always followed from its first event, which is the acceptance. */
function impossible(): never {
  throw new Error('an answer came before the consultation');
}
