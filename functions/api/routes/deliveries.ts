/** /v1/consultations/{id}/deliveries: what became of the webhooks of a consultation. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { shownDeliveries } from '../../../shared/contract/delivery.ts';
import { showDeliveries } from '../../../shared/domain/delivery.ts';
import { requireRun } from '../../../shared/steps/require-run.ts';
import type { ApiOptions } from '../options.ts';
import * as examples from '../reference/examples.ts';
import { idParameter, json, problems } from './describe.ts';

const deliveriesRoute = createRoute({
  method: 'get',
  path: '/v1/consultations/{id}/deliveries',
  operationId: 'listDeliveries',
  tags: ['Consultations'],
  summary: 'List the deliveries of the webhooks',
  description: 'Each webhook of the consultation with its attempts: delivered, given up, or when it is tried again.',
  request: { params: idParameter },
  responses: {
    200: json(shownDeliveries, 'The webhooks of the circle, then that of the caller, each with its attempts so far.', examples.deliveries),
    ...problems(400, 401, 404, 503),
  },
});

/** Registers the route. */
export function registerDeliveries(app: OpenAPIHono, { ports }: ApiOptions): void {
  app.openapi(deliveriesRoute, async (context) => {
    const { id } = context.req.valid('param');
    const run = await requireRun(context.var.principal, id, ports);
    return context.json(shownDeliveries.parse({ deliveries: showDeliveries(run, await ports.deliveries.read(id)) }), 200);
  });
}
