/** OpenAI's Chat Completions and Models as this service speaks them. What has no effect is named in the answer: nothing is ignored in silence. */
import * as z from 'zod';
import { chatMessage } from './chat-message.ts';
import { notOffered, steering, withoutEffect } from './chat-parameters.ts';
import { consultationStatus } from './consultation.ts';
import { members } from './lenient-object.ts';
import { append } from './policy.ts';
import type { ProblemType } from './problem.ts';
import { newConsultation } from './question.ts';
import { verdict } from './verdict.ts';

const responseFormat = z
  .discriminatedUnion('type', [
    members({ type: z.literal('text') }).meta({ id: 'ChatTextFormat' }),
    members({ type: z.literal('json_object') }).meta({ id: 'ChatJsonFormat' }),
    members({
      type: z.literal('json_schema'),
      json_schema: members({
        name: z.string().min(1).max(64),
        description: z.string().nullish(),
        schema: z.record(z.string(), z.unknown()).nullish(),
        strict: z.boolean().nullish().describe('The answer conforms to the schema either way.'),
      }).meta({ id: 'ChatSchemaOfFormat' }),
    }).meta({ id: 'ChatSchemaFormat' }),
  ])
  .meta({ id: 'ChatResponseFormat' });

/** Other servers read -1 as no limit. */
const limit = z
  .int()
  .min(-1)
  .refine((tokens) => tokens !== 0, 'must be above 0')
  .nullish();

const strict = z
  .boolean()
  .optional()
  .describe("Whether what has no effect is refused, and not only named in `circle.ignored`. Default: the server's setting.");
const { kind, options, ordered, quorum, minimum, leastAgreement, deadlineSeconds, budgetUsd, webhook, repeats, onDisconnect } =
  newConsultation.shape;
const { strategy, hedgeSeconds, deliberation, promise, queryType, priority, limits } = newConsultation.shape;

