/** Google's Gemini API. */
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import type { Model } from '../ports/model.ts';
import { requireKey } from './key.ts';
import { languageModel } from './language-model.ts';

/** Gemini models at Google. */
export const google: Model = languageModel((request, fetch) => {
  const { baseUrl, model } = request.seat;
  return createGoogleGenerativeAI({ apiKey: requireKey(request), ...(baseUrl !== undefined && { baseURL: baseUrl }), fetch })(model);
});
