/** /v1/consultations: ask, look, list, cancel. */

import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import * as z from 'zod';
import {
  acceptedConsultation,
  consultation,
  consultationPage,
  consultationStatus,
  consultationSummary,
} from '../../../shared/contract/consultation.ts';
import { name, newConsultation } from '../../../shared/contract/question.ts';
import type { RunRow } from '../../../shared/contract/run.ts';
import { visibleStatus } from '../../../shared/domain/consultation-view.ts';
import { durationOf } from '../../../shared/domain/run-time.ts';
import { Conflict } from '../../../shared/errors.ts';
import { cancelRun } from '../../../shared/steps/finish-run.ts';
import { requireState } from '../../../shared/steps/require-run.ts';
import { askCircle, idempotencyHeader, linksOf, readConsultation } from '../ask-circle.ts';
import { followAnswer, joinedHeader } from '../follow-answer.ts';
import type { ApiOptions } from '../options.ts';
import { preferredWait } from '../preferred-wait.ts';
import * as examples from '../reference/examples.ts';
import { waitForEnd } from '../wait-for-end.ts';
import { header, idParameter, inDigits, json, jsonBody, problems } from './describe.ts';

/** Seconds after which an open consultation is worth another look. */
const retryAfterSeconds = 1;

const location = header('Path of the consultation.');
const preferenceApplied = header('The seconds that the answer was held for at most, as `wait=N`; absent without `Prefer`.');
const retryAfter = header('Seconds until the next poll makes sense; only while the consultation is open.', {
  type: 'integer',
  minimum: 0,
});
const joinedBefore = header('`true` where the request repeated an earlier one and has joined its consultation; else absent.');
/** Where an answer leads: the operations that take its id. */
const links = Object.fromEntries(
  ['getConsultation', 'followConsultation', 'cancelConsultation', 'giveFeedback', 'handInOpinion', 'resendDelivery'].map((operationId) => [
    operationId,
    { operationId, parameters: { id: '$response.body#/id' } },
  ]),
);
const validator = header('Identifies this state of the consultation, for `If-None-Match`.');

const askRoute = createRoute({
  method: 'post',
  path: '/v1/consultations',
  operationId: 'askCircle',
  tags: ['Consultations'],
  summary: 'Ask a circle',
  description:
    'Answers as soon as the question is accepted, or with the verdict if `Prefer: wait=N` leaves enough time. Send an `Idempotency-Key` to ' +
    'be able to repeat the request: it is asked once. Without one a repeated request joins the consultation of an earlier one whose answer ' +
    'reached nobody, unless `repeats` is `new`.',
  request: {
    headers: z.object({
      'idempotency-key': idempotencyHeader.describe('The same key and body within 24 hours give the same consultation.'),
      prefer: z
        .string()
        .optional()
        .describe(
          '`wait=N` holds the answer up to N seconds for the verdict; in the cloud 25 seconds at most, and 202 where all answers together are larger than 5 MB.',
        ),
    }),
    body: { required: true, content: jsonBody(newConsultation, examples.question) },
  },
  responses: {
    200: {
      ...json(consultation, 'The consultation has ended within the time of `Prefer: wait`.', examples.decided),
      headers: { Location: location, 'Preference-Applied': preferenceApplied, [joinedHeader]: joinedBefore },
      links,
    },
    202: {
      ...json(acceptedConsultation, 'Accepted; follow `links.self` or `links.events`.', examples.accepted),
      headers: { Location: location, 'Preference-Applied': preferenceApplied, 'Retry-After': retryAfter, [joinedHeader]: joinedBefore },
      links,
    },
    ...problems(400, 401, 402, 409, 413, 415, 503),
  },
});

const getRoute = createRoute({
  method: 'get',
  path: '/v1/consultations/{id}',
  operationId: 'getConsultation',
  tags: ['Consultations'],
  summary: 'Get a consultation',
  description: 'The consultation as it stands, with every opinion that is in and the verdict once there is one.',
  middleware: [etag()] as const,
  request: {
    params: idParameter,
    headers: z.object({ 'if-none-match': z.string().optional().describe('ETags of states that are known already.') }),
  },
  responses: {
    200: {
      ...json(consultation, 'The consultation as it stands.', examples.decided),
      headers: { ETag: validator, 'Retry-After': retryAfter },
    },
    304: { description: 'Nothing has changed since the ETag of `If-None-Match`.', headers: { ETag: validator } },
    ...problems(400, 401, 404, 503),
  },
});

