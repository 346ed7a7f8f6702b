/** Who gets in, and what stands on the doors: health, keys, the API's description, experts and circles. */
import { expect } from 'vitest';
import { z } from 'zod';
import { problemIn } from '../circle-client.ts';
import { longAnswers, pricedModel } from '../knowledge-folder.ts';
import type { Tell } from './context.ts';

const keyedRoutes = [
  ['POST', '/v1/consultations'],
  ['GET', '/v1/consultations'],
  ['GET', '/v1/consultations/{id}'],
  ['GET', '/v1/consultations/{id}/events'],
  ['DELETE', '/v1/consultations/{id}'],
  ['GET', '/v1/consultations/{id}/feedback'],
  ['GET', '/v1/consultations/{id}/deliveries'],
  ['POST', '/v1/consultations/{id}/deliveries'],
  ['POST', '/v1/consultations/{id}/opinions'],
  ['POST', '/v1/consultations/{id}/feedback'],
  ['POST', '/v1/estimates'],
  ['POST', '/v1/reviews'],
  ['GET', '/v1/reviews'],
  ['GET', '/v1/reviews/{id}/excerpts'],
  ['GET', '/v1/findings'],
  ['GET', '/v1/reviews/{id}'],
  ['GET', '/v1/experts'],
  ['GET', '/v1/circles'],
  ['GET', '/v1/circles/{name}/reliability'],
  ['GET', '/v1/reports/consultations'],
  ['GET', '/v1/schedules'],
  ['POST', '/v1/chat/completions'],
  ['GET', '/v1/models'],
  ['GET', '/v1/models/{model}'],
] as const;

const operatorRoutes: ReadonlySet<string> = new Set(['GET /metrics', 'GET /v1/backup']);

const description = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ summary: z.string() }))),
});
const health = z.strictObject({ status: z.string(), parts: z.record(z.string(), z.string()) });
const experts = z.object({
  experts: z.array(
    z.looseObject({
      name: z.string(),
      model: z.string(),
      family: z.string(),
      health: z.looseObject({ status: z.string() }),
      price: z.looseObject({ inputUsdPerMillion: z.number() }).nullable(),
    }),
  ),
});
const circles = z.object({ circles: z.array(z.looseObject({ name: z.string() })) });

/** Tests of who gets in. */
export function tellDoors(tell: Tell): void {
  tell('says that each part is ready, without a key', async ({ circle }) => {
    const answer = await circle.send('GET', '/healthz', { key: null });
    expect(answer, answer.text).toMatchObject({ status: 200 });
    const { status, parts } = health.parse(JSON.parse(answer.text));
    expect({ status, store: parts['store'] }).toEqual({ status: 'ready', store: 'ready' });
  });

  tell('describes every route in its OpenAPI document, without a key', async ({ circle }) => {
    const answer = await circle.send('GET', '/v1/openapi.json', { key: null });
    const { openapi, paths } = description.parse(JSON.parse(answer.text));
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(openapi).toBe('3.1.0');
    // Those of operators are there in embedded mode alone.
    expect(described.filter((route) => !operatorRoutes.has(route)).toSorted()).toEqual(
      [...keyedRoutes.map((route) => route.join(' ')), 'GET /healthz', 'GET /v1/openapi.json'].toSorted(),
    );
  });

  tell('shows the reference as a page that nothing can get into, without a key', async ({ circle }) => {
    const answer = await circle.send('GET', '/docs', { key: null });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(answer.text).toContain('<h3 id="askCircle-title">');
  });

  for (const [method, path] of keyedRoutes) {
    tell(`refuses ${method} ${path} without a key and with a wrong one`, async ({ circle, target }) => {
      const request = { ...(method === 'POST' ? { body: {} } : {}) };
      const filled = path.replace(/\{\w+\}/, 'some-name');
      const without = await circle.send(method, filled, { ...request, key: null });
      const wrong = await circle.send(method, filled, { ...request, key: 'wrong-key' });
      expect([without.status, wrong.status]).toEqual([401, target.refusedKeyStatus ?? 401]);
    });
  }

  tell('explains a refused key as a problem document', async ({ circle }) => {
    const answer = await circle.send('GET', '/v1/circles', { key: 'wrong-key' });
    expect(problemIn(answer, 401)).toMatchObject({ type: '/problems/unauthorized', retryable: false });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  tell('answers 404 to a consultation that does not exist, and to every way of changing it', async ({ circle }) => {
    const id = 'no-such-consultation';
    const looked = await circle.send('GET', `/v1/consultations/${id}`);
    const cancelled = await circle.cancel(id);
    const handedIn = await circle.handIn(id, 'reviewer', 'Paris');
    const judged = await circle.feedback(id, { right: true });
    for (const answer of [looked, cancelled, handedIn, judged])
      expect(problemIn(answer, 404)).toMatchObject({ type: '/problems/not-found' });
  });

  tell('answers 404 as a problem document at an unknown path', async ({ circle }) => {
    const answer = await circle.send('GET', '/v1/nothing');
    expect(problemIn(answer, 404)).toMatchObject({ type: '/problems/not-found' });
  });

  tell('lists the experts with model, family, health and price', async ({ circle }) => {
    const answer = await circle.send('GET', '/v1/experts');
    const byName = new Map(experts.parse(JSON.parse(answer.text)).experts.map((expert) => [expert.name, expert]));
    expect([...byName.keys()].toSorted()).toEqual(
      [
        'broken',
        'chair',
        'held',
        'hung',
        'json-fenced',
        'json-mended',
        'json-plain',
        'judge-ham',
        'judge-ham-too',
        'judge-spam',
        'limited',
        'lyon',
        'lyon-first',
        'lyon-known',
        'lyon-last',
        'no-word-of-backups',
        'paris',
        'paris-first',
        'paris-known',
        'paris-known-too',
        'paris-too',
        'priced',
        'reviewer',
        'scribe',
        'seven-days',
        'sighted',
        'swayed',
        'thirty-days',
        'turned',
        ...Object.keys(longAnswers),
      ].toSorted(),
    );
    expect(byName.get('paris')).toMatchObject({ model: 'answers:Paris', family: 'family-a', price: null });
    expect(byName.get('priced')).toMatchObject({ model: pricedModel, price: { inputUsdPerMillion: 0.05 } });
  });

  tell('lists the circles with their policy', async ({ circle }) => {
    const answer = await circle.send('GET', '/v1/circles');
    const listed = circles.parse(JSON.parse(answer.text)).circles;
    expect(listed.filter(({ name }) => name === 'default' || name === 'parisian')).toEqual([
      expect.objectContaining({
        name: 'default',
        experts: ['paris', 'paris-too', 'lyon'],
        quorum: 3,
        deadlineSeconds: 30,
        budgetUsd: 0.5,
        learning: 'auto',
      }),
      expect.objectContaining({ name: 'parisian', experts: ['paris', 'paris-too'], quorum: 2, deadlineSeconds: 30, budgetUsd: null }),
    ]);
  });
}
