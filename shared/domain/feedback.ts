/** Rules of feedback: what is valid for a consultation, and what the core receives of it. */

import type { Feedback, NewFeedback } from '../contract/feedback.ts';
import { takesOptions } from '../contract/question.ts';
import type { Outcome } from '../contract/reliability.ts';
import type { ReadOpinions } from '../contract/rounds.ts';
import type { Run } from '../contract/run.ts';
import type { Verdict } from '../contract/verdict.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import { hasVerdict } from './reliability.ts';
import { withoutUndefined } from './without-undefined.ts';

/**
 * The feedback that a body gives on an ended run. Throws `Conflict` where there is no verdict to speak of, and `InvalidInput` for an
 * answer that the question does not have.
 */
export function makeFeedback(run: Run, verdict: Verdict | undefined, body: NewFeedback, now: Date): Feedback {
  if (!hasVerdict(run) || !verdict) throw new Conflict(`consultation ${run.id} has no verdict to give feedback on; it is ${run.status}`);
  if (verdict.pick === null && body.right !== undefined) {
    throw new Conflict(`the verdict of consultation ${run.id} has no answer to judge; submit the right \`answer\` instead`);
  }
  if (body.answer !== undefined) requireAnswerOf(run, body.answer);
  return { ...body, consultationId: run.id, ...(verdict.pick === null ? {} : { about: verdict.pick }), receivedAt: now.toISOString() };
}

/** What the core receives; the rest is for people. */
export function outcomeOf({ answer, right, about }: Feedback): Outcome {
  return withoutUndefined({ answer, right, about });
}

/**
 * What feedback says of the first answers of a run, from which its experts are known: whether the verdict's answer was right says nothing of an
 * expert that had answered otherwise before. Undefined where nothing is left.
 */
export function outcomeOfFirst(outcome: Outcome, { opinions }: ReadOpinions): Outcome | undefined {
  const judged = opinions.find(({ expert }) => expert === outcome.about);
  if (judged?.round === undefined) return outcome;
  return outcome.answer === undefined ? undefined : { answer: outcome.answer };
}

function requireAnswerOf(run: Run, answer: string): void {
  if (run.schema !== undefined) {
    // The door has held it to the schema.
    return;
  }
  if (run.kind === 'text') {
    throw new InvalidInput([
      { field: 'answer', message: "a free question has no single right answer; submit whether the verdict's was `right`" },
    ]);
  }
  if (takesOptions(run.kind) && !run.options?.includes(answer)) {
    throw new InvalidInput([{ field: 'answer', message: `must be one of the options: ${run.options?.join(', ')}` }]);
  }
}
