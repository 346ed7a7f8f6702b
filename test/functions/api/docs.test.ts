/** The reference page: whole without a script, closed to everything foreign, and proof against what a description may hold. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiDocument } from '../../../functions/api/reference/document.ts';
import { renderPage } from '../../../functions/api/reference/page.ts';
import { openApi } from '../../support/api.ts';

let headers: Headers;
let page: string;
beforeAll(async () => {
  const answer = await openApi().fetch(new Request('http://circle/docs'));
  ({ headers } = answer);
  page = await answer.text();
});

describe('GET /docs', () => {
  it('is for anybody, and may be kept for a while', () => {
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    expect(page).toMatch(/^<!doctype html>/);
  });

  it('lets nothing in but its own style, named by its hash', () => {
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    const hash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src ${hash}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(page).not.toMatch(/<script|<link|<img|<iframe| style=| on\w+=| (?:src|href)="?(?:https?:)?\/\//i);
  });

  it('has a place for every operation and schema, and every link leads to one', () => {
    const places = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(places).size).toBe(places.length);
    for (const target of targets) expect(places).toContain(target);
    expect(targets).toEqual(
      expect.arrayContaining(['askCircle', 'followConsultation', 'giveFeedback', 'schema-Consultation', 'schema-Problem']),
    );
  });

  it('leads to the document, below whatever path the server has', () => {
    expect(page).toContain('href="v1/openapi.json"');
  });

  it('shows calls that can be copied, with an example for each value', () => {
    expect(page).toContain('curl -s -X POST &quot;$CIRCLE_URL/v1/consultations&quot;');
    expect(page).toContain('circle.consult(');
    expect(page).not.toMatch(/\$CIRCLE_URL[^&]*\{/);
  });

  it('names the fields of fields by their path', () => {
    for (const path of ['timing.createdAt', 'pending[].reason', 'coverage.asked']) expect(page).toContain(`<code>${path}</code>`);
  });
});

describe('a description with markup in it', () => {
  it('is shown as text, wherever it stands', () => {
    const hostile = `<script>alert(1)</script>"'&\`<b>\``;
    const operation = {
      operationId: 'x',
      summary: hostile,
      description: hostile,
      tags: ['T'],
      parameters: [
        { name: hostile, in: 'query' as const, required: true, description: hostile, schema: { type: 'string', enum: [hostile] } },
      ],
      requestBody: { required: true, content: { 'application/json': { example: { [hostile]: hostile } } } },
      responses: { 200: { description: hostile, headers: { [hostile]: { description: hostile, schema: {} } } } },
    };
    const document: ApiDocument = {
      openapi: '3.1.0',
      info: { title: hostile, version: hostile, description: hostile },
      servers: [],
      security: [],
      tags: [{ name: 'T', description: hostile }],
      paths: { [`/${hostile}`]: { post: operation } },
      components: { securitySchemes: {}, schemas: { S: { description: hostile, properties: { [hostile]: { const: hostile } } } } },
    };
    const { html } = renderPage(document);
    expect(html).not.toMatch(/<script|<b>/);
    expect(html).toContain('&lt;script&gt;');
  });
});
