/** /v1/chat/completions: a circle as a model of OpenAI's Chat Completions, whole or streamed. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { chatChunk, chatCompletion, chatRequest, type OpenAiError, openAiError } from '../../../shared/contract/chat.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import { type Asked, askCircle, idempotencyHeader, linksOf, readConsultation } from '../ask-circle.ts';
import { appendOf } from '../chat/appended.ts';
import { refusalOf } from '../chat/read-request.ts';
import { consultationOf } from '../chat/request.ts';
import { type Answer, answerOf, chunksOf, completionOf } from '../chat/response.ts';
import { sendStream } from '../chat/stream.ts';
import { followAnswer } from '../follow-answer.ts';
import type { ApiOptions } from '../options.ts';
import * as examples from '../reference/examples.ts';
import { sendEvents } from '../sse.ts';
import { waitForEnd } from '../wait-for-end.ts';
import { json, jsonBody, openAiErrors } from './describe.ts';

/** One event of a stream as OpenAPI describes it; a failure on the way is sent as an error. */
const sentChunk = z
  .looseObject({
    data: z.union([
      z.literal('[DONE]'),
      z.string().meta({ contentMediaType: 'application/json', contentSchema: z.union([chatChunk, openAiError]) }),
    ]),
  })
  .meta({ id: 'ChatStreamEvent', description: 'Each event of the stream.' });

const completionsRoute = createRoute({
  method: 'post',
  path: '/v1/chat/completions',
  operationId: 'createChatCompletion',
  tags: ['OpenAI'],
  summary: 'Ask a circle or an expert as a model',
  description:
    'The field `circle` of the answer, or of the last chunk with a choice, holds the verdict of the panel; `usage` is the sum of ' +
    'all its calls. With `stream` the answer comes when the verdict is there, and comments keep the connection alive until then. A caller who hangs up ' +
    'cancels nothing: the consultation is found at `circle.links.self`, whose id also stands in the header `x-consultation-id`. ' +
    'With `circle.append` the text itself ends with a line or a report on the panel. ' +
    'Errors say in `x-should-retry` whether a repeated request can help: one that pays for a whole panel again does not.',
  request: {
    headers: z.object({
      'idempotency-key': idempotencyHeader.describe('The same key and body within 24 hours give the same consultation.'),
    }),
    body: { required: true, content: jsonBody(chatRequest, examples.chatRequest) },
  },
  responses: {
    200: {
      description: 'The completion; with `stream`, one `data:` for each chunk and `data: [DONE]` behind the last one.',
      content: { 'application/json': { schema: chatCompletion }, 'text/event-stream': { schema: sentChunk } },
    },
    ...openAiErrors(401, 402, 404, 409, 415),
    400: json(
      openAiError,
      'The request is not valid, or the consultation has ended without an answer: the message says who failed and why.',
    ),
    503: json(openAiError, 'A needed part is not available, or the consultation has not ended in time: the same request gets its answer.'),
  },
});

/** Milliseconds until a stream begins, though there is nothing to tell yet. */
const firstWordMs = 2000;

/** Registers the route. */
export function registerChat(app: OpenAPIHono, options: ApiOptions): void {
  const { ports, maxWaitSeconds, strict } = options;
  app.openapi(
    completionsRoute,
    async (context) => {
      const request = context.req.valid('json');
      const { body, ignored } = consultationOf(request, ports.knowledge, { strict, seesHangUp: options.connection !== undefined });
      const { principal } = context.var;
      const key = context.req.valid('header')['idempotency-key'];
      const asked = await askCircle({ principal, body, key, door: 'chat', headers: context.req.raw.headers, waits: true }, options);
      const { run, joined } = asked;
      const answering = followAnswer(context, asked, options);
      const headers = { 'x-consultation-id': run.id, 'x-request-id': run.id, location: linksOf(run.id).self };
      for (const [name, value] of Object.entries(headers)) context.header(name, value);
      // A failure that comes soon is told by a status, which every client reads.
      await waitForEnd(run.id, request.stream ? firstWordMs : maxWaitSeconds * 1000, options);
      const view = await readConsultation(principal, run.id, ports);
      const append = appendOf(request.circle?.append ?? asked.policy.append, body);
      const ofRequest = { ignored, joined, append };
      const answer = answerOf(view, ofRequest);
      if (request.stream && !hasFailed(view, answer)) {
        const chunks = chunksOf(run, request);
        return sendEvents(context, ports.log, (stream, signal) =>
          sendStream(stream, signal, { principal, run, chunks, options, answering, ...ofRequest }),
        );
      }
      await answering.told(view.status !== 'open');
      if ('error' in answer) return context.json(answer, ...refusing(view, asked, key));
      return context.json(chatCompletion.parse(completionOf(answer, view, request.model)), 200);
    },
    (result) => {
      if (!result.success) throw refusalOf(result.error);
    },
  );
}

function hasFailed({ status }: Consultation, answer: Answer | OpenAiError): boolean {
  return status !== 'open' && 'error' in answer;
}

/** How there being no answer is told. Whoever asks again for what is still open joins it; whatever has ended would be paid for again. */
function refusing(
  { status }: Consultation,
  { place }: Asked,
  key: string | undefined,
): [status: 400 | 503, headers: Readonly<Record<string, string>>] {
  const again = status === 'open' && (place !== undefined || key !== undefined);
  return again ? [503, { 'x-should-retry': 'true', 'retry-after': '2' }] : [400, { 'x-should-retry': 'false' }];
}
