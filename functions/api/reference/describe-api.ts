/** The application as an OpenAPI 3.1 document: from the very route definitions that validate its requests. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { withoutUndefined } from '../../../shared/domain/without-undefined.ts';
import type { ApiDocument, ApiResponse, Content, JsonSchema, Operation, Parameter } from './document.ts';
import { openPartNamer, type PartNamer } from './named-parts.ts';
import { openSchemaBook } from './schemas.ts';

type Definition = OpenAPIHono['openAPIRegistry']['definitions'][number];
type Route = Extract<Definition, { type: 'route' }>['route'];

/** The parts of the API in the order in which a reader meets them. A route names one of them as its tag. */
export const tags = [
  { name: 'Consultations', description: 'Ask a circle, follow what happens, and read the verdict.' },
  { name: 'Reviews', description: 'Have files or a change reviewed by rules and models.' },
  { name: 'Experts and circles', description: 'The experts, their health, and their learnt reliability.' },
  { name: 'OpenAI', description: "Circles and experts as models for clients of OpenAI's API; errors have its shape here." },
  // A tag of its own: generators make a client of each, and a request to somebody else is part of none.
  { name: 'Webhooks', description: 'What is sent to the receivers of webhooks.' },
  { name: 'Service', description: 'The state of the server, and this description. No key is needed.' },
] as const;

const introduction = `One question to a circle of AI experts, one verdict with its evidence.

Send the key as \`Authorization: Bearer <key>\`. Errors are problem documents (RFC 9457, \`application/problem+json\`) with a stable \`type\`;
\`retryable\` says whether the same request may succeed later. Every \`GET\` also answers \`HEAD\`; a path answers \`OPTIONS\` with the methods it offers.
Fields that are not described are refused. An empty list or map in an optional field counts as left out, unless the field says what it means.`;

const partsInPlace: PartNamer = { place: (schema) => schema, with: (named) => named };

/** Writes a schema as it comes in or goes out, its parts by reference; `name` is what it is called, where it needs a name and has none. */
type WriteSchema = (schema: unknown, io: 'input' | 'output', name: string) => JsonSchema;

/**
 * Describes every route that was registered with a description: to programs, which want a name for each part and one type for each
 * answer, or to people, who want the parts where they stand. Throws if a name stands for two different schemas.
 */
export function describeApi(app: OpenAPIHono, reader: 'program' | 'person' = 'program'): ApiDocument {
  const book = openSchemaBook();
  const parts = reader === 'program' ? openPartNamer() : partsInPlace;
  const write: WriteSchema = (schema, io, name) => parts.place(book.write(schema, io), name);
  const paths: Record<string, Record<string, Operation>> = {};
  const webhooks: Record<string, Record<string, Operation>> = {};
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route' && definition.type !== 'webhook') continue;
    const { type } = definition;
    const route: Route = type === 'route' ? definition.route : definition.webhook;
    const place = type === 'route' ? paths : webhooks;
    place[route.path] = { ...place[route.path], [route.method]: describeRoute(route, write, reader) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Circle of Experts',
      version: '1',
      description: introduction,
      contact: { name: 'Circle of Experts' },
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    // Relative to this document at `v1/openapi.json`: true behind a stage of API Gateway, too.
    servers: [{ url: '..', description: 'The server that this description comes from.' }],
    security: bearer,
    tags,
    paths,
    webhooks,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'Embedded mode prints its key at the first start; in the cloud it is a secret.',
        },
      },
      schemas: parts.with(book.components),
    },
  };
}

type Reader = Parameters<typeof describeApi>[1];

function describeRoute(route: Route, write: WriteSchema, reader: Reader): Operation {
  const { operationId = '', summary, description, tags: own, request, responses } = route;
  const name = operationId.charAt(0).toUpperCase() + operationId.slice(1);
  const parameters = [
    ...parametersOf('path', request?.params, name, write),
    ...parametersOf('query', request?.query, name, write),
    ...parametersOf('header', request?.headers, name, write),
  ];
  return {
    ...withoutUndefined({
      operationId: route.operationId,
      summary,
      description,
      tags: own,
      parameters: parameters.length > 0 ? parameters : undefined,
      requestBody: request?.body && requestBodyOf(request.body, (schema) => write(schema, 'input', `${name}Request`)),
    }),
    security: securityOf(route),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [
        status,
        responseOf(response, (schema) => write(schema, 'output', `${name}Answer`), reader),
      ]),
    ),
  };
}

const bearer: ApiDocument['security'] = [{ bearer: [] }];

/** A key, unless the route says that anybody may call it. */
function securityOf({ security }: Route): ApiDocument['security'] {
  return (security as ApiDocument['security'] | undefined) ?? bearer;
}

type WriteBody = (schema: unknown) => JsonSchema;

function requestBodyOf({ required = false, content }: { readonly required?: boolean; readonly content: object }, write: WriteBody) {
  return { required, content: contentOf(content, write) };
}

function parametersOf(place: Parameter['in'], fields: unknown, operation: string, write: WriteSchema): Parameter[] {
  if (!(fields instanceof z.ZodObject)) return [];
  return Object.entries(fields.shape as Record<string, z.ZodType>).map(([name, field]) => {
    const { description, ...schema } = write(field, 'input', `${operation}${name}`);
    return {
      name,
      in: place,
      required: place === 'path' || !field.safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema,
    };
  });
}

type RouteResponse = Route['responses'][string];

function responseOf(response: RouteResponse, write: WriteBody, reader: Reader): ApiResponse {
  if ('$ref' in response) throw new Error('answers of a route are described in place, not by reference');
  const { description, headers, content, links } = response;
  return {
    description: description ?? '',
    ...(headers ? { headers: headers as ApiResponse['headers'] & {} } : {}),
    ...(content && bodiesOf(contentOf(content, write), reader)),
    ...(links ? { links } : {}),
  };
}

/** An answer of two media types has no one type for a generator: where it is JSON or events, the events stand beside it. */
function bodiesOf(content: Content, reader: Reader): Pick<ApiResponse, 'content' | 'x-text-event-stream'> {
  const { 'text/event-stream': events, ...whole } = content;
  if (reader === 'person' || events === undefined || Object.keys(whole).length === 0) return { content };
  return { content: whole, 'x-text-event-stream': events };
}

function contentOf(content: object, write: WriteBody): Content {
  const bodies = Object.entries(content as Record<string, { schema?: unknown; example?: unknown }>);
  return Object.fromEntries(
    bodies.map(([media, { schema, example }]) => [
      media,
      { ...(schema === undefined ? {} : { schema: write(schema) }), ...(example === undefined ? {} : { example }) },
    ]),
  );
}
