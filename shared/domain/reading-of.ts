/** How much the seats of a consultation read at the most. */
import type { Knowledge } from '../contract/circle.ts';
import type { Seat } from '../contract/expert.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import type { NewConsultation } from '../contract/question.ts';
import { judgedMaxBytes } from '../contract/review.ts';
import { type FormAsked, formOf } from './answer-form.ts';
import type { Reading } from './budget.ts';
import { type Asked, promptFor } from './prompt.ts';

/** What any seat reads at the most. */
export function readingOf(
  asked: Asked & FormAsked & { readonly review?: NewConsultation['review'] },
  seats: readonly Seat[],
  knowledge: Knowledge,
): Reading {
  const promptBytes = longestPrompt(asked, seats, knowledge) + judgedBytes(asked, seats);
  return { promptBytes, images: asked.images?.length ?? 0 };
}

/** Bytes of what rules find, which whoever sits beside them reads behind the question. */
function judgedBytes({ review }: { readonly review?: NewConsultation['review'] }, seats: readonly Seat[]): number {
  return review !== undefined && seats.some(({ provider }) => factsOf(provider).judge === 'rules') ? judgedMaxBytes : 0;
}

/** Bytes of the longest text that any seat will read. */
function longestPrompt(asked: Asked & FormAsked, seats: readonly Seat[], knowledge: Knowledge): number {
  return Math.max(
    ...seats.map((seat) => {
      const { instructions, prompt } = promptFor(asked, seat.persona && knowledge.personas[seat.persona]);
      const form = JSON.stringify(formOf(asked, seat) ?? '');
      return Buffer.byteLength(instructions) + Buffer.byteLength(prompt) + Buffer.byteLength(form);
    }),
  );
}
