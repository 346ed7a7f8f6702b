/** Holds an answer to the schema of its question. */
import type { Run } from '../../shared/contract/consultation.ts';
import type { Seat } from '../../shared/contract/expert.ts';
import { readAnswer } from '../../shared/domain/answer-schema.ts';
import { ExpertFailure } from '../../shared/errors.ts';
import type { ModelReply } from '../../shared/ports.ts';

/** The reply with its answer as the schema wants it. Throws `ExpertFailure`: `length-limit` where no second attempt can help. */
export function conforming(reply: ModelReply, { schema }: Pick<Run, 'schema'>, { maxOutputTokens }: Seat): ModelReply {
  if (schema === undefined) return reply;
  const read = readAnswer(schema, reply.text);
  if ('answer' in read) return { ...reply, text: read.answer };
  const { usage, truncated } = reply;
  if (truncated && !read.readable) {
    throw new ExpertFailure('length-limit', `the answer reached its ${maxOutputTokens} output tokens within the JSON value`, { usage });
  }
  throw new ExpertFailure('schema-mismatch', `the answer does not conform to the schema: ${read.flaw}`, { usage });
}
