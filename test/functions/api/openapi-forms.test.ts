/** The description as generators of clients need it: each rule is one that some of them refuse a document for, or make code that does not compile. */
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../../functions/api/app.ts';
import { describeApi } from '../../../functions/api/reference/describe-api.ts';
import type { JsonSchema } from '../../../functions/api/reference/document.ts';
import { openPartNamer } from '../../../functions/api/reference/named-parts.ts';
import { listMaxLength } from '../../../shared/contract/list-length.ts';
import { openPorts } from '../../support/ports.ts';

const described = describeApi(
  buildApp({
    ports: openPorts(),
    authenticate: () => undefined,
    maxWaitSeconds: 25,
    readiness: async () => ({}),
    metrics: async () => ({ contentType: 'text/plain', text: '' }),
    backup: async () => ({ bytes: 0, content: new ReadableStream() }),
  }),
);
const { schemas } = described.components;
const operations = Object.values({ ...described.paths, ...described.webhooks }).flatMap((methods) => Object.values(methods));

interface Place {
  readonly at: string;
  readonly schema: unknown;
  /** The schema that it is a branch or a member of. */
  readonly within?: JsonSchema;
}

/** Every schema of the document with where it stands. */
function everySchema(): Place[] {
  const roots = [
    ...Object.entries(schemas).map(([name, schema]) => ({ at: name, schema })),
    ...operations.flatMap(({ operationId, parameters = [], requestBody, responses }) => {
      const bodies = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)];
      return [
        ...parameters.map(({ name, schema }) => ({ at: `${operationId} ${name}`, schema })),
        ...bodies.flatMap((content) =>
          Object.entries(content ?? {}).map(([media, body]) => ({ at: `${operationId} ${media}`, schema: body.schema })),
        ),
      ];
    }),
  ];
  return roots.flatMap((root) => [root, ...partsOf(root)]);
}

function partsOf({ at, schema }: Place): Place[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const within = schema as JsonSchema;
  const parts = [...listed(within, at), ...held(within, at)].map((part) => ({ ...part, within }));
  return parts.flatMap((part) => [part, ...partsOf(part)]);
}

function listed({ properties = {}, anyOf = [], oneOf = [], allOf = [] }: JsonSchema, at: string): Place[] {
  return [
    ...Object.entries(properties).map(([name, part]) => ({ at: `${at}.${name}`, schema: part })),
    ...[...anyOf, ...oneOf, ...allOf].map((part, index) => ({ at: `${at}|${index}`, schema: part })),
  ];
}

function held({ items, additionalProperties, contentSchema }: JsonSchema, at: string): Place[] {
  const open = typeof additionalProperties === 'boolean' ? undefined : additionalProperties;
  const parts = { [`${at}[]`]: items, [`${at}{}`]: open, [`${at} as JSON`]: contentSchema };
  return Object.entries(parts).flatMap(([place, part]) => (part === undefined ? [] : [{ at: place, schema: part }]));
}

const places = everySchema();

/** Where a rule is broken. */
function broken(rule: (schema: JsonSchema, place: Place) => boolean): readonly string[] {
  return places.filter((place) => !rule(place.schema as JsonSchema, place)).map(({ at }) => at);
}

