/** One line of `circle export`: a consultation with all that is known of it. */
import * as z from 'zod';
import { consultation } from './consultation.ts';
import { shownDelivery } from './delivery.ts';
import { feedback } from './feedback.ts';

export const exportedConsultation = z.strictObject({
  consultation,
  /** In the order in which it was given; the last word counts. */
  feedback: z.array(feedback),
  deliveries: z.array(shownDelivery),
});
export type ExportedConsultation = z.infer<typeof exportedConsultation>;
