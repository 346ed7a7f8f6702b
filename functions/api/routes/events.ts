/** /v1/consultations/{id}/events: what happens in a consultation, as it happens. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { consultationEvent } from '../../../shared/contract/event.ts';
import { heartbeatMs } from '../../../shared/contract/heartbeat.ts';
import { endId } from '../../../shared/domain/consultation-events.ts';
import { visibleStatus } from '../../../shared/domain/consultation-view.ts';
import { followConsultation } from '../../../shared/steps/follow-consultation.ts';
import { requireState } from '../../../shared/steps/require-run.ts';
import type { ApiOptions } from '../options.ts';
import { sentEvent as exampleEvent } from '../reference/examples.ts';
import { sendEvents } from '../sse.ts';
import { endOfStream } from '../wait-for-end.ts';
import { idParameter, inDigits, problems } from './describe.ts';

/** Milliseconds after which a client that was cut off should come back. */
const reconnectMs = 1000;

/** No consultation has as many events; larger numbers are not ids of ours. */
const largestId = 2_147_483_647;

/** One event as a reader of the stream gets it, which is how OpenAPI describes streams. */
const sentEvent = z
  .strictObject({
    id: z.string(),
    event: z.string().describe('The `type` of the event.'),
    data: z.string().meta({ contentMediaType: 'application/json', contentSchema: consultationEvent }),
  })
  .meta({ id: 'SentEvent', description: 'Each event of the stream.' });

const eventsRoute = createRoute({
  method: 'get',
  path: '/v1/consultations/{id}/events',
  operationId: 'followConsultation',
  tags: ['Consultations'],
  summary: 'Follow a consultation as server-sent events',
  description:
    'Each event has a type (`event:`), a rising id, and one JSON object as `data:`. Comments keep a silent stream alive. The stream ends ' +
    'after `verdict` or `failure`, or when the server ends it: resume with `Last-Event-ID`.',
  request: {
    params: idParameter,
    headers: z.object({
      'last-event-id': inDigits(z.number().int().min(0).max(largestId)).optional().describe('Only events after this one.'),
    }),
  },
  responses: {
    200: {
      description: 'The events so far, and then each one as it happens.',
      content: { 'text/event-stream': { schema: sentEvent, example: exampleEvent } },
    },
    204: { description: 'The consultation has ended, and nothing has happened after `Last-Event-ID`: do not reconnect.' },
    ...problems(400, 401, 404, 503),
  },
});

/** Registers the route. */
export function registerEvents(app: OpenAPIHono, { ports, maxWaitSeconds, closing }: ApiOptions): void {
  app.openapi(eventsRoute, async (context) => {
    const { id } = context.req.valid('param');
    const after = context.req.valid('header')['last-event-id'] ?? 0;
    const run = await requireState(context.var.principal, id, ports);
    if (visibleStatus(run) !== 'open' && after >= endId(run)) return context.body(null, 204);
    // Hono answers HEAD by GET and drops the body: a stream that nobody reads would be followed to its end.
    if (context.req.method === 'HEAD') return context.body(null, 200, { 'content-type': 'text/event-stream' });
    return sendEvents(context, ports.log, async (stream, gone) => {
      const signal = endOfStream(gone, { closing });
      await stream.write(`retry: ${reconnectMs}\n\n`);
      const until = ports.clock.monotonic() + maxWaitSeconds * 1000;
      for await (const event of followConsultation(id, after, ports, { heartbeatMs, until, signal })) {
        if (event.type === 'heartbeat') await stream.write(`: ${event.heard} of ${event.asked} experts are in\n\n`);
        else await stream.writeSSE({ id: String(event.id), event: event.type, data: JSON.stringify(consultationEvent.parse(event)) });
      }
      if (closing?.aborted) await stream.write(`: the server is stopping; consultation ${id} goes on: come back with Last-Event-ID\n\n`);
    });
  });
}
