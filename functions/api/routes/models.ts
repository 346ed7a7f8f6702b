/** /v1/models: circles and experts under the names that OpenAI's clients ask for. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { shownModel, shownModels } from '../../../shared/contract/chat.ts';
import { NotFound } from '../../../shared/errors.ts';
import { listModels } from '../chat/models.ts';
import type { ApiOptions } from '../options.ts';
import { json, openAiErrors } from './describe.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/v1/models',
  operationId: 'listModels',
  tags: ['OpenAI'],
  summary: 'List circles and experts as models',
  description: 'The names that a client of OpenAI can ask for.',
  responses: { 200: json(shownModels, 'Every circle as `circle/<name>`, every expert as `expert/<name>`.'), ...openAiErrors(401) },
});

const getRoute = createRoute({
  method: 'get',
  path: '/v1/models/{model}',
  operationId: 'getModel',
  tags: ['OpenAI'],
  summary: 'Get one model',
  description: 'Whether a circle or an expert of this name can be asked.',
  request: {
    params: z.object({ model: z.string().meta({ description: 'Its slash may be encoded or not.', examples: ['circle/default'] }) }),
  },
  responses: { 200: json(shownModel, 'The model.'), ...openAiErrors(401, 404) },
});

/** Registers the routes. */
export function registerModels(app: OpenAPIHono, { ports }: ApiOptions): void {
  // Circles and experts have no birthday: they are as old as this process's knowledge of them.
  const created = Math.floor(ports.clock.now().getTime() / 1000);
  const models = listModels(ports.knowledge, created);
  const find = (id: string) => {
    const found = models.find((model) => model.id === id);
    if (!found) throw new NotFound(`the model "${id}"`);
    return found;
  };
  app.openapi(listRoute, (context) => context.json(shownModels.parse({ object: 'list', data: models }), 200));
  app.openapi(getRoute, (context) => context.json(find(context.req.valid('param').model), 200));
  // A client that does not encode the slash asks for the same model.
  app.get('/v1/models/:kind/:name', (context) => context.json(find(`${context.req.param('kind')}/${context.req.param('name')}`), 200));
}
