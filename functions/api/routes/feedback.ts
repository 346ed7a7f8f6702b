/** /v1/consultations/{id}/feedback: what a caller knows of an answer afterwards. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { listedFeedback, newFeedback, takenFeedback } from '../../../shared/contract/feedback.ts';
import { hasVerdict, keyOf } from '../../../shared/domain/reliability.ts';
import { requireConforming } from '../../../shared/runtime/schemas/schema-threads.ts';
import { estimateExperts } from '../../../shared/steps/estimate-experts.ts';
import { learnFromFeedback } from '../../../shared/steps/learn.ts';
import { requireRun } from '../../../shared/steps/require-run.ts';
import type { ApiOptions } from '../options.ts';
import * as examples from '../reference/examples.ts';
import { idParameter, json, jsonBody, problems } from './describe.ts';

const feedbackRoute = createRoute({
  method: 'post',
  path: '/v1/consultations/{id}/feedback',
  operationId: 'giveFeedback',
  tags: ['Consultations'],
  summary: 'Submit what was right',
  description: 'The circle learns how reliable each expert is. Given again, the last feedback counts, and earlier ones are kept.',
  request: {
    params: idParameter,
    body: { required: true, content: jsonBody(newFeedback, examples.feedback) },
  },
  responses: {
    200: json(
      takenFeedback,
      'The feedback as it is stored, which counts in place of earlier feedback, and the new estimates of the experts.',
      examples.takenFeedback,
    ),
    ...problems(400, 401, 404, 409, 413, 415, 503),
  },
});

const feedbackListRoute = createRoute({
  method: 'get',
  path: '/v1/consultations/{id}/feedback',
  operationId: 'listFeedback',
  tags: ['Consultations'],
  summary: 'List the feedback on a verdict',
  description: 'All feedback on the consultation in the order in which it came: the last one counts.',
  request: { params: idParameter },
  responses: {
    200: json(listedFeedback, 'The feedback, newest last.', examples.listedFeedback),
    ...problems(400, 401, 404, 503),
  },
});

/** Registers the routes. */
export function registerFeedback(app: OpenAPIHono, { ports }: ApiOptions): void {
  app.openapi(feedbackListRoute, async (context) => {
    const { id } = context.req.valid('param');
    await requireRun(context.var.principal, id, ports);
    return context.json(listedFeedback.parse({ feedback: await ports.feedback.list(id) }), 200);
  });
  app.openapi(feedbackRoute, async (context) => {
    const { id } = context.req.valid('param');
    const run = await requireRun(context.var.principal, id, ports);
    const body = context.req.valid('json');
    if (hasVerdict(run) && run.schema !== undefined && body.answer !== undefined) await requireConforming(run.schema, body.answer);
    const feedback = await learnFromFeedback(run, body, ports);
    const experts = run.seats.map(({ expert }) => expert);
    const reliability = (await estimateExperts(keyOf(run), run.learning, experts, ports)) ?? null;
    return context.json(takenFeedback.parse({ feedback, reliability }), 200);
  });
}
