/** What a deployed circle knows of a repeat: the events of API Gateway say nothing of a client that has hung up. */
import { handle } from 'hono/aws-lambda';
import { beforeEach, expect, it } from 'vitest';
import { buildApp } from '../../../functions/api/app.ts';
import { behindGateway } from '../../../functions/api/behind-gateway.ts';
import { gatewayPrincipal } from '../../../functions/api/gateway-principal.ts';
import { keyHolder } from '../../../shared/domain/principal.ts';
import { openPorts, type TestPorts } from '../../support/ports.ts';

let ports: TestPorts;
let door: ReturnType<typeof handle>;
beforeEach(() => {
  ports = openPorts();
  const app = buildApp({ ports, maxWaitSeconds: 25, authenticate: (_, event) => gatewayPrincipal(event), readiness: async () => ({}) });
  door = handle(
    behindGateway(async () => app),
    { isContentTypeBinary: () => false },
  );
});

interface Told {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts through an event of the REST API, as the authorizer has let it in. */
async function post(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Told> {
  const event = {
    version: '1.0',
    resource: path,
    path,
    httpMethod: 'POST',
    headers: { host: 'api.example', 'content-type': 'application/json', ...headers },
    queryStringParameters: {},
    body: JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      domainName: 'api.example',
      path: `/prod${path}`,
      resourcePath: path,
      authorizer: { principalId: keyHolder.subject, tenant: keyHolder.tenant },
    },
  };
  return (await door(event as never)) as unknown as Told;
}

const asked = () => ports.workflow.started.length;
const chat = { model: 'circle/strict', messages: [{ role: 'user', content: 'Is 7 prime?' }] };

it('a chat that was not answered in time is told to ask again, and joins whatever its client says', async () => {
  const first = await post('/v1/chat/completions', chat);
  expect(first).toMatchObject({ statusCode: 503, headers: { 'x-should-retry': 'true' } });
  const again = await post('/v1/chat/completions', chat);
  expect(again.headers).toMatchObject({ 'x-consultation-joined': 'true', 'x-consultation-id': first.headers['x-consultation-id'] });
  expect(asked()).toBe(1);
});

it.each([
  ['says that it repeats', { 'x-stainless-retry-count': '1' }, 1],
  ['says nothing, and was given the id', {}, 2],
])('a question whose client %s is asked so often', async (_, headers, questions) => {
  const question = { question: 'Is 7 prime?', circle: 'strict' };
  const first = await post('/v1/consultations', question);
  expect(first.statusCode).toBe(202);
  const again = await post('/v1/consultations', question, headers);
  expect(JSON.parse(again.body).joined).toBe(questions === 1 ? true : undefined);
  expect(asked()).toBe(questions);
});

it('an agent that asks the same again joins, unless it says otherwise', async () => {
  const consult = (more: object = {}) => {
    const params = { name: 'consult_circle', arguments: { question: 'Is 7 prime?', circle: 'strict', waitSeconds: 0, ...more } };
    return post('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params }, { accept: 'application/json, text/event-stream' });
  };
  await consult();
  expect((await consult()).body).toContain('joined');
  expect(asked()).toBe(1);
  await consult({ repeats: 'new' });
  expect(asked()).toBe(2);
});

it('what is to end with a hang-up is refused by name, since nobody sees one', async () => {
  const { statusCode, body } = await post('/v1/consultations', { question: 'Is 7 prime?', onDisconnect: 'cancel' });
  expect(statusCode).toBe(400);
  expect(JSON.parse(body)).toMatchObject({
    errors: [{ field: 'onDisconnect', message: expect.stringContaining('DELETE /v1/consultations') }],
  });
  expect(asked()).toBe(0);
  expect((await post('/v1/consultations', { question: 'Is 7 prime?', onDisconnect: 'keep' })).statusCode).toBe(202);
});
