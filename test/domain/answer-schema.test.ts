/** Answers that are JSON values: what is taken, in which form, and what is said of the rest. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newConsultation } from '../../shared/contract/question.ts';
import { readAnswer, schemaOf, schemaText } from '../../shared/domain/answer-schema.ts';

const person = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 0 } },
  required: ['name', 'age'],
  additionalProperties: false,
};
const read = (answer: string, schema: object = person) => readAnswer(JSON.stringify(schema), answer);

describe('a schema', () => {
  it.each([
    person,
    {},
    { $schema: 'http://json-schema.org/draft-07/schema#', type: 'array', items: [{ type: 'string' }], definitions: {} },
    { $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [{ type: 'string' }] },
    { $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } }, $ref: '#/$defs/node' },
    { type: 'string', format: 'email' },
    { type: 'string', format: 'a format of one’s own' },
    { type: 'number', 'x-unit': 'metre' },
  ])('is kept as it came: %j', (schema) => {
    expect(schemaOf(schemaText(schema))).toEqual(schema);
  });

  it.each([
    ['an unknown type', { type: 'nothing' }],
    ['a pattern that is none', { type: 'string', pattern: '(' }],
    ['a reference that leads away', { $ref: 'https://example.test/schema.json' }],
    ['a reference that leads nowhere', { $ref: '#/$defs/nobody' }],
    ['an answer that would come later', { $async: true, type: 'number' }],
  ])('is refused with %s', (_, schema) => {
    expect(() => schemaText(schema)).toThrowError(
      expect.objectContaining({ name: 'InvalidInput', fields: [expect.objectContaining({ field: 'schema' })] }),
    );
  });

  it.each([
    ['too deep', Array.from({ length: 60 }).reduce<object>((inner) => ({ items: inner }), {})],
    ['too large', { description: 'x'.repeat(60_000) }],
    ['no object', true],
  ])('is refused when it is %s', (_, schema) => {
    expect(newConsultation.safeParse({ question: 'Why?', schema }).error?.issues).toMatchObject([{ path: ['schema'] }]);
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
  ])('that conforms is kept in one form: %j', (answer) => {
    expect(read(answer)).toEqual({ answer: '{"age":3,"name":"Ann"}' });
  });

  it.each([
    ['', 'it is not one JSON value', false],
    ['Here it is: {"name":"Ann","age":3}', 'it is not one JSON value', false],
    ['{"name":"Ann","age":3', 'it is not one JSON value', false],
    ['{"name":"Ann"}', "#/required must have required property 'age'", true],
    ['{"name":"Ann","age":-1}', '#/properties/age/minimum must be >= 0', true],
    ['{"name":"Ann","age":3,"secret":1}', '#/additionalProperties must NOT have additional properties', true],
    ['[]', '#/type must be object', true],
  ])('that does not is explained by the schema, without quoting it: %j', (answer, flaw, readable) => {
    expect(read(answer)).toEqual({ flaw, readable });
  });

  it('is the same text for the same value, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        const [one, other] = [JSON.stringify(value), JSON.stringify(turned, null, 2)].map((answer) => read(answer, {}));
        expect(one).toEqual(other);
        expect(one && 'answer' in one && JSON.parse(one.answer)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
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
