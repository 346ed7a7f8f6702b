/** /v1/reports/consultations: what stored consultations say of their circles. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { kind, name } from '../../../shared/contract/question.ts';
import { reportPage as page } from '../../../shared/contract/report.ts';
import { reportOf } from '../../../shared/domain/report/figures.ts';
import { reportPage } from '../../../shared/steps/report-page.ts';
import type { ApiOptions } from '../options.ts';
import * as examples from '../reference/examples.ts';
import { inDigits, json, problems } from './describe.ts';

const reportRoute = createRoute({
  method: 'get',
  path: '/v1/reports/consultations',
  operationId: 'reportConsultations',
  tags: ['Experts and circles'],
  summary: 'Report how good a circle is',
  description:
    'From stored consultations and the feedback on them, newest first, a page at a time: how often the circle, each seat, other strategies and ' +
    'smaller circles are right, what they cost and how long they take. Whoever wants one report of all pages adds up `sums` member by member; ' +
    '`circle report` does so. A page may hold fewer than `limit`, even none: only a page without a `cursor` is the last.',
  request: {
    query: z.strictObject({
      limit: inDigits(z.number().int().min(1).max(500)).default(100).describe('Consultations to look at. Default: 100.'),
      cursor: z.string().max(2000).optional().describe('The `cursor` of the page before.'),
      circle: name.optional(),
      kind: kind.optional(),
      after: z.iso.datetime({ offset: true }).optional().describe('Accepted after this time.'),
      before: z.iso.datetime({ offset: true }).optional().describe('Accepted before this time.'),
    }),
  },
  responses: {
    200: json(page, 'A page; `cursor` leads to the next one.', examples.reportPage),
    ...problems(400, 401, 503),
  },
});

/** Registers the route. */
export function registerReports(app: OpenAPIHono, { ports }: ApiOptions): void {
  app.openapi(reportRoute, async (context) => {
    const { after, before, ...query } = context.req.valid('query');
    const { tenant } = context.var.principal;
    const { signal } = context.req.raw;
    const {
      sums,
      cursor = null,
      ...counts
    } = await reportPage({ tenant, ...query, after: exactly(after), before: exactly(before), signal }, ports);
    return context.json(page.parse({ ...counts, sums, report: reportOf(sums), cursor }), 200);
  });
}

/** With milliseconds, as stored times have them: times are compared as text. */
function exactly(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}
