/** /v1/experts and /v1/circles: who may sit, and whether they are well. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import type { Circle } from '../../../shared/contract/circle.ts';
import { type ShownCircle, shownCircle, shownExpert } from '../../../shared/contract/listing.ts';
import { priceOf } from '../../../shared/domain/budget.ts';
import { quorumOfCircle } from '../../../shared/domain/quorum-of-circle.ts';
import { resolveSeat } from '../../../shared/domain/resolve-seat.ts';
import { defaultDeadlineSeconds, defaultLearning } from '../../../shared/domain/seating.ts';
import { unavailableExperts } from '../../../shared/steps/unavailable-experts.ts';
import type { ApiOptions } from '../options.ts';
import * as examples from '../reference/examples.ts';
import { json, problems } from './describe.ts';

const shownExperts = z.array(shownExpert);
const shownCircles = z.array(shownCircle);

const expertsRoute = createRoute({
  method: 'get',
  path: '/v1/experts',
  operationId: 'listExperts',
  tags: ['Experts and circles'],
  summary: 'List the experts and their health',
  description: 'Every expert that `circles.yaml` declares, in any circle or none.',
  responses: {
    200: json(z.strictObject({ experts: shownExperts }), 'All declared experts.', examples.experts),
    ...problems(401, 503),
  },
});
const circlesRoute = createRoute({
  method: 'get',
  path: '/v1/circles',
  operationId: 'listCircles',
  tags: ['Experts and circles'],
  summary: 'List the circles',
  description: 'Every circle with its policy; what `circles.yaml` leaves out is filled in.',
  responses: { 200: json(z.strictObject({ circles: shownCircles }), 'All circles.', examples.circles), ...problems(401, 503) },
});

/** Registers the routes. */
export function registerExperts(app: OpenAPIHono, { ports }: ApiOptions): void {
  const { knowledge } = ports;
  app.openapi(expertsRoute, async (context) => {
    const health = new Map((await ports.health.read()).map((entry) => [entry.expert, entry]));
    const experts = Object.keys(knowledge.experts).map((expert) => {
      const seat = resolveSeat(expert, knowledge);
      const { expert: _, ...known } = health.get(expert) ?? { expert, status: 'unknown' as const };
      return {
        name: expert,
        provider: seat.provider,
        model: seat.model,
        family: seat.family,
        ...(seat.persona ? { persona: seat.persona } : {}),
        health: known,
        price: priceOf(seat, knowledge) ?? null,
      };
    });
    return context.json({ experts: shownExperts.parse(experts) }, 200);
  });

  app.openapi(circlesRoute, async (context) => {
    const unavailable = await unavailableExperts(ports.health);
    const circles = Object.entries(knowledge.circles).map(([circle, policy]) => ({
      name: circle,
      experts: policy.experts,
      choose: policy.choose ?? null,
      quorum: quorumOfCircle(policy, knowledge.experts),
      minimum: policy.minimum ?? null,
      available: policy.experts.filter((expert) => !unavailable.has(expert)).length,
      ...howItAsks(policy),
      deadlineSeconds: policy.deadlineSeconds ?? defaultDeadlineSeconds,
      ...itsBounds(policy),
      learning: policy.learning ?? defaultLearning,
      unavailable: policy.unavailable ?? 'fail',
      demo: policy.demo ?? false,
    }));
    return context.json({ circles: shownCircles.parse(circles) }, 200);
  });
}

function howItAsks({ stop = 'settled', strategy = 'all', late = 'keep' }: Circle): Pick<ShownCircle, 'stop' | 'strategy' | 'late'> {
  return { stop, strategy, late };
}

function itsBounds(policy: Circle): Pick<ShownCircle, 'promise' | 'budgetUsd' | 'limits'> {
  return { promise: policy.promise ?? null, budgetUsd: policy.budgetUsd ?? null, limits: policy.limits ?? null };
}
