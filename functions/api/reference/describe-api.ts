/** The application as an OpenAPI 3.1 document: from the very route definitions that validate its requests. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { withoutUndefined } from '../../../shared/domain/without-undefined.ts';
import type { ApiDocument, ApiResponse, Content, Operation, Parameter } from './document.ts';
import { openSchemaBook, type SchemaBook } from './schemas.ts';

type Definition = OpenAPIHono['openAPIRegistry']['definitions'][number];
type Route = Extract<Definition, { type: 'route' }>['route'];

/** The parts of the API in the order in which a reader meets them. A route names one of them as its tag. */
export const tags = [
  { name: 'Consultations', description: 'Ask a circle, follow what happens, and read the verdict.' },
  { name: 'Experts and circles', description: 'The experts, their health, and their learnt reliability.' },
  { name: 'OpenAI', description: "Circles and experts as models for clients of OpenAI's API; errors have its shape here." },
  { name: 'Service', description: 'The state of the server, and this description. No key is needed.' },
] as const;

const introduction = `One question to a circle of AI experts, one verdict with its evidence.

Send the key as \`Authorization: Bearer <key>\`. Errors are problem documents (RFC 9457, \`application/problem+json\`) with a stable \`type\`;
\`retryable\` says whether the same request may succeed later. Every \`GET\` also answers \`HEAD\`; a path answers \`OPTIONS\` with the methods it offers.
Fields that are not described are refused.`;

/** Describes every route that was registered with a description. Throws if a name stands for two different schemas. */
export function describeApi(app: OpenAPIHono): ApiDocument {
  const book = openSchemaBook();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue;
    const { path, method } = definition.route;
    paths[path] = { ...paths[path], [method]: describeRoute(definition.route, book) };
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
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'Embedded mode prints its key at the first start; in the cloud it is a secret.',
        },
      },
      schemas: Object.fromEntries(Object.entries(book.components).toSorted(([one], [other]) => (one < other ? -1 : 1))),
    },
  };
}

function describeRoute(route: Route, book: SchemaBook): Operation {
  const { operationId, summary, description, tags: own, request, responses } = route;
  const parameters = [
    ...parametersOf('path', request?.params, book),
    ...parametersOf('query', request?.query, book),
    ...parametersOf('header', request?.headers, book),
  ];
  return {
    ...withoutUndefined({
      operationId,
      summary,
      description,
      tags: own,
      parameters: parameters.length > 0 ? parameters : undefined,
      requestBody: request?.body && requestBodyOf(request.body, book),
    }),
    security: securityOf(route),
    responses: Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, responseOf(response, book)])),
  };
}

const bearer: ApiDocument['security'] = [{ bearer: [] }];

/** A key, unless the route says that anybody may call it. */
function securityOf({ security }: Route): ApiDocument['security'] {
  return (security as ApiDocument['security'] | undefined) ?? bearer;
}

function requestBodyOf({ required = false, content }: { readonly required?: boolean; readonly content: object }, book: SchemaBook) {
  return { required, content: contentOf(content, 'input', book) };
}

function parametersOf(place: Parameter['in'], fields: unknown, book: SchemaBook): Parameter[] {
  if (!(fields instanceof z.ZodObject)) return [];
  return Object.entries(fields.shape as Record<string, z.ZodType>).map(([name, field]) => {
    const { description, ...schema } = book.write(field, 'input');
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

function responseOf(response: RouteResponse, book: SchemaBook): ApiResponse {
  if ('$ref' in response) throw new Error('answers of a route are described in place, not by reference');
  const { description, headers, content, links } = response;
  return {
    description: description ?? '',
    ...(headers ? { headers: headers as ApiResponse['headers'] & {} } : {}),
    ...(content ? { content: contentOf(content, 'output', book) } : {}),
    ...(links ? { links } : {}),
  };
}

function contentOf(content: object, io: 'input' | 'output', book: SchemaBook): Content {
  const bodies = Object.entries(content as Record<string, { schema?: unknown; example?: unknown }>);
  return Object.fromEntries(
    bodies.map(([media, { schema, example }]) => [
      media,
      { ...(schema === undefined ? {} : { schema: book.write(schema, io) }), ...(example === undefined ? {} : { example }) },
    ]),
  );
}
