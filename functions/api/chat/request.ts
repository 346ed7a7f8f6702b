/** From a chat request to the question of a consultation. */
import type { ChatMessage, ChatRequest } from '../../../shared/contract/chat.ts';
import type { Knowledge } from '../../../shared/contract/circle.ts';
import { anyObject, type Image, type Turn } from '../../../shared/contract/context.ts';
import { type NewConsultation, newConsultation } from '../../../shared/contract/question.ts';
import { withoutUndefined } from '../../../shared/domain/without-undefined.ts';
import { parseInput } from '../../../shared/runtime/define-function.ts';
import { ChatRefusal } from './error.ts';
import { panelOfModel } from './models.ts';

/** The consultation that a request asks for. Throws `NotFound` for its model, `ChatRefusal` or `InvalidInput`. */
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
  requireQuestion(messages);
  const images: Image[] = [];
  const all = messages.map((message) => ({ role: message.role, content: wordsOf(message, images) }));
  // An answer that was broken off leaves an empty turn behind; an empty question is refused.
  const spoken = all.filter(({ content }, index) => content.trim() !== '' || index === all.length - 1);
  const instructions = spoken.filter(({ role }) => role === 'system' || role === 'developer').map(({ content }) => content);
  const turns = spoken.flatMap(({ role, content }): Turn[] => (role === 'user' || role === 'assistant' ? [{ role, content }] : []));
  return {
    question: turns.pop()?.content ?? '',
    ...withoutUndefined({
      messages: turns.length > 0 ? turns : undefined,
      instructions: instructions.length > 0 ? instructions.join('\n\n') : undefined,
      images: images.length > 0 ? images : undefined,
    }),
  };
}

function requireQuestion(messages: readonly ChatMessage[]): void {
  if (messages.at(-1)?.role === 'user') return;
  const place = `messages[${messages.length - 1}].role`;
  throw new ChatRefusal('invalid_value', place, 'the last message is the question, so it must come from the user');
}

/** The words of a message. An image leaves its number behind, since all of them go to the experts in one row. */
function wordsOf({ role, name, content, ...message }: ChatMessage, images: Image[]): string {
  const refusal = 'refusal' in message ? message.refusal : undefined;
  const parts = typeof content === 'string' ? [content] : (content ?? []).map((part) => partOf(part, images));
  const words = [...parts, ...(refusal ? [refusal] : [])].join('\n');
  return name === undefined || role === 'system' || role === 'developer' ? words : `${name}: ${words}`;
}

function partOf(part: Exclude<NonNullable<ChatMessage['content']>, string>[number], images: Image[]): string {
  if (part.type === 'text') return part.text;
  if (part.type === 'refusal') return part.refusal;
  const { url, detail } = part.image_url;
  images.push({ url, ...withoutUndefined({ detail }) });
  return `[image ${images.length}]`;
}

function schemaOf({ response_format: format }: ChatRequest): NewConsultation['schema'] {
  if (format === undefined || format.type === 'text') return undefined;
  if (format.type === 'json_object') return anyObject;
  const { schema, description } = format.json_schema;
  return { ...withoutUndefined({ description }), ...(schema ?? anyObject) };
}

function samplingOf({ temperature, max_completion_tokens, max_tokens, stop }: ChatRequest): NewConsultation['sampling'] {
  const sampling = withoutUndefined({
    temperature: temperature ?? undefined,
    maxOutputTokens: max_completion_tokens ?? max_tokens ?? undefined,
    stop: typeof stop === 'string' ? [stop] : (stop ?? undefined),
  });
  return Object.keys(sampling).length > 0 ? sampling : undefined;
}
