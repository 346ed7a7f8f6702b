/** What the descriptions of routes share. */
import * as z from 'zod';
import { openAiError } from '../../../shared/contract/chat.ts';
import { problem } from '../../../shared/contract/problem.ts';
import { consultationId } from '../../../shared/contract/question.ts';
import { problemMediaType } from '../problems.ts';
import { exampleId } from '../reference/examples.ts';

/** The consultation of a path. */
export const idParameter = z.object({ id: consultationId.meta({ description: 'Id of the consultation.', examples: [exampleId] }) });

/** A number of a query or a header, in digits and nothing else: `Number` would take an empty text for 0, and `0x10` for 16. */
export function inDigits(number: z.ZodNumber) {
  const { $schema: _, ...described } = z.toJSONSchema(number);
  return z.preprocess((text) => (typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : text), number).meta({ ...described });
}

/** A JSON answer. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string, example?: unknown) {
  return { description, content: jsonBody(schema, example) };
}

/** A JSON body. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema, example?: unknown) {
  return { 'application/json': { schema, ...(example === undefined ? {} : { example }) } };
}

/** A header of an answer. */
export function header(description: string, schema: { type: 'string' | 'integer'; [keyword: string]: unknown } = { type: 'string' }) {
  return { description, schema };
}

const texts = {
  400: 'A field is not valid; `errors` names each one.',
  401: 'The bearer key is missing or not known.',
  402: 'The worst case costs more than the budget.',
  404: 'There is no such consultation, circle or model.',
  409: 'The request contradicts what is stored.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  429: 'Too many requests: the limit of the gateway in front is reached (cloud mode).',
  500: "An unexpected error; the service's log holds the cause.",
  503: 'A required part is unavailable; try again.',
  507: 'There is no room to keep this.',
  504: 'The gateway in front has given up waiting (cloud mode); try again.',
} as const;

/** What may happen on any route. */
const anywhere = [429, 500, 504] as const;
type Anywhere = (typeof anywhere)[number];

/** What goes with a status, beside the problem document. */
const headers: Partial<Record<keyof typeof texts, Record<string, ReturnType<typeof header>>>> = {
  401: { 'WWW-Authenticate': header('`Bearer`') },
  503: { 'Retry-After': header('Seconds until the next attempt makes sense.', { type: 'integer', minimum: 0 }) },
};

/** The problem answers of a route. */
export function problems<Status extends Exclude<keyof typeof texts, Anywhere>>(...statuses: Status[]) {
  const answer = (status: Status | Anywhere) => ({
    description: texts[status],
    content: { [problemMediaType]: { schema: problem } },
    ...(headers[status] ? { headers: headers[status] } : {}),
  });
  return Object.fromEntries([...statuses, ...anywhere].map((status) => [status, answer(status)])) as Record<
    Status | Anywhere,
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
