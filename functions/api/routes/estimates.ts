/** /v1/estimates: what a question would use, before it is asked. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { estimate } from '../../../shared/contract/estimate.ts';
import { newConsultation } from '../../../shared/contract/question.ts';
import { estimateQuestion } from '../ask-circle.ts';
import type { ApiOptions } from '../options.ts';
import { estimated } from '../reference/estimate-example.ts';
import * as examples from '../reference/examples.ts';
import { json, jsonBody, problems } from './describe.ts';

const estimateRoute = createRoute({
  method: 'post',
  path: '/v1/estimates',
  operationId: 'estimateConsultation',
  tags: ['Consultations'],
  summary: 'Estimate what a question would use',
  description:
    'Takes the body of `POST /v1/consultations` and refuses it as that would, but asks nobody, stores nothing and costs nothing. Likely figures come ' +
    'from the newest consultations of the circle, else from assumptions that `basis` names; what is worst cannot be passed.',
  request: { body: { required: true, content: jsonBody(newConsultation, examples.question) } },
  responses: {
    200: json(estimate, 'What is likely, and the most that it can be.', estimated),
    ...problems(400, 401, 402, 413, 415, 503),
  },
});

/** Registers the route. */
export function registerEstimates(app: OpenAPIHono, options: ApiOptions): void {
  app.openapi(estimateRoute, async (context) => {
    const { principal } = context.var;
    const told = await estimateQuestion({ principal, body: context.req.valid('json') }, options);
    return context.json(estimate.parse(told), 200);
  });
}
