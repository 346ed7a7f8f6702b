/** What becomes of a reply: the fields of the opinion that come from it. */
import type { Run } from '../../shared/contract/consultation.ts';
import type { Opinion } from '../../shared/contract/opinion.ts';
import type { ModelReply } from '../../shared/ports.ts';

/** A reply, and what is to be said of it. */
export interface Heard extends ModelReply {
  readonly notice?: string | undefined;
}

/** Bytes of reasoning that are kept beside the longest answer: a stored item holds 400 KB. */
const reasoningMaxBytes = 60_000;

/** The opinion of a reply, as far as it comes from the reply alone. Where the question must have been read whole, a part is no vote. */
export function outcomeOf(
  { text, reasoning, truncated, notice }: Heard,
  { requireWhole }: Pick<Run, 'requireWhole'>,
): Pick<Opinion, 'status' | 'answer' | 'reasoning' | 'truncated' | 'notice' | 'error'> {
  const said = {
    answer: text,
    ...(reasoning !== undefined && { reasoning: beginningOf(reasoning) }),
    ...(truncated && { truncated: true }),
    ...(notice !== undefined && { notice }),
  };
  if (notice === undefined || !requireWhole) return { status: 'answered', ...said };
  return { status: 'unreadable', ...said, error: { type: 'partly-read', message: notice, retryable: false } };
}

function beginningOf(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= reasoningMaxBytes) return text;
  // The last character may have been cut in two.
  return `${bytes
    .subarray(0, reasoningMaxBytes)
    .toString()
    .replace(/\uFFFD+$/, '')}…`;
}
