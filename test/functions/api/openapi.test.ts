/** The description of the API: complete, true to the schemas, and good by a linter that others use. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { buildApp } from '../../../functions/api/app.ts';
import { describeApi } from '../../../functions/api/reference/describe-api.ts';
import { clientSnippets } from '../../../functions/api/reference/snippets.ts';
import { json } from '../../../functions/api/routes/describe.ts';
import { openApi } from '../../support/api.ts';
import { lintOpenApi } from '../../support/lint-openapi.ts';
import { openPorts } from '../../support/ports.ts';

const app = buildApp({ ports: openPorts(), authenticate: () => undefined, maxWaitSeconds: 25, readiness: async () => ({}) });
const described = describeApi(app);
const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
);

/** Routes that the description leaves out, each with the reason. */
const undescribed: Readonly<Record<string, string>> = {
  'GET /v1/models/{kind}/{name}': 'the same as `/v1/models/{model}`, for clients that do not encode the slash',
  'GET /docs': 'a page for people, made from the description',
  'POST /mcp': 'speaks the Model Context Protocol, whose clients ask it for its tools and their schemas',
  'GET /.well-known/oauth-protected-resource': 'described by RFC 9728',
  'GET /.well-known/oauth-protected-resource/mcp': 'described by RFC 9728',
};

describe('the description', () => {
  it('has every route of the application, but for those that are left out on purpose', () => {
    const routes = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    const known = [...operations.map(({ route }) => route), ...Object.keys(undescribed)];
    expect([...new Set(routes)].toSorted()).toEqual(known.toSorted());
  });

  it('passes the linter', { timeout: 60_000 }, async () => {
    const { code, said } = await lintOpenApi(described);
    expect(code, said).toBe(0);
    expect(said).toContain('valid');
  });

  it('would not pass it with an operation that says nothing, an example that is wrong, or a tag that nobody explains', {
    timeout: 60_000,
  }, async () => {
    const { paths } = described;
    const circles = paths['/v1/circles']?.['get'];
    const { description: _, ...silent } = {
      ...circles,
      tags: ['Unknown'],
      responses: { 200: { description: 'x', content: { 'application/json': { schema: { type: 'string' }, example: 1 } } } },
    };
    const { code, said } = await lintOpenApi({ ...described, paths: { ...paths, '/v1/circles': { get: silent } } });
    expect(code).toBe(1);
    for (const rule of ['operation-description', 'no-invalid-media-type-examples', 'operation-tag-defined']) expect(said).toContain(rule);
  });

  it('is what the server answers, to anybody', async () => {
    const answer = await openApi().send('GET', '/v1/openapi.json', { headers: { authorization: undefined } });
    expect(answer).toMatchObject({ status: 200, body: JSON.parse(JSON.stringify(described)) });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
  });

  it('asks for a key on every route but those that answer anybody', () => {
    const open = operations.filter(({ operation }) => operation.security?.length === 0).map(({ route }) => route);
    expect(open.toSorted()).toEqual(['GET /healthz', 'GET /v1/openapi.json']);
  });

  it('says how each operation that takes a key is called with the client, but for those of other clients', () => {
    const ours = operations.filter(({ operation }) => operation.security?.length !== 0 && !operation.tags?.includes('OpenAI'));
    for (const { operation } of ours) {
      expect(Object.keys(clientSnippets)).toContain(operation.operationId);
    }
  });
});

describe('schemas', () => {
  it('keep what may be null and what has a default', () => {
    expect(described.components.schemas['Verdict']?.properties?.['stability']).toEqual({
      anyOf: [{ $ref: '#/components/schemas/Stability' }, { type: 'null' }],
      default: null,
    });
    expect(described.components.schemas['Verdict']?.required).toContain('stability');
  });

  it('say what the refinements of a question say', () => {
    const { description, properties } = described.components.schemas['ConsultationRequest'] ?? {};
    expect(properties?.['options']).toMatchObject({ uniqueItems: true, maxItems: 50 });
    // Three variants of one request would be three classes in a generated client, each of which takes another question.
    expect(description).toContain('no other kind has');
  });

  it('describe a stream by its events, and their data by its own schema', () => {
    const stream = described.paths['/v1/consultations/{id}/events']?.['get']?.responses['200']?.content;
    expect(stream).toMatchObject({ 'text/event-stream': { schema: { $ref: '#/components/schemas/SentEvent' } } });
    expect(described.components.schemas['SentEvent']).toMatchObject({
      properties: { data: { contentMediaType: 'application/json', contentSchema: { $ref: '#/components/schemas/ConsultationEvent' } } },
    });
  });

  it('may not share a name', () => {
    const two = new OpenAPIHono();
    for (const [path, schema] of Object.entries({ '/a': z.string().meta({ id: 'Twin' }), '/b': z.number().meta({ id: 'Twin' }) })) {
      two.openAPIRegistry.registerPath(createRoute({ method: 'get', path, responses: { 200: json(z.object({ schema }), 'x') } }));
    }
    expect(() => describeApi(two)).toThrow(/Twin/);
  });
});
