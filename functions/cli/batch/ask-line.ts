/** Asks one line of a batch, or takes it up where an earlier run has asked it. */
import { CircleApiError } from '../../../shared/client/api-error.ts';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation, ConsultationPage } from '../../../shared/contract/consultation.ts';
import type { BatchLine } from './lines.ts';

/** Metadata entry by which a line's consultation is found. */
const tagName = 'batch-line';

/** Whether an end is none that the line asked for: too few answered, or the run broke. A split circle has answered. */
export function hasFailed(status: Consultation['status']): boolean {
  return status === 'no-quorum' || status === 'failed' || status === 'cancelled';
}

/** The end of a line's consultation. */
interface Ended {
  readonly consultation: Consultation;
  /** It had ended before this run asked for it. */
  readonly before: boolean;
}

/**
 * The consultation of the line as it has ended. A server knows an earlier run's question for 24 hours, and one that had failed by now may
 * succeed: it is asked again, once for each failure, which `failed` names where an earlier result holds it. What fails while this run waits is
 * never asked again; whose it was is not told by times, as the clock of a server need not be that of this machine. Throws `CircleApiError`, or
 * the signal's reason.
 */
export async function askLine(
  client: CircleClient,
  line: BatchLine,
  failed: string | undefined,
  signal: AbortSignal,
): Promise<Consultation> {
  const behind = new Set(failed === undefined ? [] : [failed]);
  for (;;) {
    const { consultation, before } = await askOnce(client, line, [...behind].at(-1), signal);
    if (!before || !hasFailed(consultation.status) || behind.has(consultation.id)) return consultation;
    behind.add(consultation.id);
  }
}

async function askOnce(client: CircleClient, line: BatchLine, failed: string | undefined, signal: AbortSignal): Promise<Ended> {
  const body = { ...line.body, metadata: { ...line.body.metadata, [tagName]: line.digest } };
  const idempotencyKey = failed === undefined ? `batch-${line.digest}` : `batch-${line.digest}-after-${failed}`;
  let before = false;
  const onAccepted = (_id: string, status: Consultation['status']) => {
    before = status !== 'open';
  };
  try {
    const consultation = await client.consult(body, { idempotencyKey, onAccepted, signal });
    return { consultation, before };
  } catch (error) {
    // The key is known with another body: an earlier run has asked the line under another budget.
    if (!(error instanceof CircleApiError) || error.type !== 'conflict') throw error;
    const asked = await findAsked(client, line.digest, signal);
    if (asked === undefined) throw error;
    return { consultation: await follow(client, asked.id, signal), before: asked.status !== 'open' };
  }
}

async function findAsked(
  client: CircleClient,
  digest: string,
  signal: AbortSignal,
): Promise<ConsultationPage['consultations'][number] | undefined> {
  let cursor: string | null = null;
  do {
    const page = await client.list({ tag: `${tagName}:${digest}`, limit: 100, ...(cursor === null ? {} : { cursor }) }, { signal });
    const [found] = page.consultations;
    if (found) return found;
    cursor = page.cursor;
  } while (cursor !== null);
  return undefined;
}

async function follow(client: CircleClient, id: string, signal: AbortSignal): Promise<Consultation> {
  for await (const event of client.events(id, { signal })) {
    if (event.type === 'verdict' || event.type === 'failure') return event.consultation;
  }
  return client.get(id, { signal });
}
