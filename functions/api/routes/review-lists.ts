/** /v1/reviews as a list, the lines of the findings of one, and /v1/findings: what became of findings from review to review. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import {
  findingPage,
  type ReviewSummary,
  reviewExcerpts,
  reviewedFiles,
  reviewPage,
  reviewSubject,
  reviewTags,
} from '../../../shared/contract/review-list.ts';
import type { RunRow } from '../../../shared/contract/run.ts';
import { visibleStatus } from '../../../shared/domain/consultation-view.ts';
import { NotFound } from '../../../shared/errors.ts';
import { excerptsOf } from '../../../shared/review/excerpts.ts';
import { historyOf } from '../../../shared/review/finding-history.ts';
import { requireRun } from '../../../shared/steps/require-run.ts';
import { readConsultation } from '../ask-circle.ts';
import type { ApiOptions } from '../options.ts';
import { readPastReviews, wasGivenFiles } from '../past-reviews.ts';
import * as examples from '../reference/review-examples.ts';
import { requireReview, viewOf } from '../review-view.ts';
import { idParameter, inDigits, json, problems } from './describe.ts';

/** Reviews that one page of a history reads: each is as large as what was reviewed. */
const mostLookedAt = 50;

// As long as a cursor of ours can be, and short enough for the head of a request beside a subject.
const cursor = z.string().max(500).optional().describe('The `cursor` of the page before.');

const listRoute = createRoute({
  method: 'get',
  path: '/v1/reviews',
  operationId: 'listReviews',
  tags: ['Reviews'],
  summary: 'List reviews, newest first',
  description:
    'Reviews that were asked for by `POST /v1/reviews`, and what rules were asked by `circle review`. A page may hold fewer than `limit`, even none: only a page ' +
    'without a `cursor` is the last.',
  request: {
    query: z.strictObject({
      limit: inDigits(z.number().int().min(1).max(100)).default(20).describe('How many. Default: 20.'),
      cursor,
      subject: reviewSubject.optional().describe('Those of this subject alone.'),
    }),
  },
  responses: { 200: json(reviewPage, 'A page; `cursor` leads to the next one.', examples.page), ...problems(400, 401, 503) },
});

const excerptsRoute = createRoute({
  method: 'get',
  path: '/v1/reviews/{id}/excerpts',
  operationId: 'getReviewExcerpts',
  tags: ['Reviews'],
  summary: 'Get the lines of the findings of a review',
  description:
    'The lines at which each finding stands, as a diff where the review is of a change, and the entries of a baseline that accept it.',
  request: {
    params: idParameter,
    query: z.strictObject({
      around: inDigits(z.number().int().min(0).max(20)).default(3).describe('Lines before and behind the finding. Default: 3.'),
    }),
  },
  responses: {
    200: json(reviewExcerpts, 'The excerpts, in the order of the findings.', examples.excerpts),
    ...problems(400, 401, 404, 503),
  },
});

const historyRoute = createRoute({
  method: 'get',
  path: '/v1/findings',
  operationId: 'listFindings',
  tags: ['Reviews'],
  summary: 'What became of the findings of a subject',
  description:
    'Findings of rules over the latest reviews of a subject: the review in which each was seen first and last, and since which one it is gone. A finding is ' +
    'known as in a baseline, by its rule, its file and what it is about, so it may move. Open reviews are left out. A page may look at fewer than ' +
    '`reviews`, where they are large or rare: only one without a `cursor` has come to the earliest.',
  request: {
    query: z.strictObject({
      subject: reviewSubject.describe('What is reviewed, as the reviews say it.'),
      reviews: inDigits(z.number().int().min(1).max(mostLookedAt)).default(20).describe('Reviews that are looked at. Default: 20.'),
      cursor,
    }),
  },
  responses: { 200: json(findingPage, 'The findings, those that are there first.', examples.findings), ...problems(400, 401, 503) },
});

/** Registers the routes. */
export function registerReviewLists(app: OpenAPIHono, { ports }: ApiOptions): void {
  app.openapi(listRoute, async (context) => {
    const { subject, ...query } = context.req.valid('query');
    const { runs, cursor: next } = await ports.listings.page({ tenant: context.var.principal.tenant, tag: tagOf(subject), ...query });
    return context.json({ reviews: runs.filter(wasGivenFiles).map(summarise), cursor: next ?? null }, 200);
  });

  app.openapi(excerptsRoute, async (context) => {
    const { id } = context.req.valid('param');
    const { principal } = context.var;
    const run = await requireRun(principal, id, ports);
    const { createdAt } = run;
    const ended = await readConsultation(principal, id, ports);
    const { report } = await viewOf(run, ended);
    if (report === null) throw new NotFound(`review ${id} has not ended`);
    const ruled = { review: requireReview(run), createdAt, opinions: ended.opinions };
    const excerpts = await excerptsOf(report, ruled, context.req.valid('query').around);
    return context.json({ excerpts: [...excerpts] }, 200);
  });

  app.openapi(historyRoute, async (context) => {
    const { subject, reviews, cursor: from } = context.req.valid('query');
    const { principal } = context.var;
    const { signal } = context.req.raw;
    const { past, cursor: next } = await readPastReviews({ principal, tag: tagOf(subject), reviews, cursor: from, signal }, ports);
    const findings = [...historyOf(past)];
    return context.json({ findings, reviews: past.length, since: past[0]?.at ?? null, cursor: next ?? null }, 200);
  });
}

function tagOf(subject: string | undefined): string {
  return subject === undefined ? `${reviewTags.files}:${reviewedFiles}` : `${reviewTags.subject}:${subject}`;
}

function summarise(row: RunRow): ReviewSummary {
  const { id, question, circle, createdAt, costUsd, metadata = {} } = row;
  const subject = metadata[reviewTags.subject] ?? null;
  return { id, status: visibleStatus(row), circle, subject, question, createdAt, endedAt: row.endedAt ?? null, costUsd };
}
