/** A consultation as an agent gets it: compact, and with what to do next. */
import type { Consultation } from '../contract/consultation.ts';
import { type ConsultationForAgent, consultationForAgent } from '../contract/mcp.ts';

/** Characters of the verdict's answer. A provider's longest answer is about as long; an agent's context is not to be filled by one call. */
const answerMax = 50_000;
/** Characters of each dissenting answer. */
const dissentMax = 2000;
const questionMax = 300;
/** Characters of a reason, which may quote a provider. */
const reasonMax = 300;

/** The view; `address` is where the caller reaches the API. */
export function viewForAgent(state: Consultation, address: string): ConsultationForAgent {
  const { id, verdict, cost, timing, status } = state;
  const self = `${address}/v1/consultations/${id}`;
  const answer = verdict?.answer ?? null;
  const dissent = verdict?.dissent ?? [];
  return consultationForAgent.parse({
    consultationId: id,
    status,
    question: shorten(state.question, questionMax),
    circle: state.circle,
    answer: answer === null ? null : shorten(answer, answerMax),
    ...(verdict?.ranking ? { ranking: verdict.ranking.order } : {}),
    agreement: verdict?.agreement ?? null,
    confidence: verdict?.confidence ?? null,
    coverage: verdict?.coverage ?? null,
    dissent: dissent.map(({ expert, answer: own }) => ({ expert, answer: shorten(own, dissentMax) })),
    missing: missingOf(state),
    pending: status === 'open' ? state.pending.map(({ expert }) => expert) : [],
    endedBy: verdict?.endedBy ?? null,
    ...(state.failure ? { failure: state.failure } : {}),
    cost,
    durationMs: timing.durationMs,
    ...(state.notice ? { notice: state.notice } : {}),
    shortened: (answer ?? '').length > answerMax || dissent.some(({ answer: own }) => own.length > dissentMax),
    links: { self, events: `${self}/events` },
    next: status === 'open' ? `The circle is still at work. Call get_consultation with consultationId "${id}" for the verdict.` : null,
  });
}

function missingOf({ verdict, opinions }: Consultation): ConsultationForAgent['missing'] {
  const failed = verdict?.missing ?? opinions.flatMap(({ expert, status, error }) => (error ? [{ expert, status, error }] : []));
  return failed.map(({ expert, status, error }) => ({
    expert,
    status,
    reason: shorten(error.message, reasonMax),
    retryable: error.retryable,
  }));
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
