/** What a batch writes of a line whose consultation has ended. */
import type { BatchResult } from '../../../shared/contract/batch.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Verdict } from '../../../shared/contract/verdict.ts';
import type { BatchLine } from './lines.ts';

const noVerdict: Pick<Verdict, 'answer' | 'agreement' | 'confidence'> & Partial<Verdict> = {
  answer: null,
  agreement: null,
  confidence: null,
};

/** Why a verdict decides nothing, or rests on less than it might. */
function limitsOf({ undecided, positions, truncated, coverage }: Partial<Verdict>): Partial<BatchResult> {
  return {
    ...(undecided && { undecided }),
    ...(positions && { positions }),
    ...(truncated && { truncated }),
    ...(coverage?.quorum !== undefined && { coverage }),
  };
}

/** The result of a line, with everybody's opinion where it is to be `full`. Throws a `RangeError` for a consultation that is open. */
export function resultOf({ line, key, digest, body }: BatchLine, ended: Consultation, { full }: { readonly full: boolean }): BatchResult {
  const { id, question, status, verdict, cost, timing, failure, opinions } = ended;
  if (status === 'open') throw new RangeError(`consultation ${id} has not ended`);
  const { answer, agreement, confidence, ...rest } = verdict ?? noVerdict;
  return {
    line,
    ...(key && { key }),
    id,
    question,
    // The consultation's own names the line too.
    ...(body.metadata && { metadata: body.metadata }),
    status,
    answer,
    ...limitsOf(rest),
    agreement,
    confidence,
    ...costOf(cost),
    durationMs: timing.durationMs,
    ...(failure && { error: `${failure.type}: ${failure.message}` }),
    ...(full && { opinions }),
    digest,
  };
}

function costOf({ usd, unknown }: Consultation['cost']): Pick<BatchResult, 'costUsd' | 'costUnknown'> {
  return { costUsd: usd, ...(unknown.length > 0 && { costUnknown: unknown }) };
}
