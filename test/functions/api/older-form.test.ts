/** The description as OpenAPI 3.0: good by a linter of that version, and in no words of the newer one. */
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../../functions/api/app.ts';
import { describeApi } from '../../../functions/api/reference/describe-api.ts';
import type { JsonSchema } from '../../../functions/api/reference/document.ts';
import { inOlderForm } from '../../../functions/api/reference/older-form.ts';
import { openApi } from '../../support/api.ts';
import { lintOpenApi } from '../../support/lint-openapi.ts';
import { openPorts } from '../../support/ports.ts';

const described = describeApi(
  buildApp({ ports: openPorts(), authenticate: () => undefined, maxWaitSeconds: 25, readiness: async () => ({}) }),
);
const older = inOlderForm(described);

/** The schema, as a component of a document, in the older form. */
function written(schema: JsonSchema, others: Readonly<Record<string, JsonSchema>> = {}): JsonSchema | undefined {
  const components = { ...described.components, schemas: { ...others, X: schema } };
  return inOlderForm({ ...described, paths: {}, components }).components.schemas['X'];
}

describe('the older form', () => {
  // That the examples are right is tried on the newer form; null beside a reference is a word of tools, which no linter reads.
  it('passes the linter', { timeout: 60_000 }, async () => {
    const skipped = ['no-invalid-media-type-examples', 'no-invalid-schema-examples', 'nullable-type-sibling'];
    const { code, said } = await lintOpenApi(older, skipped);
    expect(code, said).toBe(0);
  });

  it('would not pass it with a word of the newer one', { timeout: 60_000 }, async () => {
    const { schemas } = older.components;
    const newer = { ...older, components: { ...older.components, schemas: { ...schemas, Turn: { ...schemas['Turn'], const: 1 } } } };
    const { code, said } = await lintOpenApi(newer);
    expect(code).toBe(1);
    expect(said).toContain('const');
  });

  it('has every operation and schema of the newer one', () => {
    expect(Object.keys(older.paths)).toEqual(Object.keys(described.paths));
    expect(Object.keys(older.components.schemas)).toEqual(Object.keys(described.components.schemas));
    expect([older.openapi, older.webhooks]).toEqual(['3.0.3', undefined]);
  });

  it('is what the server answers where it is asked for', async () => {
    const answer = await openApi().send('GET', '/v1/openapi.json?version=3.0', { headers: { authorization: undefined } });
    expect(answer).toMatchObject({ status: 200, body: { openapi: '3.0.3', components: JSON.parse(JSON.stringify(older.components)) } });
    expect(await openApi().send('GET', '/v1/openapi.json?version=3.1')).toMatchObject({ body: { openapi: '3.1.0' } });
  });

  it('is refused for a version that there is not', async () => {
    const answer = await openApi().send('GET', '/v1/openapi.json?version=2.0');
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'version', message: 'must be 3.0 or 3.1' }] } });
  });
});

describe('a schema', () => {
  const reference = { $ref: '#/components/schemas/Y' };
  it.each<[JsonSchema, JsonSchema]>([
    [{ type: ['string', 'null'] }, { type: 'string', nullable: true }],
    [
      { type: 'string', const: 'a' },
      { type: 'string', enum: ['a'] },
    ],
    [
      { type: 'number', exclusiveMinimum: 0 },
      { type: 'number', minimum: 0, exclusiveMinimum: true },
    ],
    [
      { type: 'string', examples: ['a', 'b'] },
      { type: 'string', example: 'a' },
    ],
    [{ type: 'string', contentMediaType: 'application/json', contentSchema: reference }, { type: 'string' }],
    [
      { type: 'object', propertyNames: { type: 'string' }, additionalProperties: { type: ['integer', 'null'] } },
      { type: 'object', additionalProperties: { type: 'integer', nullable: true } },
    ],
    [reference, reference],
    [
      { ...reference, description: 'x' },
      { allOf: [reference], description: 'x' },
    ],
    [
      { anyOf: [reference, { type: 'null' }], default: null },
      { type: 'object', nullable: true, allOf: [reference], default: null },
    ],
    [{ anyOf: [{ type: 'object' }, { type: 'null' }] }, { type: 'object', nullable: true }],
    [{ anyOf: [{ type: ['string', 'null'] }, reference] }, { anyOf: [{ type: 'string', nullable: true }, reference] }],
    [
      { type: 'array', items: { const: 'a' } },
      { type: 'array', items: { enum: ['a'] } },
    ],
    [
      { type: 'object', properties: { const: { const: 'a' } } },
      { type: 'object', properties: { const: { enum: ['a'] } } },
    ],
  ])('%j is written as %j', (schema, expected) => {
    expect(written(schema, { Y: { type: 'object' } })).toEqual(expected);
  });

  it.each<[JsonSchema, string]>([
    [{ type: ['string', 'integer'] }, 'no schema of the types string, integer'],
    [{ anyOf: [{ type: 'string' }, reference, { type: 'null' }] }, 'no choice of several things or null'],
  ])('%j cannot be written', (schema, reason) => {
    expect(() => written(schema)).toThrow(reason);
  });
});
