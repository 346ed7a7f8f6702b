/** OpenAI's Chat Completions and Models as this service speaks them. The request names every parameter of that API: none is ignored in silence. */
import * as z from 'zod';
import { consultationStatus } from './consultation.ts';
import { imageUrl, sampling } from './context.ts';
import type { ProblemType } from './problem.ts';
import { goTogether, newConsultation } from './question.ts';
import { verdict } from './verdict.ts';

/** A mark where a provider may cut its cache; it changes no answer. */
const cacheMark = { prompt_cache_breakpoint: z.looseObject({}).nullish() };
const textPart = z.strictObject({ type: z.literal('text'), text: z.string(), ...cacheMark });
const refusalPart = z.strictObject({ type: z.literal('refusal'), refusal: z.string() });
const imagePart = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.strictObject({ url: z.string().meta(imageUrl), detail: z.enum(['auto', 'low', 'high']).optional() }),
  ...cacheMark,
});

const texts = z.union([z.string(), z.array(textPart).min(1)], { error: 'must be a text or a list of parts of type "text"' });
const textsAndImages = z.union([z.string(), z.array(z.discriminatedUnion('type', [textPart, imagePart])).min(1)], {
  error: 'must be a text or a list of parts of type "text" and "image_url"',
});
const ownWords = z.union([z.string(), z.array(z.discriminatedUnion('type', [textPart, refusalPart]))], {
  error: 'must be a text or a list of parts of type "text" and "refusal"',
});

const noTools = { error: 'tools are not offered: experts answer from what they are told' };
const none = z.array(z.unknown()).max(0, noTools);

const chatMessage = z.discriminatedUnion(
  'role',
  [
    z.strictObject({ role: z.literal('system'), content: texts, name: z.string().optional() }),
    z.strictObject({ role: z.literal('developer'), content: texts, name: z.string().optional() }),
    z.strictObject({ role: z.literal('user'), content: textsAndImages, name: z.string().optional() }),
    z.strictObject({
      role: z.literal('assistant'),
      content: ownWords.nullish(),
      refusal: z.string().nullish(),
      name: z.string().optional(),
      annotations: z.array(z.unknown()).nullish(),
      audio: z.null(noTools).optional(),
      function_call: z.null(noTools).optional(),
      tool_calls: none.nullish(),
    }),
  ],
  { error: 'must be system, developer, user or assistant: tools are not offered' },
);
export type ChatMessage = z.infer<typeof chatMessage>;

const responseFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: z.string().min(1).max(64),
      description: z.string().optional(),
      schema: z.record(z.string(), z.unknown()).optional(),
      strict: z.boolean().nullish().describe('The answer conforms to the schema either way.'),
    }),
  }),
]);

const { kind, options, quorum, deadlineSeconds, budgetUsd, webhook } = newConsultation.shape;

/** What is used. */
const used = {
  model: z.string().min(1).describe('`circle/<name>` or `expert/<name>`; `GET /v1/models` lists them.'),
  messages: z.array(chatMessage).min(1).max(400).describe('The last one is the question, and comes from the user.'),
  max_completion_tokens: sampling.shape.maxOutputTokens.nullable().describe('Tokens of each answer at most; an expert may allow less.'),
  max_tokens: sampling.shape.maxOutputTokens.nullable().describe('The older name of `max_completion_tokens`.'),
  metadata: newConsultation.shape.metadata.nullable().describe('Kept with the consultation; `GET /v1/consultations?tag=` finds it.'),
  response_format: responseFormat.optional(),
  stop: z
    .union([z.string().min(1).max(200), z.array(z.string().min(1).max(200)).min(1).max(4)], { error: 'must be a text, or 1 to 4 of them' })
    .nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional(), include_obfuscation: z.boolean().optional() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  circle: z
    .strictObject({ kind, options, quorum, deadlineSeconds, budgetUsd, webhook })
    .meta({ anyOf: goTogether })
    .optional()
    .describe('Not of OpenAI: what a consultation may say of itself. A `kind` other than `text` and `auto` gives an answer of that kind.'),
};

/** What changes no answer, and is taken without effect. */
const harmless = {
  parallel_tool_calls: z.boolean().optional(),
  prediction: z.looseObject({}).nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_options: z.looseObject({}).nullish(),
  prompt_cache_retention: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  store: z.boolean().nullish(),
  user: z.string().nullish(),
};

