/** /v1/reviews: have files or a change reviewed, and read the report. Each is a consultation, and everything of that holds. */

import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { acceptedReview, newReview, reviewed } from '../../../shared/contract/new-review.ts';
import { newConsultation } from '../../../shared/contract/question.ts';
import { visibleStatus } from '../../../shared/domain/consultation-view.ts';
import { isByRulesAlone } from '../../../shared/domain/rule-expert.ts';
import { askedReview } from '../../../shared/review/asked-review.ts';
import { parseInput } from '../../../shared/runtime/define-function.ts';
import { requireRun } from '../../../shared/steps/require-run.ts';
import { askCircle, idempotencyHeader, readConsultation } from '../ask-circle.ts';
import { followAnswer, joinedHeader } from '../follow-answer.ts';
import type { ApiOptions } from '../options.ts';
import { preferredWait } from '../preferred-wait.ts';
import * as examples from '../reference/review-examples.ts';
import { linksTo, viewOf } from '../review-view.ts';
import { waitForEnd } from '../wait-for-end.ts';
import { header, idParameter, json, jsonBody, problems } from './describe.ts';

/** Seconds after which an open review is worth another look. */
const retryAfterSeconds = 1;

const retryAfter = header('Seconds until the next poll makes sense; only while the review is open.', { type: 'integer', minimum: 0 });
const headers = {
  Location: header('Path of the review.'),
  'Preference-Applied': header('The seconds that the answer was held for at most, as `wait=N`; absent without `Prefer`.'),
  [joinedHeader]: header('`true` where the request repeated an earlier one and has joined its consultation; else absent.'),
};
/** Where an answer leads: the operations that take its id. */
const links = Object.fromEntries(
  ['getReview', 'getConsultation', 'followConsultation', 'cancelConsultation'].map((operationId) => [
    operationId,
    { operationId, parameters: { id: '$response.body#/id' } },
  ]),
);

const openRoute = createRoute({
  method: 'post',
  path: '/v1/reviews',
  operationId: 'openReview',
  tags: ['Reviews'],
  summary: 'Have files or a change reviewed',
  description:
    'Asks a circle that reviews: by default `rules`, which needs no key and costs nothing. Rules read the files as data; models of the circle are ' +
    'shown them with credentials masked, and one that is added is a critical finding of the report. It is a consultation with the options `approve`, `revise` and `reject`: look, events, webhooks and ' +
    '`Idempotency-Key` are as there. The report is that of `circle review --json`; its `exitCode` is 0 where it may go out.',
  request: {
    headers: z.object({
      'idempotency-key': idempotencyHeader.describe('The same key and body within 24 hours give the same review.'),
      prefer: z
        .string()
        .optional()
        .describe(
          '`wait=N` holds the answer up to N seconds for the report; in the cloud 25 seconds at most, and 202 where it is larger than 5 MB.',
        ),
    }),
    body: { required: true, content: jsonBody(newReview, examples.review) },
  },
  responses: {
    200: { ...json(reviewed, 'The review has ended within the time of `Prefer: wait`.', examples.ended), headers, links },
    202: {
      ...json(acceptedReview, 'Accepted; follow `links.self` or `links.events`.', examples.accepted),
      headers: { ...headers, 'Retry-After': retryAfter },
      links,
    },
    ...problems(400, 401, 402, 409, 413, 415, 503),
  },
});

const getRoute = createRoute({
  method: 'get',
  path: '/v1/reviews/{id}',
  operationId: 'getReview',
  tags: ['Reviews'],
  summary: 'Get a review',
  description:
    'The report of a consultation that was given files to review, at whatever entry. 404 for one that was given none, or that has other options.',
  request: { params: idParameter },
  responses: {
    200: { ...json(reviewed, 'The review as it stands.', examples.ended), headers: { 'Retry-After': retryAfter } },
    ...problems(400, 401, 404, 503),
  },
});

/** Registers the routes. */
export function registerReviews(app: OpenAPIHono, options: ApiOptions): void {
  const { ports, maxWaitSeconds, answerMaxBytes = Number.POSITIVE_INFINITY, closing } = options;
  app.openapi(openRoute, async (context) => {
    const request = context.req.valid('json');
    const { 'idempotency-key': key, prefer } = context.req.valid('header');
    const { principal } = context.var;
    const body = parseInput(newConsultation, await askedReview(request, isByRulesAlone(request, ports.knowledge)));
    const waitSeconds = Math.min(preferredWait(prefer), maxWaitSeconds);
    const { headers } = context.req.raw;
    const asked = await askCircle({ principal, body, key, door: 'api', headers, waits: waitSeconds > 0 }, options);
    const { run, joined } = asked;
    const answering = followAnswer(context, asked, options);
    const location = linksTo(run.id).self;
    if (waitSeconds > 0) {
      await waitForEnd(run.id, waitSeconds * 1000, { ports, closing });
      context.header('preference-applied', `wait=${waitSeconds}`);
      const view = await viewOf(run, await readConsultation(principal, run.id, ports));
      await answering.told(true);
      if (view.report !== null && Buffer.byteLength(JSON.stringify(view)) <= answerMaxBytes) return context.json(view, 200, { location });
    }
    await answering.told(true);
    const accepted = acceptedReview.parse({ id: run.id, status: visibleStatus(run), links: linksTo(run.id), ...(joined && { joined }) });
    return context.json(accepted, 202, { location, 'retry-after': String(retryAfterSeconds) });
  });

  app.openapi(getRoute, async (context) => {
    const { id } = context.req.valid('param');
    const { principal } = context.var;
    const run = await requireRun(principal, id, ports);
    const view = await viewOf(run, await readConsultation(principal, id, ports));
    if (view.report === null) context.header('retry-after', String(retryAfterSeconds));
    context.header('cache-control', 'no-cache');
    return context.json(view, 200);
  });
}
