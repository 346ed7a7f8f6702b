/** One reply of an expert, read by the core when it arrives: what it is given, and what it says. */
import * as z from 'zod';
import type { Kind } from './question.ts';

/** A reply with what was asked. */
export interface ReadRequest {
  readonly kind: Kind;
  readonly question: string;
  readonly options?: readonly string[] | undefined;
  /** JSON Schema of the answer, as JSON text. */
  readonly schema?: string | undefined;
  /** The expert's reply, whole. */
  readonly reply: string;
  /** Whether it ended before its expert would have ended it. */
  readonly cut: boolean;
}

/** What a reply says. */
export const reading = z.object({
  /** In the expert's own characters, without its reasoning and without the line of its conclusion. */
  answer: z.string(),
  /** What the expert thought before it answered. */
  reasoning: z.string().optional(),
  /** What the answer comes to, in one line. */
  conclusion: z.string().optional(),
  /** Kind `choice`: index of the option that the reply commits itself to. */
  option: z.int().min(0).optional(),
  /** Why there is no answer in it, for people. */
  unreadable: z.string().optional(),
});
export type Reading = z.infer<typeof reading>;

/** An expert whose answer is still under way. */
export interface Awaited {
  readonly expert: string;
  readonly family: string | null;
}
