/** /v1/schedules: when each recurring consultation runs next, and what became of its last times. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { shownSchedule } from '../../../shared/contract/schedule.ts';
import { showSchedule } from '../../../shared/steps/show-schedule.ts';
import type { ApiOptions } from '../options.ts';
import * as examples from '../reference/examples.ts';
import { showScheduledReview } from '../scheduled-review.ts';
import { json, problems } from './describe.ts';

const shownSchedules = z.array(shownSchedule);

const schedulesRoute = createRoute({
  method: 'get',
  path: '/v1/schedules',
  operationId: 'listSchedules',
  tags: ['Experts and circles'],
  summary: 'List the schedules with their last and next times',
  description:
    'Every recurring consultation that `circles.yaml` declares. Of its last times each is told: what ran, what was refused and why, what was left ' +
    'out since the run before it had not ended, and what was missed. Of one that reviews what is deployed, what its newest review says, and what has ' +
    'changed since the one before.',
  responses: {
    200: json(z.strictObject({ schedules: shownSchedules }), 'All schedules.', examples.schedules),
    ...problems(401, 503),
  },
});

/** Registers the route. */
export function registerSchedules(app: OpenAPIHono, { ports }: ApiOptions): void {
  app.openapi(schedulesRoute, async (context) => {
    const { principal } = context.var;
    const schedules = await Promise.all(
      Object.entries(ports.knowledge.schedules).map(async ([name, schedule]) => {
        const shown = await showSchedule(name, schedule, principal.tenant, ports);
        const { review } = schedule;
        return { ...shown, review: review === undefined ? null : await showScheduledReview(name, review, shown.times, principal, ports) };
      }),
    );
    return context.json({ schedules: shownSchedules.parse(schedules) }, 200);
  });
}