const listRoute = createRoute({
  method: 'get',
  path: '/v1/consultations',
  operationId: 'listConsultations',
  tags: ['Consultations'],
  summary: 'List consultations, newest first',
  description:
    'A page at a time, with the first 300 characters of each question. Filters go together; times are those of acceptance. With a filter that matches little a page may ' +
    'hold fewer than `limit`, even none: only a page without a `cursor` is the last.',
  request: {
    query: z.strictObject({
      limit: inDigits(z.number().int().min(1).max(100)).default(20).describe('How many. Default: 20.'),
      cursor: z.string().max(2000).optional().describe('The `cursor` of the page before.'),
      status: consultationStatus.optional(),
      circle: name.optional(),
      after: z.iso.datetime({ offset: true }).optional().describe('Accepted after this time.'),
      before: z.iso.datetime({ offset: true }).optional().describe('Accepted before this time.'),
      tag: z
        .string()
        .regex(/^[^:]+:/, 'must be key:value of the metadata')
        .optional()
        .describe('`key:value` of the metadata.'),
    }),
  },
  responses: {
    200: json(consultationPage, 'A page; `cursor` leads to the next one.', examples.page),
    ...problems(400, 401, 503),
  },
});

const cancelRoute = createRoute({
  method: 'delete',
  path: '/v1/consultations/{id}',
  operationId: 'cancelConsultation',
  tags: ['Consultations'],
  summary: 'Cancel a consultation, or delete one that has ended',
  description:
    'Nothing more is spent. One that has ended, or whose answers are being weighed, cannot be cancelled: 409. With `purge=true` one that ' +
    'has ended is deleted instead, with its question, opinions, verdict, feedback and deliveries; one that is open is not: 409.',
  request: {
    params: idParameter,
    query: z.strictObject({
      purge: z
        .enum(['true', 'false'])
        .optional()
        .describe('`true` deletes a consultation that has ended, for good. What was learnt from it stays, in numbers.'),
    }),
  },
  responses: {
    200: json(consultation, 'The consultation is cancelled.', examples.cancelled),
    204: { description: 'The consultation is deleted.' },
    ...problems(400, 401, 404, 409, 503),
  },
});

/** Registers the routes. */
export function registerConsultations(app: OpenAPIHono, options: ApiOptions): void {
  const { ports, maxWaitSeconds, answerMaxBytes = Number.POSITIVE_INFINITY, closing } = options;
  app.openapi(askRoute, async (context) => {
    const body = context.req.valid('json');
    const { 'idempotency-key': key, prefer } = context.req.valid('header');
    const { principal } = context.var;
    const waitSeconds = Math.min(preferredWait(prefer), maxWaitSeconds);
    const { headers } = context.req.raw;
    const asked = await askCircle({ principal, body, key, door: 'api', headers, waits: waitSeconds > 0 }, options);
    const { run, joined } = asked;
    const answering = followAnswer(context, asked, options);
    const links = linksOf(run.id);
    if (waitSeconds > 0) {
      await waitForEnd(run.id, waitSeconds * 1000, { ports, closing });
      context.header('preference-applied', `wait=${waitSeconds}`);
      const view = await readConsultation(principal, run.id, ports);
      await answering.told(true);
      if (view.status !== 'open' && bytesOf(view) <= answerMaxBytes) return context.json(view, 200, { location: links.self });
    }
    // Whoever has the id finds the rest by it.
    await answering.told(true);
    const accepted = acceptedConsultation.parse({ id: run.id, status: visibleStatus(run), links, ...(joined && { joined }) });
    return context.json(accepted, 202, { location: links.self, 'retry-after': String(retryAfterSeconds) });
  });

  app.openapi(getRoute, async (context) => {
    const view = await readConsultation(context.var.principal, context.req.valid('param').id, ports);
    if (view.status === 'open') context.header('retry-after', String(retryAfterSeconds));
    context.header('cache-control', 'no-cache');
    return context.json(view, 200);
  });

  app.openapi(listRoute, async (context) => {
    const { after, before, ...filters } = context.req.valid('query');
    const { runs, cursor } = await ports.listings.page({
      tenant: context.var.principal.tenant,
      ...filters,
      after: exactTime(after),
      before: exactTime(before),
    });
    return context.json({ consultations: runs.map(summarise), cursor: cursor ?? null }, 200);
  });

  app.openapi(cancelRoute, async (context) => {
    const { id } = context.req.valid('param');
    const run = await requireState(context.var.principal, id, ports);
    if (context.req.valid('query').purge === 'true') {
      await ports.runs.remove(id);
      ports.log.info('CONSULTATION_DELETED', { consultationId: id });
      return context.body(null, 204);
    }
    if (!(await cancelRun(run, ports))) throw new Conflict(`consultation ${id} has ended or is being weighed`);
    return context.json(await readConsultation(context.var.principal, id, ports), 200);
  });
}

function summarise(run: RunRow): z.infer<typeof consultationSummary> {
  const { id, question, circle, createdAt, costUsd } = run;
  const { endedAt = null } = run;
  const durationMs = durationOf(run) ?? null;
  return consultationSummary.parse({ id, status: visibleStatus(run), question, circle, createdAt, endedAt, durationMs, costUsd });
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** With milliseconds, as stored times have them: times are compared as text, where `:00Z` comes after `:00.500Z`. */
function exactTime(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}
