/** From a chat request to the question of a consultation. */
import type { ChatRequest } from '../../../shared/contract/chat.ts';
import type { ChatMessage } from '../../../shared/contract/chat-message.ts';
import type { Knowledge } from '../../../shared/contract/circle.ts';
import { anyObject, type Image, maxOutputTokensMax, type Sampling, type Turn } from '../../../shared/contract/context.ts';
import { isEmpty } from '../../../shared/contract/or-empty.ts';
import { type NewConsultation, newConsultation } from '../../../shared/contract/question.ts';
import { defaultCircle } from '../../../shared/domain/pick-circle.ts';
import { withoutUndefined } from '../../../shared/domain/without-undefined.ts';
import { parseInput } from '../../../shared/runtime/define-function.ts';
import { withoutAppendix } from './appended.ts';
import { ChatRefusal } from './error.ts';
import { ignoredIn } from './ignored.ts';
import { panelOfModel } from './models.ts';
import { steeringIn } from './steering.ts';

/** A consultation to ask, and the names of what in the request has no effect on it. */
export interface ReadRequest {
  readonly body: NewConsultation;
  readonly ignored: readonly string[];
}

/** What an entry makes of requests. */
export interface Reading {
  /** Whether what has no effect is refused, unless the request says so itself. @default false */
  readonly strict?: boolean | undefined;
  /** Whether a caller who hangs up is seen. @default false */
  readonly seesHangUp?: boolean | undefined;
}

/** The consultation that a request asks for. Throws `NotFound` for its model, or `InvalidInput`. */
export function consultationOf(
  request: ChatRequest,
  knowledge: Knowledge,
  { strict = false, seesHangUp = false }: Reading = {},
): ReadRequest {
  const { messages, metadata } = request;
  const { strict: ownStrict, append: _append, ...circle } = request.circle ?? {};
  const panel = panelOf(request, knowledge);
  const passedOn = steeringIn(request, panel, knowledge);
  const unseen = seesHangUp ? [] : cancelsIn(circle);
  const ignored = ignoredIn(request, { passedOn: passedOn.names, unseen, strict: ownStrict ?? strict });
  const body = parseInput(newConsultation, {
    ...panel,
    ...spokenIn(messages),
    ...withoutUndefined({
      schema: schemaOf(request),
      sampling: samplingOf(request, passedOn.sampling),
      metadata: metadata ?? undefined,
    }),
    ...withoutUndefined({ ...circle, ...(unseen.length > 0 && { onDisconnect: undefined }) }),
  });
  return { body, ignored };
}

/** The model has named the circle: what the question is about chooses no other one. */
function panelOf({ model, circle }: ChatRequest, knowledge: Knowledge): ReturnType<typeof panelOfModel> {
  const named = panelOfModel(model, knowledge);
  return circle?.queryType === undefined || named.experts ? named : { circle: defaultCircle, ...named };
}

function cancelsIn({ onDisconnect }: NonNullable<ChatRequest['circle']>): string[] {
  return onDisconnect === 'cancel' ? ['circle.onDisconnect'] : [];
}

/** A turn as it is put into words; what a tool has given is no question. */
interface Spoken extends Turn {
  readonly asks: boolean;
}

/** The question, what was said before it, what the caller wants of the answer, and every image on the way. */
function spokenIn(messages: readonly ChatMessage[]): Pick<NewConsultation, 'question' | 'messages' | 'instructions' | 'images'> {
  const images: Image[] = [];
  // An answer that was broken off leaves an empty turn behind.
  const spoken = messages.map((message) => ({ message, content: wordsOf(message, images) })).filter(({ content }) => content.trim() !== '');
  const instructions = spoken.filter(({ message: { role } }) => role === 'system' || role === 'developer').map(({ content }) => content);
  const turns = spoken.flatMap(({ message: { role }, content }): Spoken[] => {
    if (role === 'system' || role === 'developer') return [];
    return [{ role: role === 'assistant' ? 'assistant' : 'user', content, asks: role === 'user' }];
  });
  return { ...askedIn(turns, instructions.join('\n\n')), ...withoutUndefined({ images: images.length > 0 ? images : undefined }) };
}

/** What is asked where the conversation ends with a model's turn, or with what a tool has given: such a model is asked to speak again. */
const goOn =
  'Give the next turn of the conversation above: answer what is still open in it, or go on where its last turn has ended, without repeating it.';

/** A conversation ends with the question, as a rule. A prompt of instructions alone is the question itself. */
function askedIn(turns: readonly Spoken[], instructions: string): Pick<NewConsultation, 'question' | 'messages' | 'instructions'> {
  const last = turns.at(-1);
  if (last === undefined && instructions === '')
    throw new ChatRefusal('invalid_value', 'messages', 'hold no words to answer: every turn is empty');
  if (last === undefined) return { question: instructions };
  const earlier = (last.asks ? turns.slice(0, -1) : turns).map(({ role, content }) => ({ role, content }));
  return {
    question: last.asks ? last.content : goOn,
    ...withoutUndefined({
      messages: earlier.length > 0 ? earlier : undefined,
      instructions: instructions === '' ? undefined : instructions,
    }),
  };
}

/** The words of a message. An image leaves its number behind, since all of them go to the experts in one row. */
function wordsOf(message: ChatMessage, images: Image[]): string {
  const { role, name, content } = message;
  const parts = [content ?? []].flat().flatMap((part) => (typeof part === 'string' ? [part] : partOf(part, images)));
  if (role === 'tool') return resultOf(name ?? message.tool_call_id, parts);
  if (role === 'function') return resultOf(name, parts);
  if (role === 'system' || role === 'developer') return parts.join('\n');
  if (role === 'assistant') return named(name, [...answeredIn(parts), ...besideContent(message)].join('\n'));
  return named(name, parts.join('\n'));
}

function named(name: string | null | undefined, words: string): string {
  return name ? `${name}: ${words}` : words;
}

/** What was answered, without what was said of the panel. */
function answeredIn(parts: readonly string[]): readonly string[] {
  return parts.length === 0 ? [] : [withoutAppendix(parts.join('\n'))];
}

/** A refusal, and what the model called: the turn that follows holds what came of it. */
function besideContent({ refusal, tool_calls, function_call }: Extract<ChatMessage, { role: 'assistant' }>): string[] {
  const calls = [...(tool_calls ?? []).map((call) => call.function), function_call].flatMap((call) => call ?? []);
  return [...(refusal ? [refusal] : []), ...calls.map((call) => `[called ${call.name} with ${call.arguments || 'nothing'}]`)];
}

function resultOf(name: string | null | undefined, parts: readonly string[]): string {
  const words = parts.join('\n');
  return words.trim() === '' ? '' : `[result${name ? ` of ${name}` : ' of the call'}]\n${words}`;
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
  // A schema that says nothing still asks for JSON.
  return { ...(description && { description }), ...(!schema || isEmpty(schema) ? anyObject : schema) };
}

function samplingOf({ temperature, max_completion_tokens, max_tokens, stop }: ChatRequest, passedOn: Sampling): Sampling | undefined {
  const limit = max_completion_tokens ?? max_tokens;
  const stops = typeof stop === 'string' ? [stop] : (stop ?? []);
  const sampling = withoutUndefined({
    temperature: temperature ?? undefined,
    // What a caller allows is only ever lowered: by this, and by each expert.
    maxOutputTokens: typeof limit === 'number' && limit > 0 ? Math.min(limit, maxOutputTokensMax) : undefined,
    stop: stops.length > 0 ? stops : undefined,
    ...passedOn,
  });
  return Object.keys(sampling).length > 0 ? sampling : undefined;
}
