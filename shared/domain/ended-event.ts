/** The event of a run's end: its numbers, and no text. */
import type { Consultation } from '../contract/consultation.ts';
import type { RunState } from '../contract/run.ts';
import type { Verdict } from '../contract/verdict.ts';
import type { ConsultationEnded } from '../contract/workflow.ts';
import { visibleStatus } from './consultation-view.ts';
import { hasVerdict } from './reliability.ts';

const eventTypes: Partial<Record<RunState['status'], ConsultationEnded['type']>> = {
  decided: 'ConsultationDecided',
  failed: 'ConsultationFailed',
  cancelled: 'ConsultationCancelled',
};

/** What an event tells beside the run: its verdict, and what it cost. */
export interface ToldOfEnd {
  readonly verdict: Verdict | undefined;
  readonly cost: Consultation['cost'];
}

/** The event of a run that ended at `endedAt`; without a verdict its numbers are null. */
export function endedEvent(run: RunState, endedAt: string, { verdict, cost }: ToldOfEnd): ConsultationEnded {
  return {
    type: eventTypes[run.status] ?? 'ConsultationEnded',
    consultationId: run.id,
    tenant: run.tenant,
    circle: run.circle,
    status: visibleStatus(run),
    ...(verdict && hasVerdict(run) ? numbersOf(verdict) : noNumbers),
    // Nothing known is no price of zero.
    costUsd: cost.usd === 0 && cost.unknown.length > 0 ? null : cost.usd,
    costUnknown: cost.unknown,
    endedAt,
  };
}

type Numbers = Pick<ConsultationEnded, 'agreement' | 'confidence' | 'stability' | 'independent' | 'reliability'>;

const noNumbers: Numbers = { agreement: null, confidence: null, stability: null, independent: null, reliability: null };

function numbersOf({ agreement, confidence, stability, independent, reliability }: Verdict): Numbers {
  return {
    agreement,
    confidence,
    stability: stability && { unchanged: stability.unchanged },
    independent,
    reliability: reliability ? { weighs: reliability.weighs } : null,
  };
}
