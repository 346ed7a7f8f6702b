/** Messages of OpenAI's Chat Completions, as OpenAI's own clients and those of others write them. */
import * as z from 'zod';
import { namesAllowed } from './allowed.ts';
import { imageUrl } from './context.ts';
import { members, refused, unread } from './lenient-object.ts';

/** Marks where a provider may cut its cache, and notes of an earlier answer: they change no answer. */
const notes = { prompt_cache_breakpoint: unread('object'), cache_control: unread('object'), annotations: unread('array') };
const textPart = members({ type: z.literal('text'), text: z.string(), ...notes }).meta({ id: 'ChatTextPart' });
const refusalPart = members({ type: z.literal('refusal'), refusal: z.string(), ...notes }).meta({ id: 'ChatRefusalPart' });
const imagePart = members({
  type: z.literal('image_url'),
  image_url: members({ url: z.string().meta(imageUrl), detail: z.enum(['auto', 'low', 'high']).nullish() }).meta({ id: 'ChatImageUrl' }),
  ...notes,
}).meta({ id: 'ChatImagePart' });
/** What a model has thought before an earlier answer. It is no part of the conversation. */
const thoughtPart = members({
  type: z.enum(['think', 'thinking', 'reasoning', 'redacted_thinking', 'redacted_reasoning', 'reasoning_text']),
}).meta({ id: 'ChatThoughtPart' });

/** Words under the names that other interfaces have for them: a text in a list, and the parts of OpenAI's Responses. */
function standardPart(part: unknown): unknown {
  if (typeof part === 'string') return { type: 'text', text: part };
  const { data } = foreignPart.safeParse(part);
  if (data === undefined) return part;
  return 'text' in data ? { ...data, type: 'text' } : { ...data, type: 'image_url', image_url: { url: data.image_url } };
}

const foreignPart = z.union(
  [
    z.looseObject({ type: z.enum(['input_text', 'output_text']), text: z.string() }),
    z.looseObject({ type: z.enum(['input_image', 'image_url']), image_url: z.string() }),
  ],
  namesAllowed,
);

/** Words, or a list of parts of these kinds; nothing at all is an empty turn. */
function contentOf<Part extends z.ZodType>(part: Part, kinds: string) {
  const error = `must be a text or a list of parts of type ${kinds}`;
  return z
    .preprocess(
      (content) => (Array.isArray(content) ? content.map(standardPart) : content),
      z.union([z.string(), z.array(part)], { error }),
    )
    .nullish();
}

const texts = contentOf(textPart, '"text"');
const textsAndImages = contentOf(
  z.discriminatedUnion('type', [textPart, imagePart]).meta({ id: 'ChatUserPart' }),
  '"text" and "image_url"',
);
const ownWords = contentOf(
  z.discriminatedUnion('type', [textPart, refusalPart, thoughtPart]).meta({ id: 'ChatAssistantPart' }),
  '"text", "refusal" and "thinking"',
);

/** Why a call of a tool is refused. */
export const noTools = 'tools are not called: experts answer from the prompt alone';

const ofAnybody = { name: z.string().nullish(), cache_control: unread('object') };

/** What a model has called in an earlier turn: a part of the conversation, as what came of it is. */
const called = members({ name: z.string(), arguments: z.string().nullish() }).meta({ id: 'ChatCalledFunction' });
const toolCall = members({ id: z.string().nullish(), function: called.nullish() }).meta({ id: 'ChatToolCall' });

/** What a model's turn may carry beside its words, and what changes no answer. */
const besideWords = {
  annotations: unread('array'),
  parsed: unread('object'),
  prefix: unread('boolean'),
  reasoning: unread(),
  reasoning_content: unread('string'),
  reasoning_details: unread('array'),
  thinking: unread(),
  provider_specific_fields: unread('object'),
};

export const chatMessage = z
  .discriminatedUnion(
    'role',
    [
      members({ role: z.literal('system'), content: texts, ...ofAnybody }).meta({ id: 'ChatSystemMessage' }),
      members({ role: z.literal('developer'), content: texts, ...ofAnybody }).meta({ id: 'ChatDeveloperMessage' }),
      members({ role: z.literal('user'), content: textsAndImages, ...ofAnybody }).meta({ id: 'ChatUserMessage' }),
      members({
        role: z.literal('assistant'),
        content: ownWords,
        refusal: z.string().nullish(),
        ...ofAnybody,
        ...besideWords,
        audio: refused('answers are texts'),
        function_call: called.nullish(),
        tool_calls: z.array(toolCall).nullish(),
      }).meta({ id: 'ChatAssistantMessage' }),
      members({ role: z.literal('tool'), content: texts, tool_call_id: z.string().nullish(), ...ofAnybody }).meta({
        id: 'ChatToolMessage',
      }),
      members({ role: z.literal('function'), content: texts, ...ofAnybody }).meta({ id: 'ChatFunctionMessage' }),
    ],
    { error: 'must be system, developer, user, assistant, tool or function' },
  )
  .meta({ id: 'ChatMessage' });
export type ChatMessage = z.infer<typeof chatMessage>;

/** The members of each kind of message, and of each kind of part, that are known here. */
export const knownMembers: {
  readonly byRole: ReadonlyMap<string, readonly string[]>;
  readonly byPart: ReadonlyMap<string, readonly string[]>;
} = {
  byRole: new Map(chatMessage.options.map(({ shape }) => [shape.role.value, Object.keys(shape)])),
  byPart: new Map([textPart, refusalPart, imagePart].map(({ shape }) => [shape.type.value, Object.keys(shape)])),
};
