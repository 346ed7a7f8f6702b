/** `circle mcp` with the official client: the same tools, over the process's input and output. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, type ClientOptions } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serverVersion } from '../../shared/mcp/server.ts';
import { publishVerdict } from '../../shared/steps/finish-run.ts';
import { goodKey, openApi, type TestApi } from '../support/api.ts';
import { type Served, serveApi } from '../support/circle-command.ts';
import { callForConsultation, callTool, connect, revisions } from '../support/mcp.ts';
import { answered } from '../support/samples.ts';

const command = join(import.meta.dirname, '../../functions/cli/circle.ts');
let api: TestApi;
let served: Served;
let clients: Client[] = [];

beforeAll(async () => {
  api = openApi();
  served = await serveApi(api);
});
afterEach(async () => {
  for (const client of clients) await client.close();
  clients = [];
});
afterAll(() => served.close());

/** What happens once the agent has been told of what came before: progress that came with the result would never get this far. */
async function goOn(said: string): Promise<void> {
  const { consensus } = api.ports;
  const [, id = '', news] = /^consultation (\S+): (.*)$/.exec(said) ?? [];
  if (news === '2 experts are asked') await api.ports.opinions.record(id, answered('ada', 'yes'));
  if (news === 'ada answered (1 of 2)') await api.ports.opinions.record(id, answered('bob', 'yes'));
  if (news !== 'bob answered (2 of 2)') return;
  await api.ports.runs.close(id, () => 'all');
  await publishVerdict(id, await consensus.weigh(id), api.ports);
}

/** Starts the command as a desktop agent does: in a folder of its own, with few variables. */
async function start(environment: Readonly<Record<string, string>>, options?: ClientOptions): Promise<Client> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [command, 'mcp'],
    cwd: mkdtempSync(join(tmpdir(), 'circle-mcp-')),
    env: { ...environment },
  });
  const client = await connect(transport, options);
  clients.push(client);
  return client;
}

describe.each(revisions)('a desktop agent of the revision %s', (revision, options) => {
  it('consults a circle, told of each expert, and finds the same consultation in the API', async () => {
    const client = await start({ CIRCLE_URL: served.url, CIRCLE_API_KEY: goodKey }, options);
    const { tools } = await client.listTools();
    const asked = { question: 'Is 7 prime?', options: ['yes', 'no'], circle: 'strict', repeats: 'new' };
    const view = await callForConsultation(client, 'consult_circle', asked, { onProgress: (said = '') => void goOn(said) });
    const later = await callForConsultation(client, 'get_consultation', { consultationId: view.consultationId });
    const judged = await callTool(client, 'record_feedback', { consultationId: view.consultationId, right: true });

    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    expect(client.getServerVersion()).toMatchObject({ name: 'circle-of-experts', version: serverVersion });
    expect(tools).toHaveLength(12);
    expect(view).toMatchObject({
      status: 'decided',
      answer: 'yes',
      links: { self: `${served.url}/v1/consultations/${view.consultationId}` },
    });
    expect(later).toEqual(view);
    expect(judged.isError).toBe(false);
    expect(await api.ports.feedback.read(view.consultationId)).toMatchObject({ right: true });
  });
});

describe('a tool of the command', () => {
  it('says what to do where there is no key', async () => {
    const { isError, text } = await callTool(await start({ CIRCLE_URL: served.url }), 'list_circles', {});
    expect({ isError, text }).toEqual({ isError: true, text: expect.stringMatching(/^no key: set CIRCLE_API_KEY.*will not help\.$/) });
  });

  it('says what to do where no circle answers', async () => {
    const client = await start({ CIRCLE_URL: 'http://127.0.0.1:9', CIRCLE_API_KEY: goodKey });
    const { isError, text } = await callTool(client, 'list_circles', {});
    expect({ isError, text }).toEqual({ isError: true, text: 'no circle answers at http://127.0.0.1:9. The same call may succeed later.' });
  });

  it('passes on that a key is wrong, without printing it', async () => {
    const { isError, text } = await callTool(await start({ CIRCLE_URL: served.url, CIRCLE_API_KEY: 'wrong-key' }), 'list_circles', {});
    expect({ isError, text }).toEqual({ isError: true, text: expect.stringMatching(/^this key is not known\./) });
    expect(text).not.toContain('wrong-key');
  });
});
