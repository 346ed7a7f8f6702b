/** From a chat request to the question of a consultation. */
import type { ChatRequest } from '../../../shared/contract/chat.ts';
import type { ChatMessage } from '../../../shared/contract/chat-message.ts';
import type { Knowledge } from '../../../shared/contract/circle.ts';
import { anyObject, type Image, maxOutputTokensMax, type Turn } from '../../../shared/contract/context.ts';
import { type NewConsultation, newConsultation } from '../../../shared/contract/question.ts';
import { withoutUndefined } from '../../../shared/domain/without-undefined.ts';
import { parseInput } from '../../../shared/runtime/define-function.ts';
import { panelOfModel } from './models.ts';

/** The consultation that a request asks for. Throws `NotFound` for its model, or `InvalidInput`. */
export function consultationOf(request: ChatRequest, knowledge: Pick<Knowledge, 'circles' | 'experts'>): NewConsultation {
  const { messages, metadata, circle } = request;
  return parseInput(newConsultation, {
    ...panelOfModel(request.model, knowledge),
    ...spokenIn(messages),
    ...withoutUndefined({ schema: schemaOf(request), sampling: samplingOf(request), metadata: metadata ?? undefined }),
    ...withoutUndefined({ ...circle }),
  });
}

/** The question, what was said before it, what the caller wants of the answer, and every image on the way. */
function spokenIn(messages: readonly ChatMessage[]): Pick<NewConsultation, 'question' | 'messages' | 'instructions' | 'images'> {
  const images: Image[] = [];
  const all = messages.map((message) => ({ role: message.role, content: wordsOf(message, images) }));
  // An answer that was broken off leaves an empty turn behind; an empty question is refused.
  const spoken = all.filter(({ content, role }, index) => content.trim() !== '' || (index === all.length - 1 && role === 'user'));
  const instructions = spoken.filter(({ role }) => role === 'system' || role === 'developer').map(({ content }) => content);
  const turns = spoken.flatMap(({ role, content }): Turn[] => (role === 'user' || role === 'assistant' ? [{ role, content }] : []));
  return { ...askedIn(turns, instructions.join('\n\n')), ...withoutUndefined({ images: images.length > 0 ? images : undefined }) };
}

/** What is asked where the conversation ends with a model's turn: such a model is asked to speak again. */
const goOn =
  'Give the next turn of the conversation above: answer what is still open in it, or go on where its last turn has ended, without repeating it.';

/** A conversation ends with the question, as a rule. A prompt of instructions alone is the question itself. */
function askedIn(turns: readonly Turn[], instructions: string): Pick<NewConsultation, 'question' | 'messages' | 'instructions'> {
  const last = turns.at(-1);
  if (last === undefined) return { question: instructions };
  const earlier = last.role === 'user' ? turns.slice(0, -1) : turns;
  return {
    question: last.role === 'user' ? last.content : goOn,
    ...withoutUndefined({
      messages: earlier.length > 0 ? [...earlier] : undefined,
      instructions: instructions === '' ? undefined : instructions,
    }),
  };
}

/** The words of a message. An image leaves its number behind, since all of them go to the experts in one row. */
function wordsOf({ role, name, content, ...message }: ChatMessage, images: Image[]): string {
  const refusal = 'refusal' in message ? message.refusal : undefined;
  const parts = typeof content === 'string' ? [content] : (content ?? []).flatMap((part) => partOf(part, images));
  const words = [...parts, ...(typeof refusal === 'string' ? [refusal] : [])].join('\n');
  return !name || role === 'system' || role === 'developer' ? words : `${name}: ${words}`;
}

function partOf(part: Exclude<NonNullable<ChatMessage['content']>, string>[number], images: Image[]): string[] {
  if (part.type === 'text') return [part.text];
  if (part.type === 'refusal') return [part.refusal];
  // What a model thought is no part of what was said.
  if (part.type !== 'image_url') return [];
  const { url, detail } = part.image_url;
  images.push({ url, ...withoutUndefined({ detail: detail ?? undefined }) });
  return [`[image ${images.length}]`];
}

function schemaOf({ response_format: format }: ChatRequest): NewConsultation['schema'] {
  if (!format || format.type === 'text') return undefined;
  if (format.type === 'json_object') return anyObject;
  const { schema, description } = format.json_schema;
  return { ...(description && { description }), ...(schema ?? anyObject) };
}

function samplingOf({ temperature, max_completion_tokens, max_tokens, stop }: ChatRequest): NewConsultation['sampling'] {
  const limit = max_completion_tokens ?? max_tokens;
  const stops = typeof stop === 'string' ? [stop] : (stop ?? []);
  const sampling = withoutUndefined({
    temperature: temperature ?? undefined,
    // What a caller allows is only ever lowered: by this, and by each expert.
    maxOutputTokens: typeof limit === 'number' ? Math.min(limit, maxOutputTokensMax) : undefined,
    stop: stops.length > 0 ? stops : undefined,
  });
  return Object.keys(sampling).length > 0 ? sampling : undefined;
}
