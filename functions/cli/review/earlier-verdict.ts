/** The verdict of an earlier run on the same change: a build that is repeated pays once. */
import { createHash } from 'node:crypto';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { ShownCircle } from '../../../shared/contract/listing.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';

/** The entry of a consultation's metadata that says what was asked of whom. */
export const tagName = 'review';
/** Milliseconds in which a verdict may be used again. */
const keptMs = 86_400_000;
/** Pages of the listing that are looked at, and consultations of each. */
const mostPages = 20;
const pageSize = 100;

/** What is asked of whom. */
export interface Asked {
  readonly body: NewConsultation;
  /** The circle as it is listed now; undefined where there is none of that name. */
  readonly circle: ShownCircle | undefined;
  /** A digest of both: another circle of the same name is asked anew. */
  readonly digest: string;
}

/** Looks up who would be asked. */
export async function askedOf(client: CircleClient, body: NewConsultation): Promise<Asked> {
  const name = body.circle ?? 'default';
  const circle = (await client.circles()).find((one) => one.name === name);
  // How many of its experts are available changes from minute to minute, and changes nothing about a verdict.
  const digest = createHash('sha256')
    .update(JSON.stringify([body, circle === undefined ? null : { ...circle, available: null }]))
    .digest('hex');
  return { body, circle, digest };
}

/** The newest verdict of the last day for the same question. Only what real experts have decided is used again. */
export async function findEarlier(client: CircleClient, asked: Asked): Promise<Consultation | undefined> {
  const after = new Date(Date.now() - keptMs).toISOString();
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const found = await client.list({ tag: `${tagName}:${asked.digest}`, status: 'decided', after, limit: pageSize, cursor });
    for (const { id } of found.consultations) {
      const earlier = await client.get(id);
      if (earlier.notice === undefined && answers(earlier, asked)) return earlier;
    }
    if (found.cursor === null) return undefined;
    // A page may hold none of those that are looked for.
    cursor = found.cursor;
  }
  return undefined;
}

/** Whether it was asked this, of these: everybody with a key can put any digest beside any question. */
function answers(earlier: Consultation, asked: Asked): boolean {
  return isQuestion(earlier, asked) && isPanel(earlier, asked);
}

function isQuestion({ question, options, instructions, messages, images, schema }: Consultation, { body }: Asked): boolean {
  const isBare = [instructions, messages, images, schema].every((more) => more === undefined);
  return isBare && question === body.question && JSON.stringify(options) === JSON.stringify(body.options);
}

/** No expert that would not be asked now, and no fewer of them. */
function isPanel({ opinions, quorum, minimum = quorum }: Consultation, asked: Asked): boolean {
  const panel = panelOf(asked);
  return opinions.every(({ expert }) => panel.experts.includes(expert)) && quorum >= panel.quorum && minimum >= (panel.minimum ?? quorum);
}

/** Who would be asked now. The quorum of experts that are named follows from their number. */
function panelOf({ body, circle }: Asked): Pick<ShownCircle, 'experts' | 'quorum' | 'minimum'> {
  const { experts = [], quorum = 1, minimum = null } = circle ?? {};
  const declared = body.experts === undefined ? { experts, quorum } : { experts: [...body.experts], quorum: 1 };
  return {
    ...declared,
    minimum,
    ...(body.quorum !== undefined && { quorum: body.quorum }),
    ...(body.minimum !== undefined && { minimum: body.minimum }),
  };
}
