/** /metrics: what embedded mode tells a monitor, in OpenMetrics. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { NotFound } from '../../../shared/errors.ts';
import type { ApiOptions } from '../options.ts';
import { problems } from './describe.ts';

const metricsRoute = createRoute({
  method: 'get',
  path: '/metrics',
  operationId: 'getMetrics',
  tags: ['Service'],
  summary: 'Metrics of embedded mode',
  description:
    'In OpenMetrics, for Prometheus and its like: consultations, opinions and cost by expert, queues, the disk, the process. It needs the key. ' +
    'Deployed circles answer 404: their metrics are in CloudWatch.',
  responses: {
    200: { description: 'The metrics.', content: { 'application/openmetrics-text': { schema: { type: 'string' } } } },
    ...problems(401, 404, 503),
  },
});

/** Registers the route. */
export function registerMetrics(app: OpenAPIHono, { metrics }: ApiOptions): void {
  app.openapi(metricsRoute, async (context) => {
    if (!metrics) throw new NotFound('a page of metrics of this circle, which has them in CloudWatch,');
    const { contentType, text } = await metrics();
    return context.body(text, 200, { 'content-type': contentType, 'cache-control': 'no-store' });
  });
}
