/** Any endpoint that speaks OpenAI's Chat Completions: vendors, gateways, and servers of one's own that need no key. */

import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { ExpertFailure } from '../errors.ts';
import type { Model, ModelRequest } from '../ports/model.ts';
import { tidyCompletion } from './chat-completion.ts';
import type { Fetch } from './exchange.ts';
import { optionalKey } from './key.ts';
import { languageModel } from './language-model.ts';
import { shapedBody } from './request-body.ts';

/** Models behind the seat's `baseUrl`. They get images as they came, by address too; a schema where the seat says that they know one. */
export const openaiCompatible: Model = languageModel(connect, {
  providerOptions: { openaiCompatible: { strictJsonSchema: false } },
  tidy: tidyCompletion,
});

function connect(request: ModelRequest, fetch: Fetch): LanguageModelV4 {
  const { baseUrl, model, expert, jsonSchema = true } = request.seat;
  if (baseUrl === undefined) {
    throw new ExpertFailure('request-rejected', `${expert} needs a baseUrl: an openai-compatible provider has no default`);
  }
  const apiKey = optionalKey(request);
  return createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: baseUrl,
    ...(apiKey !== undefined && { apiKey }),
    supportsStructuredOutputs: jsonSchema,
    // Some gateways stream by default.
    transformRequestBody: (body) => ({ ...shapedBody(body, request.seat), stream: false }),
    supportedUrls: () => ({ 'image/*': [/^https:/] }),
    fetch,
  })(model);
}
