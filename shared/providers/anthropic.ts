/** Anthropic's Messages API. */
import { createAnthropic } from '@ai-sdk/anthropic';
import type { Model } from '../ports/model.ts';
import { requireKey } from './key.ts';
import { languageModel } from './language-model.ts';

/** Given in full, so that no variable of the environment moves the key to another address. */
const address = 'https://api.anthropic.com/v1';

/** Claude models at Anthropic. */
export const anthropic: Model = languageModel(
  (request, fetch) => createAnthropic({ apiKey: requireKey(request), baseURL: request.seat.baseUrl ?? address, fetch })(request.seat.model),
  { limitOf: (body) => body['max_tokens'] },
);