/** What is always used. */
export const used = {
  model: z.string().min(1).describe('`circle/<name>` or `expert/<name>`; `GET /v1/models` lists them.'),
  messages: z.array(chatMessage).min(1).max(400).describe('The last turn of the user is the question, where nothing else comes after it.'),
  max_completion_tokens: limit.describe('Tokens of each answer at most; an expert may allow less.'),
  max_tokens: limit.describe('The older name of `max_completion_tokens`.'),
  metadata: newConsultation.shape.metadata.nullable().describe('Kept with the consultation; `GET /v1/consultations?tag=` finds it.'),
  response_format: responseFormat.nullish(),
  stop: z
    .union([z.string().min(1).max(200), z.array(z.string().min(1).max(200)).max(4)], { error: 'must be a text, or up to 4 of them' })
    .nullish(),
  stream: z.boolean().nullish(),
  stream_options: members({ include_usage: z.boolean().nullish(), include_obfuscation: z.boolean().nullish() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  circle: z
    .strictObject({
      kind,
      options,
      ordered,
      quorum,
      minimum,
      leastAgreement,
      deadlineSeconds,
      queryType,
      priority,
      strategy,
      hedgeSeconds,
      deliberation,
      promise,
      budgetUsd,
      limits,
      webhook,
      repeats,
      onDisconnect,
      append: append
        .optional()
        .describe('What the text of the answer says of the panel at its end; nothing where its form is fixed. Default: as the circle.'),
      strict,
    })
    .meta({ id: 'ChatCircleOptions' })
    .nullish()
    .describe('Not of OpenAI: options of the consultation. A `kind` other than `text` and `auto` gives an answer of that kind.'),
};

/** The body of `POST /v1/chat/completions`. */
export const chatRequest = members({ ...used, ...steering, ...withoutEffect, ...notOffered }).meta({
  id: 'ChatRequest',
  description: "A request of OpenAI's Chat Completions. What has no effect, known here or not, is named in `circle.ignored` of the answer.",
});
export type ChatRequest = z.infer<typeof chatRequest>;

/** What a completion says of the panel: the one field that OpenAI's own has not. */
export const circleReport = z
  .strictObject({
    consultationId: z.string(),
    status: consultationStatus,
    ...z.strictObject(verdict.shape).pick({
      agreement: true,
      coverage: true,
      confidence: true,
      dissent: true,
      stability: true,
      independent: true,
      missing: true,
      truncated: true,
      replaced: true,
      decidedBy: true,
      deliberation: true,
      synthesis: true,
      strategy: true,
      promise: true,
      limits: true,
      notice: true,
    }).shape,
    /** The request repeated an earlier one, and this is what that one had asked. */
    joined: z.literal(true).optional(),
    /** US dollars of the calls whose price is known, and the experts whose is not. */
    costUsd: z.number(),
    costUnknown: z.array(z.string()),
    /** Experts whose provider did not say how many tokens it used: they are not in `usage`. */
    usageUnknown: z.array(z.string()),
    /** Parameters of the request that had no effect. */
    ignored: z.array(z.string()),
    links: z.strictObject({ self: z.string(), events: z.string() }),
  })
  .meta({ id: 'ChatReport', description: 'What a completion says of the panel.' });
export type CircleReport = z.infer<typeof circleReport>;

/** Tokens of all calls together. */
export const chatUsage = z
  .strictObject({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() })
  .meta({ id: 'ChatUsage', description: 'Tokens of all calls together.' });
export type ChatUsage = z.infer<typeof chatUsage>;

const finishReason = z.enum(['stop', 'length', 'content_filter']);
const origin = { id: z.string(), created: z.int().describe('Unix seconds.'), model: z.string() };

/** A type that is only null has no name in most languages: this is none at all. */
const alwaysNull = { type: undefined, description: 'Always null.' } as const;

/** The answer where nothing is streamed. */
export const chatCompletion = z
  .strictObject({
    ...origin,
    object: z.literal('chat.completion'),
    choices: z
      .array(
        z.strictObject({
          index: z.literal(0),
          message: z.strictObject({ role: z.literal('assistant'), content: z.string(), refusal: z.string().nullable() }),
          logprobs: z.null().meta(alwaysNull),
          finish_reason: finishReason,
        }),
      )
      .length(1),
    usage: chatUsage,
    circle: circleReport,
  })
  .meta({ id: 'ChatCompletion', description: 'The answer where nothing is streamed.' });
export type ChatCompletion = z.infer<typeof chatCompletion>;

/** One `data:` of a stream. The last chunk with a choice has the finish reason and the report of the circle. */
export const chatChunk = z
  .strictObject({
    ...origin,
    object: z.literal('chat.completion.chunk'),
    choices: z.array(
      z.strictObject({
        index: z.literal(0),
        delta: z.strictObject({ role: z.literal('assistant').optional(), content: z.string().optional() }),
        logprobs: z.null().meta(alwaysNull),
        finish_reason: finishReason.nullable(),
      }),
    ),
    usage: chatUsage.nullable().optional().describe('With `stream_options.include_usage`: null, but for the last chunk.'),
    circle: circleReport.optional(),
  })
  .meta({ id: 'ChatCompletionChunk', description: 'One `data:` of a stream.' });
export type ChatChunk = z.infer<typeof chatChunk>;

/** An error as OpenAI's clients read it. */
export const openAiError = z
  .strictObject({
    error: z.strictObject({
      message: z.string(),
      type: z.string(),
      param: z.string().nullable(),
      code: z.string().nullable(),
      positions: verdict.shape.positions,
    }),
  })
  .meta({ id: 'OpenAiError', description: "An error as OpenAI's clients read it." });
export type OpenAiError = z.infer<typeof openAiError>;

const errorWords: Partial<Record<ProblemType, readonly [type: string, code: string]>> = {
  unauthorized: ['authentication_error', 'invalid_api_key'],
  'not-found': ['invalid_request_error', 'unknown_url'],
  'too-large': ['invalid_request_error', 'context_length_exceeded'],
  'budget-exceeded': ['insufficient_quota', 'budget_exceeded'],
  conflict: ['invalid_request_error', 'idempotency_key_reused'],
  internal: ['server_error', 'internal'],
  unavailable: ['server_error', 'unavailable'],
  'storage-full': ['server_error', 'storage_full'],
};

/** Codes by which clients distinguish errors that share a status. */
const inTheirWords: Partial<Record<ProblemType, (message: string) => string>> = {
  unauthorized: (message) => `Incorrect API key provided: ${message}`,
  'too-large': tooLongWords,
};

/** What clients read as "shorten the conversation": they look for the words "maximum context length". */
export function tooLongWords(message: string): string {
  return `the messages exceed the maximum context length: ${message}; reduce the length of the messages`;
}

/** A problem in OpenAI's words. */
export function openAiErrorFor(problemType: ProblemType, message: string): OpenAiError {
  const [type = 'invalid_request_error', code = null] = errorWords[problemType] ?? [];
  return { error: { message: inTheirWords[problemType]?.(message) ?? message, type, param: null, code } };
}

/** One row of `GET /v1/models`. */
export const shownModel = z
  .strictObject({ id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.string() })
  .meta({ id: 'Model', description: 'A circle or an expert under a name that can be asked.' });
export type ShownModel = z.infer<typeof shownModel>;
export const shownModels = z
  .strictObject({ object: z.literal('list'), data: z.array(shownModel) })
  .meta({ id: 'ModelList', description: 'Every model.' });
