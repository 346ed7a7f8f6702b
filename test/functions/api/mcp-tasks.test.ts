/** /mcp for clients that know the Tasks extension: a consultation that outlasts its call is a task of the same id. */
import type { Client } from '@modelcontextprotocol/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AgentTask, agentTask, consultationForAgent, tasksExtension } from '../../../shared/contract/mcp.ts';
import { publishVerdict } from '../../../shared/steps/finish-run.ts';
import { goodKey, openApi, type TestApi } from '../../support/api.ts';
import { callForConsultation, connect, overHttp } from '../../support/mcp.ts';
import { runOf } from '../../support/ports.ts';
import { answered } from '../../support/samples.ts';

let api: TestApi;
beforeEach(() => {
  api = openApi();
});

const modern = { mode: { pin: '2026-07-28' } };
const open = (capabilities: object) => {
  const transport = overHttp('http://127.0.0.1:7330', goodKey, async (...request) => api.fetch(new Request(...request)));
  return connect(transport, { versionNegotiation: modern, capabilities });
};
const withTasks = () => open({ extensions: { [tasksExtension]: {} } });

const call = z.object({ result: z.looseObject({ resultType: z.string() }) });
const created = z.looseObject({ resultType: z.literal('task'), ...agentTask.shape });
const seen = z.looseObject({ ...agentTask.shape, result: z.looseObject({ structuredContent: consultationForAgent }).optional() });

/** Calls the tool and reads the answer as it stands on the wire: the client of this version does not know tasks itself. */
async function consult(extensions: object): Promise<Record<string, unknown>> {
  const response = await api.fetch(
    new Request('http://127.0.0.1:7330/mcp', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${goodKey}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'consult_circle',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: {
          name: 'consult_circle',
          arguments: { question: 'May it take its time?', circle: 'strict', waitSeconds: 0 },
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
            'io.modelcontextprotocol/clientCapabilities': { extensions },
          },
        },
      }),
    }),
  );
  return call.parse(await response.json()).result;
}

const createTask = async (): Promise<AgentTask & Record<string, unknown>> => created.parse(await consult({ [tasksExtension]: {} }));
const request = (client: Client, method: string, taskId: string) =>
  client.request({ method, params: { taskId, ...(method === 'tasks/update' ? { inputResponses: {} } : {}) } }, z.looseObject({}));
const look = async (client: Client, taskId: string) => seen.parse(await request(client, 'tasks/get', taskId));

async function decide(id: string): Promise<void> {
  const { consensus } = api.ports;
  await api.ports.opinions.record(id, answered('ada', 'yes'));
  await api.ports.opinions.record(id, answered('bob', 'yes'));
  await api.ports.runs.close(id, () => 'all');
  await publishVerdict(id, await consensus.weigh(id), api.ports);
}

describe('a client that knows tasks', () => {
  it('finds that the server knows them', async () => {
    expect((await withTasks()).getServerCapabilities()?.extensions).toEqual({ [tasksExtension]: {} });
  });

  it('gets a task where the verdict takes longer, which is the consultation', async () => {
    const task = await createTask();
    expect(task).toMatchObject({ status: 'working', statusMessage: '0 of 2 experts are in', ttlMs: null, pollIntervalMs: 1000 });
    expect(await runOf(api.ports, task.taskId)).toMatchObject({ question: 'May it take its time?', status: 'open' });
  });

  it('sees the task at work, and then completed with what the call would have given', async () => {
    const client = await withTasks();
    const { taskId } = await createTask();
    await api.ports.opinions.record(taskId, answered('ada', 'yes'));
    const working = await look(client, taskId);
    await decide(taskId);
    const completed = await look(client, taskId);
    const { text: _, ...fetched } = await callForConsultation(client, 'get_consultation', { consultationId: taskId });

    expect(working).toMatchObject({ status: 'working', statusMessage: '1 of 2 experts are in' });
    expect(working.result).toBeUndefined();
    expect(completed).toMatchObject({ taskId, status: 'completed', result: { resultType: 'complete' } });
    expect(completed.result?.structuredContent).toEqual(fetched);
  });

  it('cancels the task, and with it the consultation', async () => {
    const client = await withTasks();
    const { taskId } = await createTask();
    await request(client, 'tasks/cancel', taskId);
    expect(await look(client, taskId)).toMatchObject({ status: 'cancelled' });
    expect(await runOf(api.ports, taskId)).toMatchObject({ status: 'cancelled' });
  });

  it('may cancel a task that has ended, which changes nothing', async () => {
    const client = await withTasks();
    const { taskId } = await createTask();
    await decide(taskId);
    await request(client, 'tasks/cancel', taskId);
    expect(await look(client, taskId)).toMatchObject({ status: 'completed' });
  });

  it('sees a consultation that has failed as a completed task whose result is an error', async () => {
    const client = await withTasks();
    const { taskId } = await createTask();
    await api.ports.runs.fail(taskId, { type: 'WeighFailed', message: 'the core is gone' }, '2026-03-01T10:00:03.000Z');
    expect(await look(client, taskId)).toMatchObject({
      status: 'completed',
      result: { isError: true, structuredContent: { status: 'failed', failure: { type: 'WeighFailed' } } },
    });
  });

  it('has nothing to update', async () => {
    const { taskId } = await createTask();
    expect(await request(await withTasks(), 'tasks/update', taskId)).not.toHaveProperty('status');
  });

  it.each(['tasks/get', 'tasks/update', 'tasks/cancel'])('is refused a task that does not exist by %s', async (method) => {
    const client = await withTasks();
    await expect(request(client, method, 'nobody')).rejects.toMatchObject({ code: -32_602, message: expect.stringContaining('nobody') });
    await expect(request(client, method, '../x')).rejects.toMatchObject({ code: -32_602 });
  });
});

describe('a client that does not know tasks', () => {
  it('is never given one', async () => {
    expect(await consult({})).toMatchObject({ resultType: 'complete', structuredContent: { status: 'open' } });
    expect(await consult({ 'example.com/other': {} })).not.toHaveProperty('taskId');
  });

  it('is told what it would have to declare', async () => {
    const { taskId } = await createTask();
    await expect(request(await open({}), 'tasks/get', taskId)).rejects.toMatchObject({
      code: -32_021,
      data: { requiredCapabilities: { extensions: { [tasksExtension]: {} } } },
    });
  });
});
