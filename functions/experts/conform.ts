/** Holds an answer to the schema of its question. */
import type { Run } from '../../shared/contract/consultation.ts';
import type { Seat } from '../../shared/contract/expert.ts';
import { readAnswer } from '../../shared/domain/answer-schema.ts';
import { ExpertFailure } from '../../shared/errors.ts';
import type { ReadReply } from './read-reply.ts';

/** The reply with its answer as the schema wants it; such a value is an answer however it was read. Throws `ExpertFailure`: `length-limit` where no second attempt can help. */
export function conforming(given: ReadReply, { schema }: Pick<Run, 'schema'>, { maxOutputTokens }: Seat): ReadReply {
  if (schema === undefined) return given;
  const { unreadable: _, ...reading } = given.reading;
  const read = readAnswer(schema, reading.answer);
  if ('answer' in read) return { ...given, reading: { ...reading, answer: read.answer } };
  const { usage, truncated } = given.reply;
  if (truncated && !read.readable) {
    throw new ExpertFailure('length-limit', `the answer reached its ${maxOutputTokens} output tokens within the JSON value`, { usage });
  }
  throw new ExpertFailure('schema-mismatch', `the answer does not conform to the schema: ${read.flaw}`, { usage });
}