describe('schemas', () => {
  it('are many', () => {
    expect(places.length).toBeGreaterThan(500);
  });

  it('are never true or false', () => {
    expect(places.filter(({ schema }) => typeof schema !== 'object').map(({ at }) => at)).toEqual([]);
  });

  it('are of type null only beside the one reference that may be null', () => {
    const besideReference = (within?: JsonSchema) =>
      within?.anyOf?.length === 2 && within.anyOf.some(({ $ref, type }) => $ref ?? type === 'object');
    expect(broken(({ type }, { within }) => type !== 'null' || besideReference(within) === true)).toEqual([]);
  });

  it('have one type, or one that may be null', () => {
    expect(broken(({ type }) => !Array.isArray(type) || (type.length === 2 && type[1] === 'null' && type[0] !== 'object'))).toEqual([]);
  });

  it('that have members have a name', () => {
    expect(broken(({ properties }, { at }) => properties === undefined || at in schemas)).toEqual([]);
  });

  it('that are a choice of several things have a name', () => {
    const branches = ({ anyOf = [], oneOf = [] }: JsonSchema) => [...anyOf, ...oneOf].filter(({ type }) => type !== 'null').length;
    expect(broken((schema, { at }) => branches(schema) < 2 || at in schemas)).toEqual([]);
  });

  it('choose between things, and say nothing more of one thing', () => {
    expect(broken(({ anyOf, properties, allOf }) => (anyOf === undefined || properties === undefined) && allOf === undefined)).toEqual([]);
  });

  it('use no word that few tools know', () => {
    const rare = ['prefixItems', 'if', 'then', 'not', 'patternProperties', 'dependentRequired', '$defs', 'unevaluatedProperties'];
    expect(broken((schema) => rare.every((word) => !(word in schema)))).toEqual([]);
  });

  it('have literals that are words: one that is always true is a boolean', () => {
    const isWord = (value: unknown) => value === null || (typeof value === 'string' && /[A-Za-z0-9]/.test(value));
    expect(broken((schema) => [...(schema.enum ?? []), schema.const ?? null].every(isWord))).toEqual([]);
  });

  it('of requests promise no list that is longer than any that is read', () => {
    const asked = new Set<string>();
    const follow = (part: unknown) => {
      for (const [, name = ''] of JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
        if (asked.has(name)) continue;
        asked.add(name);
        follow(schemas[name]);
      }
    };
    for (const { requestBody } of operations) follow(requestBody);
    const ofRequests = places.filter(({ at }) => asked.has(at.split(/[.|[{ ]/, 1)[0] ?? ''));
    const longest = ofRequests.map(({ at, schema }) => ({ at, most: (schema as { maxItems?: number }).maxItems ?? 0 }));
    expect(longest.filter(({ most }) => most === listMaxLength).map(({ at }) => at)).toContain('Baseline.findings');
    expect(longest.filter(({ most }) => most > listMaxLength)).toEqual([]);
  });

  it('are all used', () => {
    const text = JSON.stringify(described);
    expect(Object.keys(schemas).filter((name) => !text.includes(`"#/components/schemas/${name}"`))).toEqual([]);
  });
});

describe('names', () => {
  /** What generators make of the document: a type, its constructor in Go, and a type for each list of words in a member. */
  const made = Object.entries(schemas).flatMap(([name, { properties = {} }]) => [
    name,
    `New${name}`,
    ...Object.entries(properties).flatMap(([member, part]) =>
      part.enum ? [`${name}${member.charAt(0).toUpperCase()}${member.slice(1)}`] : [],
    ),
  ]);

  it('collide nowhere, in whatever case', () => {
    const lower = made.map((name) => name.toLowerCase());
    expect(lower.filter((name, index) => lower.indexOf(name) !== index)).toEqual([]);
  });

  it('are words in all languages', () => {
    expect(Object.keys(schemas).filter((name) => !/^[A-Z][A-Za-z0-9]*$/.test(name))).toEqual([]);
  });

  it('of operations are there, and each once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.filter((id) => id === undefined)).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('answers', () => {
  it('have one media type', () => {
    const several = operations.flatMap(({ operationId, responses }) =>
      Object.entries(responses).flatMap(([status, { content = {} }]) =>
        Object.keys(content).length > 1 ? [`${operationId} ${status}`] : [],
      ),
    );
    expect(several).toEqual([]);
  });

  it('that are JSON or events say what the events are beside the JSON', () => {
    expect(described.paths['/v1/chat/completions']?.['post']?.responses['200']).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ChatCompletion' } } },
      'x-text-event-stream': { schema: { $ref: '#/components/schemas/ChatStreamEvent' } },
    });
  });
});

describe('a part', () => {
  it('gets a name of its own from where it stands', () => {
    const namer = openPartNamer();
    const list = { type: 'array', items: { type: 'object', properties: { width: { type: 'number' } } } };
    expect(namer.place({ type: 'object', properties: { sizes: list } }, 'Box')).toEqual({ $ref: '#/components/schemas/Box' });
    expect(namer.with({})).toMatchObject({
      Box: { properties: { sizes: { type: 'array', items: { $ref: '#/components/schemas/BoxSize' } } } },
      BoxSize: { properties: { width: { type: 'number' } } },
    });
  });

  it('may not have the name of an unlike one', () => {
    const namer = openPartNamer();
    namer.place({ properties: { a: { type: 'string' } } }, 'Twin');
    expect(() => namer.place({ properties: { b: { type: 'string' } } }, 'Twin')).toThrow('two schemas would be called Twin');
    expect(() => namer.with({ Twin: { type: 'number' } })).toThrow('two schemas would be called Twin');
  });

  it.each<[JsonSchema, JsonSchema]>([
    [
      { type: 'string', enum: [' ', '+', '-'] },
      { type: 'string', pattern: '^(?: |\\+|-)$' },
    ],
    [
      { anyOf: [{ type: 'string' }, { type: 'null' }], description: 'x' },
      { type: ['string', 'null'], description: 'x' },
    ],
    [{ anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] }, { type: ['string', 'null'], enum: ['a', null] }],
    [{ anyOf: [{ $ref: '#/components/schemas/A' }, { type: 'null' }] }, { anyOf: [{ $ref: '#/components/schemas/A' }, { type: 'null' }] }],
    [
      { type: 'number', const: 0 },
      { type: 'integer', minimum: 0, maximum: 0 },
    ],
    [
      { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'integer' }] },
      { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 },
    ],
    [
      { type: 'object', properties: {}, additionalProperties: {} },
      { type: 'object', additionalProperties: true },
    ],
  ])('%j is written as %j', (schema, expected) => {
    expect(openPartNamer().place(schema, 'X')).toEqual(expected);
  });

  it('that is a tuple of unlike values cannot be written', () => {
    expect(() => openPartNamer().place({ prefixItems: [{ type: 'integer' }, { type: 'string' }] }, 'X')).toThrow(
      'a tuple of unlike values',
    );
  });
});
