/** Any endpoint that speaks OpenAI's Chat Completions: vendors, gateways, and servers of one's own that need no key. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ExpertFailure } from '../errors.ts';
import type { Model } from '../ports.ts';
import { optionalKey } from './key.ts';
import { languageModel } from './language-model.ts';

/** Models behind the seat's `baseUrl`. */
export const openaiCompatible: Model = languageModel((request, fetch) => {
  const { baseUrl, model, expert } = request.seat;
  if (baseUrl === undefined) {
    throw new ExpertFailure('request-rejected', `${expert} needs a baseUrl: an openai-compatible provider has no default`);
  }
  const apiKey = optionalKey(request);
  return createOpenAICompatible({ name: 'openai-compatible', baseURL: baseUrl, ...(apiKey !== undefined && { apiKey }), fetch })(model);
});
