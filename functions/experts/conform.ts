/** Holds an answer to the schema of its question. */

import type { Seat } from '../../shared/contract/expert.ts';
import type { Run } from '../../shared/contract/run.ts';
import { ExpertFailure, messageOf } from '../../shared/errors.ts';
import { readAnswer } from '../../shared/runtime/schemas/schema-threads.ts';
import type { ReadReply } from './read-reply.ts';

/** The reply with its answer as the schema wants it; such a value is an answer however it was read. Throws `ExpertFailure`: `length-limit` where no second attempt can help. */
export async function conforming(given: ReadReply, { schema }: Pick<Run, 'schema'>, { maxOutputTokens }: Seat): Promise<ReadReply> {
  if (schema === undefined) return given;
  const { unreadable: _, ...reading } = given.reading;
  // The reply is paid for: what keeps it from being checked is a reason to ask again, and none to lose its price.
  const read = await readAnswer(schema, reading.answer).catch((error: unknown) => ({
    flaw: `it could not be checked: ${messageOf(error)}`,
    readable: true,
  }));
  if ('answer' in read) return { ...given, reading: { ...reading, answer: read.answer } };
  const { usage, truncated } = given.reply;
  if (truncated && !read.readable) {
    throw new ExpertFailure('length-limit', `the answer reached its ${maxOutputTokens} output tokens within the JSON value`, { usage });
  }
  throw new ExpertFailure('schema-mismatch', `the answer does not conform to the schema: ${read.flaw}`, { usage });
}
