/** /v1/consultations/{id}/events: what happens in a consultation, as it happens. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { consultationEvent } from '../../../shared/contract/event.ts';
import { consultationId } from '../../../shared/contract/question.ts';
import { endId } from '../../../shared/domain/consultation-events.ts';
import { visibleStatus } from '../../../shared/domain/consultation-view.ts';
import { NotFound } from '../../../shared/errors.ts';
import { followConsultation } from '../../../shared/steps/follow-consultation.ts';
import type { ApiOptions } from '../options.ts';
import { sendEvents } from '../sse.ts';
import { problems } from './describe.ts';

/** Milliseconds of silence until a comment says that the stream is alive: half of what an edge-optimised gateway allows. */
export const heartbeatMs = 15_000;
/** Milliseconds after which a client that was cut off should come back. */
const reconnectMs = 1000;

const eventsRoute = createRoute({
  method: 'get',
  path: '/v1/consultations/{id}/events',
  summary: 'Follow a consultation as server-sent events',
  description:
    'Each event has a type (`event:`), a rising id, and one JSON object as `data:`. Comments keep a silent stream alive. The stream ends ' +
    'after `verdict` or `failure`, or when the server lets go of it: take it up again with `Last-Event-ID`.',
  request: {
    params: z.object({ id: consultationId }),
    headers: z.object({
      'last-event-id': z.coerce
        .number()
        .int()
        .min(0)
        .max(Number.MAX_SAFE_INTEGER)
        .optional()
        .describe('Only what happened behind this event.'),
    }),
  },
  responses: {
    200: {
      description: 'The events so far, and then each one as it happens.',
      content: { 'text/event-stream': { schema: consultationEvent } },
    },
    204: { description: 'The consultation has ended, and nothing has happened behind `Last-Event-ID`: do not come back.' },
    ...problems(400, 401, 404, 503),
  },
});

/** Registers the route. */
export function registerEvents(app: OpenAPIHono, { ports, maxWaitSeconds }: ApiOptions): void {
  app.openapi(eventsRoute, async (context) => {
    const { id } = context.req.valid('param');
    const after = context.req.valid('header')['last-event-id'] ?? 0;
    const run = await ports.store.getRun(id);
    if (!run) throw new NotFound(`consultation ${id}`);
    if (visibleStatus(run) !== 'open' && after >= endId(run)) return context.body(null, 204);
    return sendEvents(context, ports.log, async (stream, signal) => {
      await stream.write(`retry: ${reconnectMs}\n\n`);
      const until = ports.clock.now().getTime() + maxWaitSeconds * 1000;
      for await (const event of followConsultation(id, after, ports, { heartbeatMs, until, signal })) {
        if (event.type === 'heartbeat') await stream.write(`: ${event.heard} of ${event.asked} experts are in\n\n`);
        else await stream.writeSSE({ id: String(event.id), event: event.type, data: JSON.stringify(consultationEvent.parse(event)) });
      }
    });
  });
}
