/**
 * The description as OpenAPI 3.0, for tools that read nothing newer. What only 3.1 can say is said in the words of 3.0, or left out where those
 * have none: webhooks, and what a text holds. Our own, and no library: ours writes few forms, and a test holds that each is known here.
 */
import { withoutUndefined } from '../../../shared/domain/without-undefined.ts';
import type { ApiDocument, ApiResponse, Content, JsonSchema, Operation } from './document.ts';

/** The version that the result says it is of. */
const version = '3.0.3';
/** Licences have no identifiers there. */
const license = { name: 'Apache License 2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' };

type Components = ApiDocument['components']['schemas'];

/** The document in the older form. */
export function inOlderForm(newer: ApiDocument): ApiDocument {
  const { webhooks: _, ...document } = newer;
  const { schemas } = document.components;
  const write = (schema: JsonSchema) => schemaIn(schema, schemas);
  return {
    ...document,
    openapi: version,
    info: { ...document.info, license },
    // Of webhooks nothing is left that it could stand for.
    tags: document.tags.filter(({ name }) => name !== 'Webhooks'),
    paths: mapped(document.paths, (methods) => mapped(methods, (operation) => operationIn(operation, write))),
    components: { ...document.components, schemas: mapped(schemas, write) },
  };
}

type Write = (schema: JsonSchema) => JsonSchema;

function operationIn(operation: Operation, write: Write): Operation {
  const { parameters, requestBody, responses } = operation;
  return {
    ...operation,
    ...withoutUndefined({
      parameters: parameters?.map((parameter) => ({ ...parameter, schema: write(parameter.schema) })),
      requestBody: requestBody && { ...requestBody, content: contentIn(requestBody.content, write) },
    }),
    responses: mapped(responses, (response) => responseIn(response, write)),
  };
}

function responseIn(response: ApiResponse, write: Write): ApiResponse {
  const { headers, content, 'x-text-event-stream': events } = response;
  return {
    ...response,
    ...withoutUndefined({
      headers: headers && mapped(headers, (header) => ({ ...header, schema: write(header.schema) })),
      content: content && contentIn(content, write),
      'x-text-event-stream': events && bodyIn(events, write),
    }),
  };
}

function contentIn(content: Content, write: Write): Content {
  return mapped(content, (body) => bodyIn(body, write));
}

function bodyIn(body: Content[string], write: Write): Content[string] {
  return { ...body, ...withoutUndefined({ schema: body.schema && write(body.schema) }) };
}

/** A schema in the words of 3.0. */
function schemaIn(schema: JsonSchema, components: Components): JsonSchema {
  const write = (part: JsonSchema) => schemaIn(part, components);
  const { properties, items, additionalProperties, anyOf, oneOf, ...rest } = withoutNewWords(schema);
  const written = {
    ...rest,
    ...withoutUndefined({
      properties: properties && mapped(properties, write),
      items: items && write(items),
      additionalProperties: typeof additionalProperties === 'object' ? write(additionalProperties) : additionalProperties,
      oneOf: oneOf?.map(write),
    }),
  };
  return anyOf === undefined ? alone(written) : choice(written, anyOf, write, components);
}

/** What 3.0 says in another way, within one schema. */
function withoutNewWords(schema: JsonSchema): JsonSchema {
  const { type, const: value, exclusiveMinimum, examples, ...others } = schema;
  const { propertyNames: _, contentMediaType: _media, contentSchema: _content, ...rest } = others;
  const [only, ...more] = [type ?? []].flat().filter((one) => one !== 'null');
  if (more.length > 0) throw new Error(`OpenAPI 3.0 has no schema of the types ${[type].flat().join(', ')}`);
  return {
    ...rest,
    ...withoutUndefined({ type: only, nullable: Array.isArray(type) && type.includes('null') ? true : undefined }),
    ...(value !== undefined && { enum: [value] }),
    ...(Array.isArray(examples) && { example: examples[0] }),
    ...(exclusiveMinimum !== undefined && { minimum: exclusiveMinimum, exclusiveMinimum: true }),
  };
}

/** Beside a reference 3.0 reads nothing. */
function alone({ $ref, ...beside }: JsonSchema): JsonSchema {
  if ($ref === undefined) return beside;
  return Object.keys(beside).length === 0 ? { $ref } : { allOf: [{ $ref }], ...beside };
}

/** Null is no branch of a choice there, but said beside it: with a type, which a reference takes from what it leads to. */
function choice(rest: JsonSchema, branches: readonly JsonSchema[], write: Write, components: Components): JsonSchema {
  const others = branches.filter(({ type }) => type !== 'null');
  const [only] = others;
  if (others.length === branches.length) return { ...rest, anyOf: branches.map(write) };
  if (only === undefined || others.length > 1) throw new Error('OpenAPI 3.0 has no choice of several things or null');
  if (only.$ref === undefined) return { ...write(only), ...rest, nullable: true };
  const { type } = components[only.$ref.split('/').at(-1) ?? ''] ?? {};
  return { ...rest, ...withoutUndefined({ type: [type].flat()[0] }), nullable: true, allOf: [{ $ref: only.$ref }] };
}

function mapped<Value, Result>(record: Readonly<Record<string, Value>>, change: (value: Value) => Result): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
