/** /v1/circles/{name}/reliability: what a circle has learnt of its experts. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { name } from '../../../shared/contract/question.ts';
import { circleReliability, teachingKind } from '../../../shared/contract/reliability.ts';
import { ownEntry } from '../../../shared/domain/own-entry.ts';
import { defaultLearning } from '../../../shared/domain/seating.ts';
import { NotFound } from '../../../shared/errors.ts';
import { estimateExperts } from '../../../shared/steps/estimate-experts.ts';
import type { ApiOptions } from '../options.ts';
import { reliability as example, exampleCircle } from '../reference/examples.ts';
import { json, problems } from './describe.ts';

const reliabilityRoute = createRoute({
  method: 'get',
  path: '/v1/circles/{name}/reliability',
  operationId: 'getReliability',
  tags: ['Experts and circles'],
  summary: "Get a circle's learnt reliability",
  description: 'By kind of question, since an expert is not equally good at all of them.',
  request: { params: z.object({ name: name.meta({ description: 'Name of the circle.', examples: [exampleCircle] }) }) },
  responses: {
    200: json(circleReliability, 'The kinds of question that experts of the circle have been judged on.', example),
    ...problems(400, 401, 404, 503),
  },
});

/** Registers the route. */
export function registerReliability(app: OpenAPIHono, { ports }: ApiOptions): void {
  app.openapi(reliabilityRoute, async (context) => {
    const { tenant } = context.var.principal;
    const { name: circle } = context.req.valid('param');
    const policy = ownEntry(ports.knowledge.circles, circle);
    if (!policy) throw new NotFound(`circle ${circle}`);
    const { experts, learning = defaultLearning } = policy;
    const estimated = await Promise.all(
      teachingKind.options.map(async (kind) => {
        const estimates = await estimateExperts({ tenant, circle, kind }, learning, experts, ports);
        return estimates ? [{ kind, ...estimates }] : [];
      }),
    );
    return context.json(circleReliability.parse({ circle, learning, kinds: estimated.flat() }), 200);
  });
}
