/** /v1/consultations/{id}/deliveries: what became of the webhooks of a consultation, and one more attempt. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { resentDelivery, shownDeliveries, webhookPayload } from '../../../shared/contract/delivery.ts';
import { showDeliveries } from '../../../shared/domain/delivery.ts';
import { requireRun } from '../../../shared/steps/require-run.ts';
import { resendWebhook } from '../../../shared/steps/resend-webhook.ts';
import type { ApiOptions } from '../options.ts';
import * as examples from '../reference/examples.ts';
import { idParameter, json, jsonBody, problems } from './describe.ts';

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

const resendRoute = createRoute({
  method: 'post',
  path: '/v1/consultations/{id}/deliveries',
  operationId: 'resendDelivery',
  tags: ['Consultations'],
  summary: 'Send a webhook once more',
  description:
    'For a delivery that was given up, or that its receiver has lost: the same message under the same `webhook-id`, with a signature of now. One ' +
    'that is still being tried is not sent: 409.',
  request: { params: idParameter, body: { required: true, content: jsonBody(resentDelivery, examples.resentDelivery) } },
  responses: {
    200: json(shownDeliveries, 'The webhooks; the attempt follows at once.', examples.deliveries),
    ...problems(400, 401, 404, 409, 413, 415, 503, 507),
  },
});

const endedWebhook: Parameters<OpenAPIHono['openAPIRegistry']['registerWebhook']>[0] = {
  method: 'post',
  path: 'consultationEnded',
  operationId: 'consultationEnded',
  tags: ['Webhooks'],
  summary: 'A consultation has ended',
  description:
    'Sent to the webhooks of a circle and of a request, signed as Standard Webhooks says. Whatever is not 2xx within ten seconds is tried again; 410 ends the attempts.',
  security: [],
  request: {
    headers: z.object({
      'webhook-id': z.string().describe('The same for every attempt.'),
      'webhook-timestamp': z.string().describe('Unix seconds of this attempt.'),
      'webhook-signature': z.string().describe('`v1,` and the signature in Base64.'),
    }),
    body: { required: true, content: jsonBody(webhookPayload) },
  },
  responses: { 204: { description: 'Taken; so is any other 2xx.' }, 410: { description: 'There is no receiver any more.' } },
};

/** Registers the routes, and describes what webhooks are sent. */
export function registerDeliveries(app: OpenAPIHono, { ports }: ApiOptions): void {
  app.openapi(deliveriesRoute, async (context) => {
    const { id } = context.req.valid('param');
    const run = await requireRun(context.var.principal, id, ports);
    return context.json(shownDeliveries.parse({ deliveries: showDeliveries(run, await ports.deliveries.read(id)) }), 200);
  });

  app.openapi(resendRoute, async (context) => {
    const { id } = context.req.valid('param');
    const run = await requireRun(context.var.principal, id, ports);
    await resendWebhook(run, context.req.valid('json').webhookId, ports);
    return context.json(shownDeliveries.parse({ deliveries: showDeliveries(run, await ports.deliveries.read(id)) }), 200);
  });
  app.openAPIRegistry.registerWebhook(endedWebhook);
}
