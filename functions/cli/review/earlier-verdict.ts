/** The verdict of an earlier run on the same change: a build that is repeated pays once. */
import { createHash } from 'node:crypto';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';

/** The entry of a consultation's metadata that says what was asked of whom. */
export const tagName = 'review';
/** Milliseconds in which a verdict may be used again. */
const keptMs = 86_400_000;
/** Pages of the listing that are looked at, and consultations of each. */
const mostPages = 20;
const pageSize = 100;

/** A digest of the question with its policy, and of the circle as it is now: another circle of the same name is asked anew. */
export async function digestOf(client: CircleClient, body: NewConsultation): Promise<string> {
  const name = body.circle ?? 'default';
  const circle = (await client.circles()).find((one) => one.name === name);
  return createHash('sha256')
    .update(JSON.stringify([body, circle]))
    .digest('hex');
}

/** The newest verdict of the last day for a digest. Only what real experts have decided is used again. */
export async function findEarlier(client: CircleClient, digest: string): Promise<Consultation | undefined> {
  const after = new Date(Date.now() - keptMs).toISOString();
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const found = await client.list({ tag: `${tagName}:${digest}`, status: 'decided', after, limit: pageSize, cursor });
    const [newest] = found.consultations;
    if (newest !== undefined) return realOnly(await client.get(newest.id));
    if (found.cursor === null) return undefined;
    // A page may hold none of those that are looked for.
    cursor = found.cursor;
  }
  return undefined;
}

function realOnly(earlier: Consultation): Consultation | undefined {
  return earlier.notice === undefined ? earlier : undefined;
}
