/** A request as it is remembered, so that a repeat of it finds its consultation. It holds no word of what was asked. */
import * as z from 'zod';
import { consultationId } from './question.ts';

/** What is known of the answer: somebody waits for it, it reached nobody, or all of it was sent. */
export const answerState = z.enum(['awaited', 'lost', 'delivered']);
export type AnswerState = z.infer<typeof answerState>;

export const keptRequest = z.strictObject({
  consultationId,
  /** Who waits for the answer, or waited last: an id of one request. */
  holder: z.string(),
  state: answerState,
  /** Since when. */
  at: z.iso.datetime(),
  /** Until when a repeat may join. */
  until: z.iso.datetime(),
});
export type KeptRequest = z.infer<typeof keptRequest>;
