/** Answers that are JSON values: what is taken, in which form, and what is said of the rest. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newConsultation } from '../../shared/contract/question.ts';
import { readAnswer, whyUnusable } from '../../shared/domain/answer-schema.ts';
import { schemaForExperts } from '../../shared/domain/kept-schema.ts';

const person = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 0 } },
  required: ['name', 'age'],
  additionalProperties: false,
};
/** Different names. */
function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `n${index}`);
}

/** Replies around a value. */
const surroundings = [
  'JSON',
  '\ufeffJSON\n',
  'Sure!\n\n```json\nJSON\n```\nLet me know.',
  '<think>Hm.</think>JSON',
  'JSON<|im_end|>',
  '~~~\nJSON\n~~~',
  '```JSON```',
];

const read = (answer: string, schema: object = person) => readAnswer(JSON.stringify(schema), answer);

const why = (schema: object) => whyUnusable(JSON.stringify(schema));

/** The answer that a reply is kept as. */
function kept(reply: string): string {
  const found = read(reply);
  return 'answer' in found ? found.answer : found.flaw;
}

describe('a schema', () => {
  it.each([
    person,
    {},
    { $schema: 'http://json-schema.org/draft-07/schema#', type: 'array', items: [{ type: 'string' }], definitions: {} },
    { $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [{ type: 'string' }] },
    { $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } }, $ref: '#/$defs/node' },
    { type: 'object', properties: { child: { $ref: '#' } } },
    { type: 'string', format: 'email' },
    { type: 'string', format: 'a format of one’s own' },
    { type: 'number', 'x-unit': 'metre' },
  ])('can be used: %j', (schema) => {
    expect(why(schema)).toBeUndefined();
  });

  it.each([
    ['an unknown type', { type: 'nothing' }],
    ['a pattern that is none', { type: 'string', pattern: '(' }],
    ['a reference that leads away', { $ref: 'https://example.test/schema.json' }],
    ['a reference that leads nowhere', { $ref: '#/$defs/nobody' }],
    ['an answer that would come later', { $async: true, type: 'number' }],
  ])('is refused with %s', (_, schema) => {
    expect(why(schema)).toMatch(/^is no JSON Schema that can be used: ./);
  });

  it.each([
    { $ref: '#' },
    { allOf: [{ $ref: '#' }] },
    { $defs: { a: { $ref: '#/$defs/b' }, b: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/a' }] } }, $ref: '#/$defs/a' },
    { type: 'object', properties: { a: { $ref: '#/properties/a' } } },
    { $defs: { 'a/b': { not: { $ref: '#/$defs/a~1b' } } }, items: { $ref: '#/$defs/a~1b' } },
  ])('by which nothing can be checked is refused: %j', (schema) => {
    expect(why(schema)).toMatch(/^is no JSON Schema that can be used: #.* leads back to itself/);
  });

  it.each([
    { $defs: { list: { anyOf: [{ type: 'null' }, { properties: { next: { $ref: '#/$defs/list' } } }] } }, $ref: '#/$defs/list' },
    { allOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }], $defs: { a: { type: 'string' } } },
    { properties: { $ref: { type: 'string' }, not: { $ref: '#' } } },
    { type: 'array', items: { $ref: '#' } },
  ])('that leads on to parts of the value can be used: %j', (schema) => {
    expect(why(schema)).toBeUndefined();
  });

  it.each([
    [{ tolerance: -1 }, 'tolerance'],
    [{ tolerance: 'a' }, 'tolerance'],
    [{ role: 'foo' }, 'role'],
    [{ order: 'any' }, 'order'],
    [{ rolle: 'vote' }, 'rolle'],
    ['vote', undefined],
  ])('is refused by the place of a wrong annotation: %j', (annotation, member) => {
    const asked = (schema: object) => newConsultation.safeParse({ question: 'Why?', schema }).error?.issues;
    const tail = member === undefined ? [] : [member];
    expect(asked({ type: 'number', 'x-circle': annotation })).toMatchObject([{ path: ['schema', 'x-circle', ...tail] }]);
    expect(asked({ properties: { 'a.b': { items: { 'x-circle': annotation } } } })).toMatchObject([
      { path: ['schema', 'properties', 'a.b', 'items', 'x-circle', ...tail] },
    ]);
  });

  it.each([
    { type: 'number', 'x-circle': { tolerance: 0.5, role: 'vote', order: 'set' } },
    { type: 'number', 'x-circle': {} },
    { properties: { 'x-circle': { type: 'string' } } },
    { enum: [{ 'x-circle': 1 }], default: { 'x-circle': 'a' } },
  ])('may be annotated, and name and hold what it likes: %j', (schema) => {
    expect(newConsultation.safeParse({ question: 'Why?', schema }).success).toBe(true);
  });

  it.each([
    ['too deep', Array.from({ length: 60 }).reduce<object>((inner) => ({ items: inner }), {})],
    ['too large', { description: 'x'.repeat(60_000) }],
    ['no object', true],
  ])('is refused when it is %s', (_, schema) => {
    expect(newConsultation.safeParse({ question: 'Why?', schema }).error?.issues).toMatchObject([{ path: ['schema'] }]);
  });

  it.each([
    ['dependent names', { dependentRequired: { p: names(6000) } }],
    ['alternatives', { oneOf: names(2400).map(() => ({ type: 'string' })) }],
    ['patterns', { patternProperties: Object.fromEntries(names(3000).map((name) => [name, { type: 'string' }])) }],
    ['parts', { allOf: names(900).map((name) => ({ required: [name] })), unevaluatedProperties: false }],
    ['properties', { properties: Object.fromEntries(names(3000).map((name) => [name, { type: 'string' }])) }],
    ['properties that are called as keywords are', { properties: { enum: { oneOf: names(2400).map(() => ({})) } } }],
  ])('is refused at once when it has too many %s', (_, schema) => {
    const began = performance.now();
    expect(why(schema)).toMatch(/subschemas and dependent names/);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('goes to experts without what it says to us', () => {
    const schema = { properties: { score: { type: 'number', 'x-circle': { tolerance: 1 } } } };
    expect(schemaForExperts(JSON.stringify(schema))).toEqual({ properties: { score: { type: 'number' } } });
  });

  it('may list many values and names', () => {
    const schema = { required: names(700), properties: { a: { enum: names(2000) } } };
    expect(why(schema)).toBeUndefined();
  });

  it('is one of its own, though another one has the same name', () => {
    const named = (type: string) => ({ $id: 'https://example.test/answer.json', type });
    expect([read('1', named('number')), read('1', named('string')), read('"1"', named('string'))]).toEqual([
      { answer: '1' },
      { flaw: '#/type must be string', readable: true },
      { answer: '"1"' },
    ]);
  });

  it('goes with free text only', () => {
    for (const more of [{ kind: 'short' }, { options: ['a', 'b'] }, { kind: 'ranking', options: ['a', 'b'] }]) {
      expect(newConsultation.safeParse({ question: 'Why?', schema: person, ...more }).error?.issues).toMatchObject([{ path: ['schema'] }]);
    }
  });
});

describe('an answer', () => {
  it.each([
    '{"age":3,"name":"Ann"}',
    ' { "name" : "Ann",\n"age":3 } ',
    '```json\n{"name":"Ann","age":3}\n```',
    '```\n{"name":"Ann","age":3}```',
  ])('that conforms is kept: %j', (answer) => {
    expect(kept(answer)).toMatch(/^\{.*\}$/s);
    expect(JSON.parse(kept(answer))).toEqual({ name: 'Ann', age: 3 });
  });

  it.each([
    ['', 'it is not one JSON value', false],
    ['Here it is.', 'it is not one JSON value', false],
    ['{"name":"Ann","age":3', 'it is not one JSON value', false],
    ['{"name":"Ann"}', "#/required must have required property 'age'", true],
    ['{"name":"Ann","age":-1}', '#/properties/age/minimum must be >= 0', true],
    ['{"name":"Ann","age":3,"secret":1}', '#/additionalProperties must NOT have additional properties', true],
    ['[]', '#/type must be object', true],
  ])('that does not is explained by the schema, without quoting it: %j', (answer, flaw, readable) => {
    expect(read(answer)).toEqual({ flaw, readable });
  });

  it('is delivered in its own characters, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(...surroundings), (value, around) => {
        const json = JSON.stringify(value, null, 2);
        expect(
          read(
            around.replace('JSON', () => json),
            { type: 'object' },
          ),
        ).toEqual({ answer: json });
      }),
    );
  });

  it.each([
    ['{"id":1234567890123456789}', { id: { type: 'integer' } }],
    ['{ "b": 1.10, "a": 2.0e3, "10": -0 }', {}],
    ['{"text":"\\u00fc\\/\\ud83d\\ude00"}', { text: { type: 'string' } }],
    ['{"part":0.3}', { part: { multipleOf: 0.1 } }],
  ])('keeps digits, order and escapes: %s', (answer, properties) => {
    expect(read(answer, { type: 'object', properties })).toEqual({ answer });
  });

  it.each([
    ['{"a":1e400}', 'beyond the range'],
    ['{"a":-1e999}', 'beyond the range'],
    ['{"a":1e-400}', 'beyond the range'],
    ['{"a":1,"a":2}', 'a name twice'],
    ['{"b":[{"a":1,"\\u0061":1}]}', 'a name twice'],
  ])('is refused by name where a reader of JSON would change it: %s', (answer, flaw) => {
    expect(read(answer, { type: 'object' })).toEqual({ flaw: expect.stringContaining(flaw), readable: true });
  });

  it.each([
    ['{"name":"Ann","age":3,}', '{"name":"Ann","age":3}'],
    ["{'name': 'Ann', 'age': 3}", '{"name": "Ann", "age": 3}'],
    ['{name: "Ann", age: 3}', '{"name": "Ann", "age": 3}'],
    ['{\n  // don\'t know\n  "name": "Ann", /* { */ "age": 3\n}', '{"name":"Ann","age":3}'],
    ['Sure: {"name":"Ann","age":3} <|im_end|>', '{"name":"Ann","age":3}'],
    ['```json5\n{name:"Ann",age:3}```', '{"name":"Ann","age":3}'],
    ['<think>{"name":"Bob","age":4}</think>{"name":"Ann","age":3}', '{"name":"Ann","age":3}'],
    ['{"name":"Bob","age":4}\nWait, the corrected one:\n{"name":"Ann","age":3}', '{"name":"Ann","age":3}'],
    ['Not {"name":"Bob","age":4} but\n```json\n{"name":"Ann","age":3}\n```', '{"name":"Ann","age":3}'],
    ['{"name":"Bob"} is short. {"name":"Ann","age":3} has all.', '{"name":"Ann","age":3}'],
    ['Braces {like these} and [this] are prose: {"name":"Ann","age":3}', '{"name":"Ann","age":3}'],
  ])('is read at the first try: %j', (reply, answer) => {
    expect(JSON.parse(kept(reply))).toEqual(JSON.parse(answer));
  });

  it.each([
    ['true', { type: 'boolean' }, 'true'],
    ['Answer: true', { type: 'boolean' }, 'true'],
    ['**Answer:** `true`', { type: 'boolean' }, 'true'],
    ['The licence is compatible.\n\ntrue', { type: 'boolean' }, 'true'],
    ['It is theirs.\nFinal answer: "legal"', { type: 'string', enum: ['sales', 'legal'] }, '"legal"'],
    ['```json\n42\n```', { type: 'integer' }, '42'],
    ['"Paris"</s>', { type: 'string' }, '"Paris"'],
    ['Flags: [True, None]', { type: 'array' }, '[true, null]'],
  ])('need be no object: %j', (reply, schema, answer) => {
    expect(read(reply, schema)).toEqual({ answer });
  });

  it.each([
    '{"list":[{"a":1},{"a":2}',
    'Here: {"list":[{"a":1}], "more": {"a":',
    '{"list":[1,2,...]}',
    '{"list": "and so on',
    '<think>perhaps {"a":1}',
    '{"a":1} or {"a":2}',
    '{"a": {"b":1}, and so on}',
  ])('is not made up of a part: %j', (reply) => {
    expect(read(reply, { type: 'object' })).toMatchObject({ flaw: expect.any(String) });
  });

  it('takes time by its length, whatever it is made of', () => {
    const pieces = [
      '`',
      '```',
      '```\n',
      '\n',
      '{',
      '[',
      '{"',
      "{'",
      '{"a":',
      '[1,',
      '"',
      '\\"',
      '/*',
      '//',
      '<think>',
      '</think>',
      '<|',
      '{a:',
      '[[]',
    ];
    for (const [start, piece] of pieces.flatMap((a) => ['', '```\n', '{"a":', '['].map((b) => [b, a] as const))) {
      const began = performance.now();
      read(`${start}${piece.repeat(100_000)}x`, { type: 'object' });
      expect(performance.now() - began, `${start} ${piece}`).toBeLessThan(1000);
    }
  });

  // The pattern needs longer than the age of the world on this text: the test's own limit catches a check that nothing stops.
  it('is given up when a pattern takes for ever', () => {
    const schema = { type: 'string', pattern: '^(a+)+$' };
    expect(read(JSON.stringify(`${'a'.repeat(60)}!`), schema)).toEqual({
      flaw: expect.stringContaining('could not be checked'),
      readable: true,
    });
  });

  it('is refused, and breaks nothing, when it is nested deeper than a stack', () => {
    expect(read(`${'['.repeat(100_000)}${']'.repeat(100_000)}`, {})).toMatchObject({ flaw: expect.any(String) });
  });
});
