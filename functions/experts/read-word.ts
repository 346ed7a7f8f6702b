/** Reads the word of a judge: whose answer holds, and why. */
import type { Judging } from '../../shared/domain/judge.ts';
import { wordOfJudge } from '../../shared/domain/judge-prompt.ts';
import { ExpertFailure } from '../../shared/errors.ts';
import type { ModelReply } from '../../shared/ports/model.ts';
import type { ReadReply } from './read-reply.ts';

/** The word as a read reply. Throws `ExpertFailure`, a reason to ask again, where it names no answer that was shown. */
export function readWord(reply: ModelReply, { answers }: Judging): ReadReply {
  const word = wordOfJudge(reply.text, answers.length);
  if (word === undefined) {
    throw new ExpertFailure('schema-mismatch', 'it was not one JSON object with a reason and the letter of an answer', {
      usage: reply.usage,
    });
  }
  const { place, reason } = word;
  const choice = place === null ? null : (answers[place]?.expert ?? null);
  return { reply, reading: { answer: reason }, choice };
}