/** What would change the answer and is not offered: only a value that asks for nothing is taken. */
export const notOffered = {
  audio: z.null({ error: 'answers are texts' }).optional(),
  frequency_penalty: z.literal(0, { error: 'is not offered: not every provider has it' }).nullish(),
  function_call: z.enum(['none', 'auto'], noTools).optional(),
  functions: none.optional(),
  logit_bias: z.strictObject({}, { error: 'is not offered: tokens differ from expert to expert' }).nullish(),
  logprobs: z.literal(false, { error: 'is not offered: a verdict has no token probabilities' }).nullish(),
  modalities: z
    .array(z.literal('text', { error: 'answers are texts' }))
    .length(1)
    .nullish(),
  moderation: z.null({ error: 'is not offered' }).optional(),
  n: z.literal(1, { error: 'a circle gives one verdict' }).nullish(),
  presence_penalty: z.literal(0, { error: 'is not offered: not every provider has it' }).nullish(),
  reasoning_effort: z.null({ error: 'is not offered: each expert reasons as it is declared' }).optional(),
  seed: z.null({ error: 'is not offered: not every provider has it' }).optional(),
  service_tier: z.enum(['auto', 'default'], { error: 'is not offered: each provider serves in its usual tier' }).nullish(),
  tool_choice: z.enum(['none', 'auto'], noTools).optional(),
  tools: none.optional(),
  top_logprobs: z.literal(0, { error: 'is not offered: a verdict has no token probabilities' }).nullish(),
  top_p: z.literal(1, { error: 'is not offered: set the temperature' }).nullish(),
  verbosity: z.literal('medium', { error: 'is not offered: say in a system message how long the answer should be' }).nullish(),
  web_search_options: z.null({ error: 'is not offered' }).optional(),
};

/** The body of `POST /v1/chat/completions`. */
export const chatRequest = z.strictObject({ ...used, ...harmless, ...notOffered }).meta({
  // A form of the answer goes with the kinds `text` and `auto` only; the consultation that is made of this checks it.
  anyOf: [
    { properties: { response_format: { properties: { type: { const: 'text' } } } } },
    { properties: { circle: { properties: { kind: { enum: ['text', 'auto'] }, options: false } } } },
  ],
});
export type ChatRequest = z.infer<typeof chatRequest>;

/** What a completion says of the panel: the one field that OpenAI's own has not. */
export const circleReport = z.strictObject({
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
    notice: true,
  }).shape,
  /** US dollars of the calls whose price is known, and the experts whose is not. */
  costUsd: z.number(),
  costUnknown: z.array(z.string()),
  /** Experts whose provider did not say how many tokens it used: they are not in `usage`. */
  usageUnknown: z.array(z.string()),
  links: z.strictObject({ self: z.string(), events: z.string() }),
});
export type CircleReport = z.infer<typeof circleReport>;

/** Tokens of all calls together. */
export const chatUsage = z.strictObject({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() });
export type ChatUsage = z.infer<typeof chatUsage>;

const finishReason = z.enum(['stop', 'length']);
const origin = { id: z.string(), created: z.int().describe('Unix seconds.'), model: z.string() };

/** The answer where nothing is streamed. */
export const chatCompletion = z.strictObject({
  ...origin,
  object: z.literal('chat.completion'),
  choices: z
    .array(
      z.strictObject({
        index: z.literal(0),
        message: z.strictObject({ role: z.literal('assistant'), content: z.string(), refusal: z.null() }),
        logprobs: z.null(),
        finish_reason: finishReason,
      }),
    )
    .length(1),
  usage: chatUsage,
  circle: circleReport,
});
export type ChatCompletion = z.infer<typeof chatCompletion>;

/** One `data:` of a stream. The last chunk with a choice has the finish reason and the report of the circle. */
export const chatChunk = z.strictObject({
  ...origin,
  object: z.literal('chat.completion.chunk'),
  choices: z.array(
    z.strictObject({
      index: z.literal(0),
      delta: z.strictObject({ role: z.literal('assistant').optional(), content: z.string().optional() }),
      logprobs: z.null(),
      finish_reason: finishReason.nullable(),
    }),
  ),
  usage: chatUsage.nullable().optional().describe('With `stream_options.include_usage`: null, but for the last chunk.'),
  circle: circleReport.optional(),
});
export type ChatChunk = z.infer<typeof chatChunk>;

/** An error as OpenAI's clients read it. */
export const openAiError = z.strictObject({
  error: z.strictObject({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string().nullable() }),
});
export type OpenAiError = z.infer<typeof openAiError>;

const errorWords: Partial<Record<ProblemType, readonly [type: string, code: string]>> = {
  unauthorized: ['invalid_request_error', 'invalid_api_key'],
  'budget-exceeded': ['insufficient_quota', 'budget_exceeded'],
  conflict: ['invalid_request_error', 'idempotency_key_reused'],
  internal: ['server_error', 'internal'],
  unavailable: ['server_error', 'unavailable'],
};

/** A problem in OpenAI's words. */
export function openAiErrorFor(problemType: ProblemType, message: string): OpenAiError {
  const [type = 'invalid_request_error', code = null] = errorWords[problemType] ?? [];
  return { error: { message, type, param: null, code } };
}

/** One row of `GET /v1/models`. */
export const shownModel = z.strictObject({ id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.string() });
export type ShownModel = z.infer<typeof shownModel>;
export const shownModels = z.strictObject({ object: z.literal('list'), data: z.array(shownModel) });
