/** What may go with a question: earlier turns, the caller's instructions, images, the form of the answer, and how it is sampled. */
import * as z from 'zod';
import { orEmpty } from './or-empty.ts';
import { annotationFlaws } from './schema-annotation.ts';

/** What JSON Schema can say of a text that must not be blank; the refinement next to it says it to a caller. */
export const notBlank = { pattern: '\\S', minLength: 1 } as const;

/** One earlier turn of a conversation. */
export const turn = z
  .strictObject({
    role: z.enum(['user', 'assistant']),
    content: z
      .string()
      .refine((text) => text.trim().length > 0, 'must not be empty')
      .meta(notBlank),
  })
  .meta({ id: 'Turn', description: 'An earlier turn of a conversation.' });
export type Turn = z.infer<typeof turn>;

/** Earlier turns, the oldest first; the question itself is not among them. */
export const turns = z.array(turn).max(200);

/** Images of one question. */
export const imagesMax = 20;

/** Bytes of one image that is sent as it is, decoded. */
export const imageMaxBytes = 5_000_000;

/** Characters of all images that are sent as they are: together as large as the smallest request that a provider takes. */
export const imagesMaxCharacters = 20_000_000;

/** Bytes that an image holds which is sent as it is; none where it is an address. */
export function imageBytes(url: string): number {
  if (!url.startsWith('data:')) return 0;
  const padding = /={0,2}$/.exec(url.slice(-2))?.[0].length ?? 0;
  return Math.floor(((url.length - url.indexOf(',') - 1 - padding) * 3) / 4);
}

/** What JSON Schema can say of the url of an image. */
export const imageUrl = { pattern: '^(?:https://\\S|data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$)' } as const;
const imageUrlPattern = new RegExp(imageUrl.pattern);

/**
 * An image, by address or as it is. Addresses are passed on to the provider, which fetches them: nothing here does, so that no caller
 * reaches into the network of this service.
 */
export const image = z
  .strictObject({
    url: z
      .string()
      .refine(
        (url) => imageUrlPattern.test(url) && (url.startsWith('data:') || isHttps(url)),
        'must be an https address, or a data URL of a PNG, JPEG, GIF or WebP in base64',
      )
      .refine((url) => imageBytes(url) <= imageMaxBytes, {
        message: `must be an image of at most ${imageMaxBytes} bytes; a larger one can be given by its https address`,
      })
      .meta({ ...imageUrl, description: `An https address, or a data URL of at most ${imageMaxBytes} bytes of image.` }),
    /** How closely OpenAI's models look; others have no such choice. */
    detail: z.enum(['auto', 'low', 'high']).optional(),
  })
  .meta({ id: 'Image', description: 'An image, by https address or as a data URL.' });
export type Image = z.infer<typeof image>;

function isHttps(url: string): boolean {
  return url.length <= 8000 && URL.parse(url)?.protocol === 'https:';
}

/** Bytes of a JSON Schema as text, and how deep it may be nested. */
export const schemaMaxBytes = 50_000;
export const schemaMaxDepth = 40;

/** A JSON Schema that the answer must conform to. Whether it compiles is checked when the question is accepted. */
export const answerSchema = z
  .record(z.string(), z.unknown())
  .refine((schema) => depthOf(schema) <= schemaMaxDepth, {
    message: `must be nested at most ${schemaMaxDepth} levels deep`,
    // What is deeper cannot be written down to be measured.
    abort: true,
  })
  .refine((schema) => Buffer.byteLength(JSON.stringify(schema)) <= schemaMaxBytes, `must be at most ${schemaMaxBytes} bytes`)
  .superRefine((schema, context) => {
    for (const { path, message } of annotationFlaws(schema)) context.addIssue({ code: 'custom', path: [...path], message });
  });

/** Counts no further than it must, so that no text can exhaust the stack. */
function depthOf(value: unknown, above = 0): number {
  if (typeof value !== 'object' || value === null || above > schemaMaxDepth) return above;
  return Object.values(value).reduce<number>((deepest, child) => Math.max(deepest, depthOf(child, above + 1)), above + 1);
}

/** The schema of any JSON object: what `json_object` asks for. */
export const anyObject = { type: 'object' } as const;

/** Tokens of an answer that a caller may ask for. */
export const maxOutputTokensMax = 200_000;

/** Parameters that some models take and some do not. */
export const steeringParameter = z.enum(['topP', 'seed', 'reasoningEffort']);
export type SteeringParameter = z.infer<typeof steeringParameter>;

/** How hard a model thinks before it answers. */
export const reasoningEffort = z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);

/** The values of those that a consultation sets. */
export const steeringValues = {
  topP: z.number().min(0).max(1).optional(),
  seed: z.int().optional(),
  reasoningEffort: reasoningEffort.optional(),
};

/** How answers are sampled; goes before what the experts declare, but no answer may become longer than its expert allows. */
export const sampling = z
  .strictObject({
    temperature: z.number().min(0).max(2).optional(),
    maxOutputTokens: z.int().min(1).max(maxOutputTokensMax).optional(),
    /** An answer ends before the first of these. */
    stop: orEmpty(z.array(z.string().min(1).max(200)).max(4)),
    /** Refused where an expert of the panel does not take them: an answer would otherwise differ by expert in silence. */
    ...steeringValues,
  })
  .meta({ id: 'Sampling', description: 'How answers are sampled.' });
export type Sampling = z.infer<typeof sampling>;
