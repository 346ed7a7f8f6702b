/** A consultation as an agent gets it: compact, and with what to do next. */
import type { Consultation } from '../contract/consultation.ts';
import { type ConsultationForAgent, consultationForAgent } from '../contract/mcp.ts';
import type { Verdict } from '../contract/verdict.ts';

/** Characters of the verdict's answer. A provider's longest answer is about as long; an agent's context is not to be filled by one call. */
const answerMax = 50_000;
/** Characters of each dissenting answer. */
const dissentMax = 2000;
const questionMax = 300;
/** Characters of a reason, which may quote a provider. */
const reasonMax = 300;

/** The view; `address` is where the caller reaches the API. `joined` says that an earlier call has asked. */
export function viewForAgent(state: Consultation, address: string, joined = false): ConsultationForAgent {
  const { id, verdict, status, circle, failure, cost, notice } = state;
  const open = status === 'open';
  const self = `${address}/v1/consultations/${id}`;
  return consultationForAgent.parse({
    consultationId: id,
    status,
    question: shorten(state.question, questionMax),
    circle,
    ...(verdict ? groundsOf(verdict) : noVerdict),
    missing: missingOf(state),
    pending: open ? state.pending.map(({ expert }) => expert) : [],
    failure,
    ...(joined && { joined }),
    cost,
    durationMs: state.timing.durationMs,
    notice,
    links: { self, events: `${self}/events` },
    next: open ? `The circle is still at work. Call get_consultation with consultationId "${id}" for the verdict.` : null,
  });
}

const noVerdict = { answer: null, agreement: null, confidence: null, coverage: null, dissent: [], endedBy: null, shortened: false };

function groundsOf({
  answer,
  undecided,
  decidedBy,
  deliberation,
  synthesis,
  strategy,
  promise,
  replaced,
  limits,
  positions,
  ranking,
  agreement,
  confidence,
  coverage,
  dissent,
  truncated,
  endedBy,
}: Verdict) {
  return {
    answer: answer === null ? null : shorten(answer, answerMax),
    undecided,
    decidedBy,
    deliberation: deliberation && withShortWords(deliberation),
    synthesis,
    strategy,
    promise,
    replaced,
    limits,
    positions: positions?.map((one) => ({ ...one, answer: shorten(one.answer, dissentMax) })),
    ranking: ranking?.order,
    agreement,
    confidence,
    coverage,
    dissent: dissent.map(({ answer: own, ...rest }) => ({ ...rest, answer: shorten(own, dissentMax) })),
    truncated,
    endedBy,
    shortened: (answer ?? '').length > answerMax || [...dissent, ...(positions ?? [])].some(({ answer: own }) => own.length > dissentMax),
  };
}

/** Changes are told in short words; a judge may give its reason at length. */
function withShortWords({ judge, ...rest }: NonNullable<Verdict['deliberation']>): NonNullable<Verdict['deliberation']> {
  if (judge === undefined) return rest;
  return { ...rest, judge: { ...judge, why: judge.why === null ? null : shorten(judge.why, dissentMax) } };
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
