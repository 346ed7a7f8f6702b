/**
 * OpenAI's Responses API: OpenAI offers some of its models there only, and a refusal is a part of its own. An endpoint that speaks
 * the older Chat Completions is an `openai-compatible` one.
 */
import { createOpenAI } from '@ai-sdk/openai';
import type { Model } from '../ports/model.ts';
import { requireKey } from './key.ts';
import { languageModel } from './language-model.ts';
import { shapingFetch } from './request-body.ts';

/** Given in full, so that no variable of the environment moves the key to another address. */
const address = 'https://api.openai.com/v1';

/**
 * GPT models at OpenAI. `store: false`, since the Responses API would otherwise keep question and answer. A schema need not be one of
 * OpenAI's strict dialect: answers are held to it here.
 */
export const openai: Model = languageModel(
  (request, fetch) =>
    createOpenAI({
      apiKey: requireKey(request),
      baseURL: request.seat.baseUrl ?? address,
      fetch: shapingFetch(fetch, request.seat),
    }).responses(request.seat.model),
  { providerOptions: { openai: { store: false, strictJsonSchema: false } } },
);
