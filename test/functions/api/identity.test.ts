/** Who may come in, and what of: at every door, by the real comparison of keys. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { byKey } from '../../../functions/api/authenticate.ts';
import { authorize } from '../../../functions/api/authorizer.ts';
import { gatewayPrincipal } from '../../../functions/api/gateway-principal.ts';
import { keyHolder, type Principal } from '../../../shared/domain/principal.ts';
import { requireRun } from '../../../shared/steps/require-run.ts';
import { goodKey, openApi } from '../../support/api.ts';
import { openPorts } from '../../support/ports.ts';
import { accept, question } from '../../support/samples.ts';

const chat = { model: 'default', messages: [{ role: 'user', content: 'Is it?' }] };
const listTools = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/GET/v1/experts';

/** The good key with another character at each place, of the same length each. */
const nearKeys = Array.from(goodKey, (character, at) => `${goodKey.slice(0, at)}${character === 'x' ? 'y' : 'x'}${goodKey.slice(at + 1)}`);

/** Every way in that needs a key: whether it opens to one. */
const doors: Readonly<Record<string, (key: string) => Promise<boolean>>> = {
  'the API': async (key) => (await send('POST', '/v1/consultations', key, question)) !== 401,
  'the events': async (key) => (await send('GET', '/v1/consultations/none/events', key)) !== 401,
  'the chat': async (key) => (await send('POST', '/v1/chat/completions', key, chat)) !== 401,
  'the tools for agents': async (key) => (await send('POST', '/mcp', key, listTools)) !== 401,
  'the gateway': async (key) => {
    const { principalId } = await authorize({ methodArn, headers: { authorization: `Bearer ${key}` } }, async () => goodKey);
    return gatewayPrincipal({ requestContext: { authorizer: { principalId } } }) !== undefined;
  },
};

async function send(method: string, path: string, key: string, body?: unknown): Promise<number> {
  const { ports, fetch } = openApi();
  // Nobody answers here: a request that is let in must not wait for a verdict.
  ports.workflow.start = async (id) => void (await ports.runs.cancel(id, '2026-03-01T10:00:05.000Z'));
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  return (await fetch(new Request(`http://127.0.0.1${path}`, init))).status;
}

describe.each(Object.keys(doors))('%s', (name) => {
  const door = doors[name] as (typeof doors)[string];

  it('opens to the key', async () => {
    expect(await door(goodKey)).toBe(true);
  });

  it('stays shut to every key that differs in one character, and to each beginning and continuation', async () => {
    const others = [...nearKeys, goodKey.slice(0, -1), `${goodKey}x`, goodKey.toUpperCase()];
    expect(nearKeys.every((key) => key.length === goodKey.length && key !== goodKey)).toBe(true);
    for (const key of others) expect(await door(key), key).toBe(false);
  });
});

describe('a key', () => {
  const token = fc.stringMatching(/^[A-Za-z0-9._~+/=-]{1,64}$/);
  test.prop([token, token])('lets in whoever sends exactly it', (given, expected) => {
    const principal = byKey(expected)(new Headers({ authorization: `Bearer ${given}` }), undefined);
    expect(principal).toEqual(given === expected ? keyHolder : undefined);
  });
});

describe('what the gateway says', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no authorizer', { requestContext: {} }],
    ['nobody', { requestContext: { authorizer: { principalId: 'nobody', tenant: 'default' } } }],
    ['another tenant', { requestContext: { authorizer: { principalId: 'caller', tenant: 'other' } } }],
  ])('of %s lets nobody in', (_, event) => {
    expect(gatewayPrincipal(event)).toBeUndefined();
  });

  it('of a caller is the caller, whatever else an authorizer of another version adds', () => {
    const authorizer = { principalId: 'caller', tenant: 'default', roles: 'caller', integrationLatency: 3 };
    expect(gatewayPrincipal({ requestContext: { authorizer, stage: 'dev' } })).toEqual(keyHolder);
  });
});

describe('a run of another tenant', () => {
  const stranger: Principal = { tenant: 'other', subject: 'stranger', roles: ['caller'] };

  it('is not found, like one that does not exist', async () => {
    const ports = openPorts();
    await accept(ports);
    await expect(requireRun(keyHolder, 'run-1', ports)).resolves.toMatchObject({ id: 'run-1' });
    await expect(requireRun(stranger, 'run-1', ports)).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringMatching(/^consultation run-1 does not exist/),
    });
    await expect(requireRun(stranger, 'run-2', ports)).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringMatching(/^consultation run-2 does not exist/),
    });
  });

  /** Every route of one run, with a body that it would take. */
  const routes: [string, string, unknown?][] = [
    ['GET', '/v1/consultations/run-1'],
    ['DELETE', '/v1/consultations/run-1'],
    ['DELETE', '/v1/consultations/run-1?purge=true'],
    ['GET', '/v1/consultations/run-1/events'],
    ['GET', '/v1/consultations/run-1/deliveries'],
    ['POST', '/v1/consultations/run-1/deliveries', { webhookId: 'msg_run-1_0' }],
    ['GET', '/v1/consultations/run-1/feedback'],
    ['POST', '/v1/consultations/run-1/feedback', { answer: 'yes' }],
    ['POST', '/v1/consultations/run-1/opinions', { expert: 'eve', answer: 'yes' }],
    ['GET', '/v1/reviews/run-1'],
    ['GET', '/v1/reviews/run-1/excerpts'],
  ];

  it('is tried at every route that names a run', async () => {
    const { paths } = (await openApi().send('GET', '/v1/openapi.json')).body as { readonly paths: Readonly<Record<string, object>> };
    const named = Object.entries(paths).flatMap(([path, methods]) =>
      path.includes('{id}') ? Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`) : [],
    );
    const tried = routes.map(([method, path]) => `${method} ${path.replace('run-1', '{id}').replace(/\?.*/, '')}`);
    expect(named.toSorted()).toEqual([...new Set(tried)].toSorted());
  });

  it.each<[string, string, unknown?]>(routes)('answers 404 to %s %s', async (method, path, body) => {
    const api = openApi({ authenticate: () => stranger });
    await accept(api.ports, { experts: ['ada', 'bob', 'eve'] });
    expect(await api.send(method, path, { body })).toMatchObject({ status: 404 });
    expect(await api.ports.runs.get('run-1')).toMatchObject({ status: 'open', answered: 0 });
  });

  it('is not listed, and one that is asked belongs to who asks', async () => {
    const api = openApi({ authenticate: () => stranger });
    await accept(api.ports);
    const asked = await api.send('POST', '/v1/consultations', { body: question });
    const { id } = asked.body as { id: string };
    expect(await api.ports.runs.get(id)).toMatchObject({ tenant: 'other' });
    const listed = await api.send('GET', '/v1/consultations');
    expect((listed.body as { consultations: { id: string }[] }).consultations.map((one) => one.id)).toEqual([id]);
  });

  it('is out of reach of every door: none reads a run by itself', () => {
    const folder = join(import.meta.dirname, '../../../functions/api');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const reading = /\bruns\.(?:get|state)\b|\bexisting(?:Run|State)\b/;
    const readers = files.filter((name) => reading.test(readFileSync(join(folder, name), 'utf8')));
    expect(files.length).toBeGreaterThan(30);
    expect(readers).toEqual([]);
  });
});
