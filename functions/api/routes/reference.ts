/** /v1/openapi.json and /docs: the API as it describes itself, for programs and for people. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { describeApi } from '../reference/describe-api.ts';
import { inOlderForm } from '../reference/older-form.ts';
import { renderPage } from '../reference/page.ts';
import { problems } from './describe.ts';

/** Seconds that a copy may be used without asking again: both change with a new version only. */
const maxAgeSeconds = 300;
const cacheControl = `public, max-age=${maxAgeSeconds}`;

const openApi = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.looseObject({})),
});

const documentRoute = createRoute({
  method: 'get',
  path: '/v1/openapi.json',
  operationId: 'getDescription',
  tags: ['Service'],
  summary: 'Get this description',
  description: 'The OpenAPI document that the page at `/docs` is made from; in the form of 3.1 unless an older one is asked for.',
  security: [],
  request: {
    query: z.object({
      version: z
        .string()
        .regex(/^3\.[01]$/, 'must be 3.0 or 3.1')
        .optional()
        .describe('The form, `3.1` (the default) or `3.0`, which has no webhooks.'),
    }),
  },
  responses: {
    ...problems(400),
    200: {
      description: 'OpenAPI, as asked for.',
      content: { 'application/json': { schema: openApi } },
    },
  },
});

/** Registers the routes. All are made at the first request, when every other route is known. */
export function registerReference(app: OpenAPIHono): void {
  const made = new Map<string, z.infer<typeof openApi>>();
  app.openapi(documentRoute, (context) => {
    const { version = '3.1' } = context.req.valid('query');
    const document = made.get(version) ?? openApi.parse(version === '3.0' ? inOlderForm(describeApi(app)) : describeApi(app));
    made.set(version, document);
    return context.json(document, 200, { 'cache-control': cacheControl });
  });

  let page: ReturnType<typeof renderPage> | undefined;
  app.get('/docs', () => {
    page ??= renderPage(describeApi(app, 'person'));
    return new Response(page.html, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': cacheControl,
        // Nothing is loaded and nothing runs: the one style is allowed by its hash.
        'content-security-policy': `default-src 'none'; style-src '${page.styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    });
  });
}
