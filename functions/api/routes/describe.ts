/** What the descriptions of routes share. */

import type { z } from 'zod';
import { openAiError } from '../../../shared/contract/chat.ts';
import { problem } from '../../../shared/contract/problem.ts';
import { problemMediaType } from '../problems.ts';

/** A JSON answer. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

const texts = {
  400: 'A field is not valid; `errors` names each one.',
  401: 'The bearer key is missing or not known.',
  402: 'The worst case costs more than the budget.',
  404: 'There is no such consultation, circle or model.',
  409: 'The request contradicts what is stored.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  500: 'Something unexpected happened; the log of the service says what.',
  503: 'A needed part is not available; try again.',
} as const;

/** The problem answers of a route; the unexpected may happen on any. */
export function problems<Status extends Exclude<keyof typeof texts, 500>>(...statuses: Status[]) {
  const answer = (status: Status | 500) => ({ description: texts[status], content: { [problemMediaType]: { schema: problem } } });
  return Object.fromEntries([...statuses, 500 as const].map((status) => [status, answer(status)])) as Record<
    Status | 500,
    ReturnType<typeof answer>
  >;
}

/** The error answers of a route that speaks OpenAI's API. */
export function openAiErrors<Status extends Exclude<keyof typeof texts, 500>>(...statuses: Status[]) {
  const answer = (status: Status | 500) =>
    json(openAiError, texts[status].replaceAll('`errors` names each one', '`param` names the first one'));
  return Object.fromEntries([...statuses, 500 as const].map((status) => [status, answer(status)])) as Record<
    Status | 500,
    ReturnType<typeof answer>
  >;
}
