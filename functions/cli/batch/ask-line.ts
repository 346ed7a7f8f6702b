/** Asks one line of a batch, or takes it up where an earlier run has asked it. */
import { CircleApiError } from '../../../shared/client/api-error.ts';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { BatchLine } from './lines.ts';

/** Metadata entry by which a line's consultation is found. */
const tagName = 'batch-line';

/** Whether an end is none that the line asked for: too few answered, or the run broke. A split circle has answered. */
export function hasFailed(status: Consultation['status']): boolean {
  return status === 'no-quorum' || status === 'failed' || status === 'cancelled';
}

/**
 * The consultation of the line as it has ended. A server knows an earlier run's question for 24 hours, and one that failed then may succeed
 * now: it is asked again, once for each failure, which `failed` names where an earlier result holds it. Throws `CircleApiError`, or the
 * signal's reason.
 */
export async function askLine(
  client: CircleClient,
  line: BatchLine,
  startedAt: Date,
  failed: string | undefined,
  signal: AbortSignal,
): Promise<Consultation> {
  const ended = await askOnce(client, line, failed, signal);
  const fromEarlierRun = ended.id !== failed && Date.parse(ended.timing.createdAt) < startedAt.getTime();
  return fromEarlierRun && hasFailed(ended.status) ? askLine(client, line, startedAt, ended.id, signal) : ended;
}

async function askOnce(client: CircleClient, line: BatchLine, failed: string | undefined, signal: AbortSignal): Promise<Consultation> {
  const body = { ...line.body, metadata: { ...line.body.metadata, [tagName]: line.digest } };
  const idempotencyKey = failed === undefined ? `batch-${line.digest}` : `batch-${line.digest}-after-${failed}`;
  try {
    return await client.consult(body, { idempotencyKey, signal });
  } catch (error) {
    // The key is known with another body: an earlier run has asked the line under another budget.
    if (!(error instanceof CircleApiError) || error.type !== 'conflict') throw error;
    const id = await findAsked(client, line.digest, signal);
    if (id === undefined) throw error;
    return follow(client, id, signal);
  }
}

async function findAsked(client: CircleClient, digest: string, signal: AbortSignal): Promise<string | undefined> {
  let cursor: string | null = null;
  do {
    const page = await client.list({ tag: `${tagName}:${digest}`, limit: 100, ...(cursor === null ? {} : { cursor }) }, { signal });
    const [found] = page.consultations;
    if (found) return found.id;
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
