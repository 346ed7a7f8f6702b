/** What a caller knows of an answer afterwards. */
import * as z from 'zod';
import { notBlank } from './context.ts';
import { consultationId, name } from './question.ts';
import { shownEstimates } from './reliability.ts';

const answer = z
  .string()
  .max(2000)
  .refine((text) => text.trim().length > 0, 'must not be empty')
  .meta(notBlank);

/** `POST /v1/consultations/{id}/feedback` */
export const newFeedback = z
  .strictObject({
    answer: answer.optional().describe('The right answer.'),
    right: z.boolean().optional().describe("Whether the verdict's answer was right."),
    note: z.string().max(2000).optional().describe('For people: how it is known.'),
    by: z
      .string()
      .max(100)
      .refine((text) => text.trim().length > 0, 'must not be empty')
      .meta(notBlank)
      .optional()
      .describe('Who gives this feedback; not verified.'),
  })
  .refine(({ answer: known, right }) => known !== undefined || right !== undefined, {
    path: ['right'],
    message: "submit the right answer, or whether the verdict's was right",
  })
  .meta({
    id: 'FeedbackRequest',
    description: "What is known afterwards: the right answer, or whether the verdict's was right. One of the two must be there.",
  });
export type NewFeedback = z.infer<typeof newFeedback>;

/** Feedback as it is stored. */
export const feedback = z
  .strictObject({
    ...newFeedback.shape,
    consultationId,
    about: name.optional().describe('The expert whose answer `right` is about.'),
    receivedAt: z.iso.datetime(),
  })
  .meta({ id: 'Feedback', description: 'Feedback as it is stored.' });
export type Feedback = z.infer<typeof feedback>;

/** Whether two pieces of feedback say the same, whenever they came. */
export function saysTheSame(one: Feedback, other: Feedback): boolean {
  const said = ({ answer: known, right, note, by, about }: Feedback) => JSON.stringify([known, right, note, by, about]);
  return said(one) === said(other);
}

/** `GET /v1/consultations/{id}/feedback` */
export const listedFeedback = z
  .strictObject({ feedback: z.array(feedback).describe('In the order in which it came: the last one counts, and none is ever deleted.') })
  .meta({ id: 'ListedFeedback', description: 'All feedback on a consultation.' });
export type ListedFeedback = z.infer<typeof listedFeedback>;

/** The answer to feedback: what is stored, and what the circle now thinks of the experts of this consultation. */
export const takenFeedback = z
  .strictObject({ feedback, reliability: shownEstimates.nullable() })
  .meta({ id: 'TakenFeedback', description: 'What is stored, and the new estimates of the experts.' });
export type TakenFeedback = z.infer<typeof takenFeedback>;
