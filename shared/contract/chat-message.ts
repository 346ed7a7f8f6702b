/** Messages of OpenAI's Chat Completions, as OpenAI's own clients and those of others write them. */
import * as z from 'zod';
import { imageUrl } from './context.ts';
import { members } from './lenient-object.ts';

/** Marks where a provider may cut its cache, and notes of an earlier answer: they change no answer. */
const notes = {
  prompt_cache_breakpoint: z.looseObject({}).nullish(),
  cache_control: z.looseObject({}).nullish(),
  annotations: z.array(z.unknown()).nullish(),
};
const textPart = members({ type: z.literal('text'), text: z.string(), ...notes });
const refusalPart = members({ type: z.literal('refusal'), refusal: z.string(), ...notes });
const imagePart = members({
  type: z.literal('image_url'),
  image_url: members({ url: z.string().meta(imageUrl), detail: z.enum(['auto', 'low', 'high']).nullish() }),
  ...notes,
});
/** What a model has thought before an earlier answer. It is no part of the conversation. */
const thoughtPart = z.looseObject({
  type: z.enum(['think', 'thinking', 'reasoning', 'redacted_thinking', 'redacted_reasoning', 'reasoning_text']),
});

const texts = z.union([z.string(), z.array(textPart).min(1)], { error: 'must be a text or a list of parts of type "text"' });
const textsAndImages = z.union([z.string(), z.array(z.discriminatedUnion('type', [textPart, imagePart])).min(1)], {
  error: 'must be a text or a list of parts of type "text" and "image_url"',
});
const ownWords = z.union([z.string(), z.array(z.discriminatedUnion('type', [textPart, refusalPart, thoughtPart]))], {
  error: 'must be a text or a list of parts of type "text", "refusal" and "thinking"',
});

/** Why a call of a tool is refused. */
export const noTools = { error: 'tools are not called: experts answer from the prompt alone' };
const none = z.array(z.unknown()).max(0, noTools);

const ofAnybody = { name: z.string().nullish(), cache_control: z.looseObject({}).nullish() };

/** What a model's turn may carry beside its words, and what changes no answer. */
const besideWords = {
  annotations: z.unknown().optional(),
  parsed: z.unknown().optional(),
  prefix: z.boolean().nullish(),
  reasoning: z.unknown().optional(),
  reasoning_content: z.unknown().optional(),
  reasoning_details: z.unknown().optional(),
  thinking: z.unknown().optional(),
  provider_specific_fields: z.unknown().optional(),
};

export const chatMessage = z.discriminatedUnion(
  'role',
  [
    members({ role: z.literal('system'), content: texts, ...ofAnybody }),
    members({ role: z.literal('developer'), content: texts, ...ofAnybody }),
    members({ role: z.literal('user'), content: textsAndImages, ...ofAnybody }),
    members({
      role: z.literal('assistant'),
      content: ownWords.nullish(),
      refusal: z.string().nullish(),
      ...ofAnybody,
      ...besideWords,
      audio: z.null(noTools).optional(),
      function_call: z.null(noTools).optional(),
      tool_calls: none.nullish(),
    }),
  ],
  { error: 'must be system, developer, user or assistant: tools are not called' },
);
export type ChatMessage = z.infer<typeof chatMessage>;
