/** /healthz: whether each part is ready. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import type { ApiOptions } from '../options.ts';
import { json, problems } from './describe.ts';

const health = z
  .strictObject({
    status: z.enum(['ready', 'not-ready']),
    parts: z.record(z.string(), z.string()).describe('Each part with `ready`, or what is wrong.'),
  })
  .meta({ id: 'Health', description: 'Whether each part is ready.' });

const healthRoute = createRoute({
  method: 'get',
  path: '/healthz',
  operationId: 'getHealth',
  tags: ['Service'],
  summary: 'Whether each part is ready',
  description: 'For load balancers and monitors.',
  security: [],
  responses: {
    ...problems(),
    200: json(health, 'Every part is ready.', { status: 'ready', parts: { store: 'ready', consensus: 'ready' } }),
    503: json(health, 'A part is not ready.', {
      status: 'not-ready',
      parts: { store: 'ready', consensus: 'the consensus core is not running' },
    }),
  },
});

/** Registers the route. */
export function registerHealth(app: OpenAPIHono, { readiness }: ApiOptions): void {
  app.openapi(healthRoute, async (context) => {
    const parts = Object.entries(await readiness()).map(([part, wrong]) => [part, wrong ?? 'ready'] as const);
    const ready = parts.every(([, state]) => state === 'ready');
    const body = health.parse({ status: ready ? 'ready' : 'not-ready', parts: Object.fromEntries(parts) });
    return context.json(body, ready ? 200 : 503);
  });
}
