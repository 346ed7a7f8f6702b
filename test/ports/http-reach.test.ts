/** Whether a server of one's own is there, and has the model that it will be asked for. */
import { describe, expect, it } from 'vitest';
import { httpReach } from '../../shared/adapters/node/http-reach.ts';
import { type Answer, hang, json, serve } from '../providers/provider-server.ts';

const look = async (answer: Answer, model?: string) => {
  const { url } = await serve(answer);
  return httpReach.problemOf(`${url}/v1/models`, 500, model);
};
const openAiList = (...ids: string[]) =>
  json(JSON.stringify({ object: 'list', data: ids.map((id) => ({ id, object: 'model', owned_by: 'library' })) }));

describe('a server', () => {
  it.each([200, 204, 400, 401, 403])('is there when it answers %i', async (status) => {
    expect(await look((response) => response.writeHead(status).end())).toBeUndefined();
  });

  it.each([404, 405, 301, 308, 500, 503])('is not ready when it answers %i', async (status) => {
    expect(await look((response) => response.writeHead(status, { location: '/' }).end())).toMatch(
      new RegExp(`^127\\.0\\.0\\.1:\\d+ answers ${status === 301 || status === 308 ? '' : status}`),
    );
  });

  it('that does not serve below this path is asked about the path', async () => {
    expect(await look((response) => response.writeHead(404).end())).toContain('at /v1/models: is the path of the address right');
  });

  it('that hangs is named with the time that it had', async () => {
    expect(await look(hang)).toMatch(/does not answer \(within 500 ms\)/);
  });

  it('that is not there is named with what was found', async () => {
    expect(await httpReach.problemOf('http://127.0.0.1:9/v1/models', 500)).toMatch(/^127\.0\.0\.1:9 does not answer \(.+\)$/);
  });

  it.each(['http://ollama:S3cretPass@127.0.0.1:9/v1/models', 'http://S3cretPass@127.0.0.1:9/v1', 'http://a:S3cretPass@[/v1', 'S3cretPass'])(
    'is never shown with the password of its address: %s',
    async (url) => {
      const reason = await httpReach.problemOf(url, 500);
      expect(reason).toMatch(/does not answer/);
      expect(reason).not.toContain('S3cretPass');
    },
  );
});

describe('a model', () => {
  it.each<[string, Answer]>([
    ['llama3.2', openAiList('llama3.2:latest', 'qwen3:8b')],
    ['qwen3:8b', openAiList('llama3.2:latest', 'qwen3:8b')],
    ['Qwen3:8B', openAiList('qwen3:8b')],
    ['qwen3:8b', json('{"models":[{"name":"qwen3:8b"}]}')],
    ['anything', json('{"object":"list","data":[{"id":"/models/x.gguf","owned_by":"llamacpp"}]}')],
    ['anything', json('{"data":[]}')],
    ['anything', json('{"status":"ok"}')],
    ['anything', json('not JSON')],
    ['anything', json('', 200)],
    ['anything', json('{"data":{"a":1}}')],
    ['anything', json('no', 401)],
  ])('%s is there, as far as the server says', async (model, answer) => {
    expect(await look(answer, model)).toBeUndefined();
  });

  it('that the server does not have is named, with some that it has', async () => {
    expect(await look(openAiList('llama3.2:latest', 'qwen3:8b'), 'llama3.9')).toMatch(
      /^127\.0\.0\.1:\d+ has no model "llama3\.9"; it has "llama3\.2:latest", "qwen3:8b"$/,
    );
    expect(await look(openAiList('a', 'b', 'c', 'd', 'e', 'f', 'g'), 'h')).toMatch(/"e" and 2 more$/);
  });
});
