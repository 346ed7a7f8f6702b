/** Agents: the circle as tools of the Model Context Protocol, seen by the official client. */
import { expect } from 'vitest';
import { protectedResource } from '../../../shared/contract/mcp.ts';
import { callForConsultation, callTool, connect, overHttp, revisions } from '../../support/mcp.ts';
import type { Answer } from '../circle-client.ts';
import { eventually } from '../eventually.ts';
import { newQuestion, type Stage, type Tell } from './context.ts';

const agent = ({ target }: Stage, options?: Parameters<typeof connect>[1]) => connect(overHttp(target.url, target.key), options);

/** Seconds that leave the answer of a tool time to get through every gateway. */
const waitSeconds = 20;

/** A call of a tool as it stands on the wire. */
function call({ circle }: Stage, headers: Readonly<Record<string, string>>, key?: string | null): Promise<Answer> {
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return circle.send('POST', '/mcp', {
    body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_circles', arguments: {}, _meta: envelope } },
    headers: {
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'list_circles',
      ...headers,
    },
    ...(key === undefined ? {} : { key }),
  });
}

/** Tests of the tools. */
export function tellAgents(tell: Tell): void {
  for (const [revision, options] of revisions) {
    tell(`gives an agent of the protocol ${revision} the verdict, under the id of the job API`, async (stage) => {
      const client = await agent(stage, options);
      const { tools } = await client.listTools();
      const asked = { question: newQuestion(), kind: 'short', circle: 'parisian', waitSeconds };
      const view = await callForConsultation(client, 'consult_circle', asked);
      const ended = await stage.circle.look(view.consultationId);
      expect(client.getNegotiatedProtocolVersion()).toBe(revision);
      expect(tools.map(({ name }) => name)).toContain('consult_circle');
      expect(view).toMatchObject({ status: 'decided', answer: 'Paris', agreement: 1, coverage: { asked: 2, answered: 2 } });
      expect(ended).toMatchObject({ question: asked.question, verdict: { answer: view.answer } });
      expect(view.text).toContain('<expert-text as="the answer">\nParis\n</expert-text>');
    });
  }

  tell('gives an agent a handle where the verdict takes longer, and the verdict later', async (stage) => {
    const client = await agent(stage);
    const question = newQuestion();
    const slow = await callForConsultation(client, 'consult_circle', {
      question,
      kind: 'short',
      experts: ['held'],
      quorum: 1,
      waitSeconds: 0,
    });
    expect(slow).toMatchObject({ status: 'open', pending: ['held'], next: expect.stringContaining(slow.consultationId) });
    stage.models.release(question);
    const ended = await eventually(async () => {
      const view = await callForConsultation(client, 'get_consultation', { consultationId: slow.consultationId, waitSeconds });
      return view.status === 'open' ? undefined : view;
    }, 60_000);
    expect(ended).toMatchObject({ consultationId: slow.consultationId, status: 'decided', answer: 'Paris' });
  });

  tell('tells an agent of each expert as it lands', async (stage) => {
    const question = newQuestion();
    const told: (string | undefined)[] = [];
    const asked = { question, experts: ['paris', 'held'], quorum: 2, waitSeconds };
    const consulting = callForConsultation(await agent(stage), 'consult_circle', asked, { onProgress: (said) => told.push(said) });
    await eventually(() => stage.models.calls(question, 'holds:Paris')[0], 60_000);
    stage.models.release(question);
    const { consultationId, status } = await consulting;
    expect(status).toBe('decided');
    expect(told[0]).toBe(`consultation ${consultationId}: 2 experts are asked`);
    expect(told.slice(1).map((said) => /\d of 2/.exec(said ?? '')?.[0])).toEqual(['1 of 2', '2 of 2']);
  });

  tell('shows an agent a consultation that was started at another door, and takes its feedback', async (stage) => {
    const client = await agent(stage);
    const id = await stage.circle.ask({ question: newQuestion(), kind: 'short', circle: 'never-learning' });
    await stage.circle.end(id);
    const view = await callForConsultation(client, 'get_consultation', { consultationId: id, waitSeconds: 0 });
    const judged = await callTool(client, 'record_feedback', { consultationId: id, answer: 'Paris' });
    expect(view).toMatchObject({ consultationId: id, answer: 'Paris', dissent: [{ expert: 'lyon', short: 'Lyon' }] });
    expect(judged).toMatchObject({ isError: false, structured: { feedback: { consultationId: id, answer: 'Paris' } } });
  });

  tell('tells an agent whom it may ask, as the job API does', async (stage) => {
    const client = await agent(stage);
    const experts = await callTool(client, 'list_experts', {});
    const circles = await callTool(client, 'list_circles', {});
    expect(experts.structured).toEqual(JSON.parse((await stage.circle.send('GET', '/v1/experts')).text));
    expect(circles.structured).toEqual(JSON.parse((await stage.circle.send('GET', '/v1/circles')).text));
  });

  tell('tells an agent what is wrong with a call, and that it would not help to repeat it', async (stage) => {
    const { isError, text } = await callTool(await agent(stage), 'consult_circle', { question: newQuestion(), circle: 'nowhere' });
    expect({ isError, text }).toEqual({ isError: true, text: expect.stringMatching(/^circle: .*"nowhere".*will not help/) });
  });

  tell('refuses an agent without a key and with a wrong one', async (stage) => {
    const answers = [await call(stage, {}, null), await call(stage, {}, 'wrong-key')];
    expect(answers.map(({ status }) => status)).toEqual([401, stage.target.refusedKeyStatus ?? 401]);
    await expect(connect(overHttp(stage.target.url, 'wrong-key'))).rejects.toThrow();
  });

  tell('tells an agent without a key where the metadata is', async (stage) => {
    const { headers } = await call(stage, {}, null);
    expect(headers.get('www-authenticate') ?? 'no challenge').toMatch(
      /^Bearer resource_metadata="https?:.*\/\.well-known\/oauth-protected-resource\/mcp"$/,
    );
  });

  tell('publishes the metadata of the protected resource without a key', async ({ circle }) => {
    for (const path of ['', '/mcp']) {
      const answer = await circle.send('GET', `/.well-known/oauth-protected-resource${path}`, { key: null });
      expect(answer, answer.text).toMatchObject({ status: 200 });
      expect(protectedResource.parse(JSON.parse(answer.text)).bearer_methods_supported).toEqual(['header']);
    }
  });

  tell('refuses a page of a foreign origin, and a header that contradicts the body', async (stage) => {
    const foreign = await call(stage, { origin: 'https://evil.example' });
    const contradiction = await call(stage, { 'mcp-name': 'consult_circle' });
    expect(foreign.status).toBe(403);
    expect(JSON.parse(foreign.text)).toMatchObject({ jsonrpc: '2.0', error: { data: { type: '/problems/forbidden' } } });
    expect(contradiction.status).toBe(400);
    expect(JSON.parse(contradiction.text)).toMatchObject({ error: { code: -32_020 } });
  });

  tell('has no session for an agent to follow or to end', async ({ circle }) => {
    for (const method of ['GET', 'DELETE']) expect(await circle.send(method, '/mcp')).toMatchObject({ status: 405 });
  });
}
