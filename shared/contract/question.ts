/** What a caller may ask: the body of `POST /v1/consultations`, equal to the payload of a schedule or the console. */
import * as z from 'zod';
import { newWebhook } from './webhook.ts';

/** How an answer is read: pick one option, a short literal, free text, or put all options in order. */
export const kind = z.enum(['choice', 'short', 'text', 'ranking']).meta({
  id: 'Kind',
  description: 'How an answer is read: pick one option, a short literal, free text, or put all options in order.',
});
export type Kind = z.infer<typeof kind>;

/** Whether a question of a kind lists options. */
export function takesOptions(asked: Kind): boolean {
  return asked === 'choice' || asked === 'ranking';
}

/** Names of experts and circles: they become parts of keys, queue messages and paths. */
export const name = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/, 'must be 1 to 64 lower-case letters, digits, dots, dashes or underscores');

/** A consultation id; also the name of its workflow execution, hence at most 80 characters of this alphabet. */
export const consultationId = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, 'must be 1 to 80 letters, digits, dashes or underscores');

/** Bytes of a question in UTF-8. A stored item holds 400 KB; options and seats need their share of it. */
export const questionMaxBytes = 200_000;
/** Seconds. A Lambda worker lives 900 s at most, and it needs a little of that to record what happened. */
export const deadlineMaxSeconds = 870;

/** What JSON Schema can say of a text that must not be blank; the refinement next to it says it to a caller. */
export const notBlank = { pattern: '\\S', minLength: 1 } as const;

const question = z
  .string()
  .refine((text) => text.trim().length > 0, 'must not be empty')
  .refine((text) => Buffer.byteLength(text) <= questionMaxBytes, `must be at most ${questionMaxBytes} bytes`)
  .meta({ ...notBlank, description: `What is asked; at most ${questionMaxBytes} bytes of UTF-8.` });

const options = z
  .array(z.string().trim().min(1, 'must not be empty').max(500).meta(notBlank))
  .min(2, 'must list at least two options')
  .max(50)
  .refine((list) => new Set(list).size === list.length, 'must not list an option twice')
  .meta({ uniqueItems: true, description: 'What can be answered, for the kinds `choice` and `ranking`, each once.' });

/** The policy fields that a caller may set for one consultation. */
export const newConsultation = z
  .strictObject({
    question,
    kind: kind.optional().describe('`choice` where options are given, else `text`, unless it is said otherwise.'),
    options: options.optional(),
    circle: name.optional().describe('The panel that is asked; `default` unless it is said otherwise.'),
    experts: z
      .array(name)
      .min(1)
      .max(50)
      .refine((list) => new Set(list).size === list.length, 'must not list an expert twice')
      .meta({ uniqueItems: true })
      .optional()
      .describe('Who is asked instead of the whole circle.'),
    quorum: z.int().min(1).max(50).optional().describe('How many answers are enough to end early; at most as many as are asked.'),
    deadlineSeconds: z
      .number()
      .min(1)
      .max(deadlineMaxSeconds)
      .optional()
      .describe('Seconds until the consultation ends with whatever is in.'),
    budgetUsd: z.number().positive().max(10_000).optional().describe('US dollars that the consultation may cost at worst.'),
    metadata: z
      .record(z.string().min(1).max(64), z.string().max(512))
      .refine((pairs) => Object.keys(pairs).length <= 20, 'must hold at most 20 entries')
      .meta({ maxProperties: 20 })
      .optional()
      .describe('Kept with the consultation; the list can be filtered by it.'),
    webhook: newWebhook.optional().describe('Who else is told of the end, after the webhooks of the circle.'),
  })
  .refine((body) => body.kind === undefined || !takesOptions(body.kind) || body.options !== undefined, {
    path: ['options'],
    message: 'must be given for the kinds "choice" and "ranking"',
  })
  .refine((body) => body.options === undefined || takesOptions(body.kind ?? 'choice'), {
    path: ['options'],
    message: 'go with the kinds "choice" and "ranking" only',
  })
  .meta({
    id: 'NewConsultation',
    description: 'A question to a circle. Fields that are left out are decided by the policy of the circle.',
    // The two refinements above, as far as JSON Schema can say them.
    anyOf: [
      { required: ['options'], properties: { kind: { enum: kind.options.filter(takesOptions) } } },
      { properties: { kind: { enum: kind.options.filter((one) => !takesOptions(one)) }, options: false } },
    ],
  });
export type NewConsultation = z.infer<typeof newConsultation>;
