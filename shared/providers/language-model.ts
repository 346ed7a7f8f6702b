/** The body that all model providers share: one call through the AI SDK's model interface, one opinion or one `ExpertFailure`. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4GenerateResult, SharedV4ProviderOptions } from '@ai-sdk/provider';
import type { Usage } from '../contract/opinion.ts';
import { ExpertFailure, InvalidConfiguration } from '../errors.ts';
import type { Model, ModelReply, ModelRequest } from '../ports/model.ts';
import { afterAwake } from '../time/awake.ts';
import { generateWithin, type LimitOf } from './effort-within-limit.ts';
import { endOf } from './ends.ts';
import { type Exchange, type Fetch, openExchange, type Tidy } from './exchange.ts';
import { imageParts } from './image-parts.ts';

/** Makes the SDK's model of a request's seat and key; every call of it must go through `fetch`. */
export type Connect = (request: ModelRequest, fetch: Fetch) => LanguageModelV4;

/** What one provider needs beside the others. */
export interface ModelHabits {
  readonly providerOptions?: SharedV4ProviderOptions;
  /** Makes what servers write into what the SDK takes. */
  readonly tidy?: Tidy;
  /** Given where an effort of thinking moves the limit of tokens. */
  readonly limitOf?: LimitOf;
}

/** SDK models that are kept for each provider: as many as the seats and keys of a large `circles.yaml`. */
const keptModels = 200;

/** The exchange of the call that is under way: a kept model serves many at once. */
const underWay = new AsyncLocalStorage<Exchange>();
const fetchUnderWay: Fetch = (input, init) => {
  const exchange = underWay.getStore();
  if (!exchange) throw new Error('a model was called outside its request');
  return exchange.fetch(input, init);
};

/**
 * A model behind the SDK's provider that `connect` makes.
 *
 * It calls the provider's `doGenerate` and not the SDK's `generateText`: with tools, steps and structured output out of scope that
 * would add 285 KB to each worker, three attempts by default, and warnings on the console.
 */
export function languageModel(connect: Connect, { providerOptions = {}, tidy, limitOf }: ModelHabits = {}): Model {
  const kept = new Map<string, LanguageModelV4>();
  // The SDK builds its schemas anew for each model, which costs more than the call itself.
  const modelFor = (request: ModelRequest): LanguageModelV4 => {
    const { baseUrl, model, region, jsonSchema, maxTokensField, systemRole, extraBody } = request.seat;
    const place = JSON.stringify([baseUrl, model, region, jsonSchema, maxTokensField, systemRole, extraBody, request.key]);
    const known = kept.get(place);
    if (known) return known;
    const made = connect(request, fetchUnderWay);
    const [oldest] = kept.keys();
    if (kept.size >= keptModels && oldest !== undefined) kept.delete(oldest);
    kept.set(place, made);
    return made;
  };
  return {
    async ask(request) {
      request.signal.throwIfAborted();
      // Not AbortSignal.timeout: it would hold the call in memory until its time is over, however early the answer came.
      const timeout = new AbortController();
      const cancelTimeout = afterAwake(request.timeoutMs, () => timeout.abort());
      const exchange = openExchange(request, tidy);
      try {
        const model = modelFor(request);
        const images = await imageParts(request, model);
        const options = callOptions(request, images, AbortSignal.any([request.signal, timeout.signal]), providerOptions);
        const { seat } = request;
        const call = () => model.doGenerate(options);
        const result =
          limitOf && seat.reasoningEffort !== undefined
            ? generateWithin(model, options, { seat, exchange, limitOf }, (held, way) => underWay.run(held, way))
            : underWay.run(exchange, call);
        return replyOf(await result, request);
      } catch (thrown) {
        request.signal.throwIfAborted();
        throw failureOf(thrown, request, exchange, timeout.signal);
      } finally {
        cancelTimeout();
      }
    },
  };
}

function callOptions(
  { instructions, prompt, seat, schema, stop = [] }: ModelRequest,
  images: Awaited<ReturnType<typeof imageParts>>,
  abortSignal: AbortSignal,
  providerOptions: SharedV4ProviderOptions,
): LanguageModelV4CallOptions {
  return {
    prompt: [
      { role: 'system', content: instructions },
      { role: 'user', content: [{ type: 'text', text: prompt }, ...images] },
    ],
    maxOutputTokens: seat.maxOutputTokens,
    ...(seat.temperature !== undefined && { temperature: seat.temperature }),
    ...(seat.topP !== undefined && { topP: seat.topP }),
    ...(seat.seed !== undefined && { seed: seat.seed }),
    ...(seat.reasoningEffort !== undefined && { reasoning: seat.reasoningEffort }),
    ...(stop.some(sendable) && { stopSequences: stop.filter(sendable) }),
    ...(schema && formatOf(schema)),
    abortSignal,
    providerOptions,
  };
}

