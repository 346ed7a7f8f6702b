/** Requests that Node's server refuses before the application sees them, byte by byte. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuseInWords } from '../../infra/local/refuse-at-socket.ts';
import { openAiError } from '../../shared/contract/chat.ts';
import { problem } from '../../shared/contract/problem.ts';

let server: Server;

beforeAll(async () => {
  server = createServer((_, response) => response.end('reached'));
  refuseInWords(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

async function answerTo(request: string): Promise<{ head: string; body: string }> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined).write(request);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { head, body: body.replace(/^[0-9a-f]+\r\n/, '').replace(/\r\n0$/, '') };
}

describe('a request', () => {
  it.each([
    ['with headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['that is none', 'GARBAGE\r\n\r\n', 400, 'invalid-input'],
    ['with an expectation that nobody meets', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\n\r\n', 417, 'expectation-failed'],
  ])('%s is refused in words', async (_, request, status, type) => {
    const { head, body } = await answerTo(request);
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(problem.parse(JSON.parse(body))).toMatchObject({ status, type: `/problems/${type}`, retryable: false });
  });

  it('for the chat is refused in words of OpenAI', async () => {
    const { body } = await answerTo('POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\nContent-Length: 0\r\n\r\n');
    expect(openAiError.parse(JSON.parse(body)).error.message).toContain('100-continue');
  });

  it('that is sound is answered as ever', async () => {
    expect((await answerTo('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).body).toContain('reached');
  });
});
