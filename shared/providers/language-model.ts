/** The body that all model providers share: one call through the AI SDK's model interface, one opinion or one `ExpertFailure`. */
import type { LanguageModelV4, LanguageModelV4GenerateResult, SharedV4ProviderOptions } from '@ai-sdk/provider';
import type { Usage } from '../contract/opinion.ts';
import { ExpertFailure } from '../errors.ts';
import type { Model, ModelReply, ModelRequest } from '../ports.ts';
import { type Exchange, type Fetch, openExchange } from './exchange.ts';

/** Makes the SDK's model for one request; every call of it must go through `fetch`. */
export type Connect = (request: ModelRequest, fetch: Fetch) => LanguageModelV4;

/**
 * A model behind the SDK's provider that `connect` makes.
 *
 * It calls the provider's `doGenerate` and not the SDK's `generateText`: with tools, steps and structured output out of scope that
 * would add 285 KB to each worker, three attempts by default, and warnings on the console.
 */
export function languageModel(connect: Connect, providerOptions: SharedV4ProviderOptions = {}): Model {
  return {
    async ask(request) {
      request.signal.throwIfAborted();
      const timeout = AbortSignal.timeout(Math.max(0, Math.ceil(request.timeoutMs)));
      const exchange = openExchange(request);
      try {
        const result = await connect(request, exchange.fetch).doGenerate({
          prompt: [
            { role: 'system', content: request.instructions },
            { role: 'user', content: [{ type: 'text', text: request.prompt }] },
          ],
          maxOutputTokens: request.seat.maxOutputTokens,
          ...(request.seat.temperature !== undefined && { temperature: request.seat.temperature }),
          abortSignal: AbortSignal.any([request.signal, timeout]),
          providerOptions,
        });
        return replyOf(result, request);
      } catch (thrown) {
        request.signal.throwIfAborted();
        throw failureOf(thrown, request, exchange, timeout);
      }
    },
  };
}

function replyOf({ content, finishReason, usage }: LanguageModelV4GenerateResult, { seat }: ModelRequest): ModelReply {
  const reply = {
    text: content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    usage: { inputTokens: reported(usage.inputTokens.total), outputTokens: reported(usage.outputTokens.total) } satisfies Usage,
  };
  const reason = finishReason.raw ?? finishReason.unified;
  if (finishReason.unified === 'content-filter') {
    throw new ExpertFailure('refused', `${seat.preset} refused to answer (${reason})`, reply);
  }
  if (finishReason.unified === 'error' || reason === 'error') {
    throw new ExpertFailure('error-in-answer', `${seat.preset} broke off with an error (${reason})`, reply);
  }
  if (reply.text.trim() === '') {
    const hint = finishReason.unified === 'length' ? `: ${seat.maxOutputTokens} output tokens were used up before any text` : '';
    throw new ExpertFailure('empty-answer', `${seat.preset} answered without text (${reason})${hint}`, reply);
  }
  return reply;
}

/** The SDK fills a missing half of a report with 0; no call uses 0 tokens, so 0 is "not reported". */
function reported(tokens: number | undefined): number | null {
  return tokens !== undefined && Number.isSafeInteger(tokens) && tokens > 0 ? tokens : null;
}

/** Only the name of an SDK error is shown: its message quotes the body. */
function failureOf(thrown: unknown, { seat, timeoutMs }: ModelRequest, exchange: Exchange, timeout: AbortSignal): ExpertFailure {
  const failure = causes(thrown).find((cause) => cause instanceof ExpertFailure);
  if (failure !== undefined) return failure;
  if (timeout.aborted) return new ExpertFailure('timeout', `${seat.preset} gave no answer within ${timeoutMs / 1000} s`);
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return exchange.sent()
    ? new ExpertFailure('unreadable-answer', `${seat.preset} answered in a shape that is not its own (${name})`)
    : new ExpertFailure('request-rejected', `no request to ${seat.preset} could be made of this question (${name})`);
}

/** The SDK wraps what `fetch` throws. */
function causes(thrown: unknown): unknown[] {
  return thrown instanceof Error ? [thrown, ...causes(thrown.cause)] : [thrown];
}