/** Anthropic refuses a stop of white space alone. All of them are looked for in the answer anyway: not every API has such a thing. */
function sendable(stop: string): boolean {
  return stop.trim() !== '';
}

/**
 * Providers enforce objects only; a schema of anything else stands in the instructions. Some close every object, and one without
 * properties of its own would then be empty.
 */
function formatOf(schema: Readonly<Record<string, unknown>>): Pick<LanguageModelV4CallOptions, 'responseFormat'> {
  if (schema['type'] !== 'object') return {};
  return { responseFormat: schema['properties'] ? { type: 'json', schema, name: 'answer' } : { type: 'json' } };
}

function replyOf(result: LanguageModelV4GenerateResult, { seat, stop = [] }: ModelRequest): ModelReply {
  const { finishReason, usage } = result;
  const reasoning = joined(result, 'reasoning');
  const word = finishReason.raw ?? statusOf(result);
  const end = endOf(word, finishReason.unified);
  const reply = {
    ...endedAt(joined(result, 'text'), stop, end === 'cut'),
    ...(reasoning.trim() !== '' && { reasoning }),
    usage: { inputTokens: reported(usage.inputTokens.total), outputTokens: reported(usage.outputTokens.total) } satisfies Usage,
  };
  const reason = brief(word ?? finishReason.unified);
  if (end === 'refused') throw new ExpertFailure('refused', `${seat.preset} refused to answer (${reason})`, reply);
  if (end === 'broken') throw new ExpertFailure('error-in-answer', `${seat.preset} broke off with an error (${reason})`, reply);
  if (reply.text.trim() === '') throw withoutText(reply, reason, finishReason.unified === 'length' || end === 'cut', seat);
  return reply;
}

function joined({ content }: LanguageModelV4GenerateResult, type: 'text' | 'reasoning'): string {
  return content.map((part) => (part.type === type ? part.text : '')).join('');
}

/** OpenAI's Responses API gives a reason only where the answer is incomplete; that it was cancelled stands in its status. */
function statusOf({ response }: LanguageModelV4GenerateResult): string | undefined {
  const body: unknown = response?.body;
  const { status, object } = typeof body === 'object' && body !== null ? ({ ...body } as Record<string, unknown>) : {};
  return object === 'response' && typeof status === 'string' ? status : undefined;
}

/** The same limit would end a second attempt in the same way. */
function withoutText(
  reply: ModelReply,
  reason: string,
  limited: boolean,
  { preset, maxOutputTokens }: ModelRequest['seat'],
): ExpertFailure {
  const thought = reply.reasoning === undefined ? '' : `, after ${reply.reasoning.length} characters of reasoning`;
  const hint = limited ? `: ${maxOutputTokens} output tokens were used up before any text` : '';
  return new ExpertFailure(
    limited ? 'length-limit' : 'empty-answer',
    `${preset} answered without text (${reason})${thought}${hint}`,
    reply,
  );
}

/** The end is a word of the provider's. */
function brief(word: string): string {
  return word.slice(0, 40).replaceAll(/[^\w .:-]/g, '?');
}

/** The text before the first of the stops; one that ends there has not been cut off by its limit. */
function endedAt(text: string, stops: readonly string[], cut: boolean): Pick<ModelReply, 'text' | 'truncated'> {
  const places = stops.map((stop) => text.indexOf(stop)).filter((place) => place >= 0);
  if (places.length > 0) return { text: text.slice(0, Math.min(...places)) };
  return { text, ...(cut && { truncated: true }) };
}

/** The SDK fills a missing half of a report with 0; no call uses 0 tokens, so 0 is "not reported". */
function reported(tokens: number | undefined): number | null {
  return tokens !== undefined && Number.isSafeInteger(tokens) && tokens > 0 ? tokens : null;
}

/** Only the name of an SDK error is shown: its message quotes the body. */
function failureOf(thrown: unknown, { seat, timeoutMs }: ModelRequest, exchange: Exchange, timeout: AbortSignal): ExpertFailure {
  const failure = causes(thrown).find((cause) => cause instanceof ExpertFailure);
  if (failure !== undefined) return failure;
  // A proxy or certificate that cannot be used: nothing has left this machine, and no provider is to blame.
  const misconfigured = causes(thrown).find((cause) => cause instanceof InvalidConfiguration);
  if (misconfigured !== undefined) return new ExpertFailure('request-rejected', misconfigured.message);
  if (timeout.aborted) return new ExpertFailure('timeout', `${seat.preset} gave no answer within ${(timeoutMs / 1000).toFixed(2)} s`);
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return exchange.sent()
    ? new ExpertFailure('unreadable-answer', `${seat.preset} answered in a shape that is not its own (${name})`)
    : new ExpertFailure('request-rejected', `no request to ${seat.preset} could be made of this question (${name})`);
}

/** The SDK wraps what `fetch` throws. */
function causes(thrown: unknown): unknown[] {
  return thrown instanceof Error ? [thrown, ...causes(thrown.cause)] : [thrown];
}
