/** Proxies that let nobody through: each is told by what it answered, and asked once. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openOutgoing } from '../../shared/network/outgoing.ts';
import { refusalInWords, refusalOfProxy } from '../../shared/network/through-proxy.ts';
import { failureOfConnection } from '../../shared/providers/failure.ts';

/** Starts a proxy that does one thing with whatever comes, and counts the connections. */
async function startProxy(meet: (socket: Socket, asked: string) => void) {
  const seen: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      seen.push(bytes.toString());
      meet(socket, bytes.toString());
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as { readonly port: number };
  return { seen, address: `127.0.0.1:${port}` };
}

const answers = (status: string) => (socket: Socket) => socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`);
const hangsUp = (socket: Socket) => void socket.destroy();

/** What comes of a request behind such a proxy. */
async function thrownBehind(proxy: string, url: string): Promise<unknown> {
  const { dispatcher } = openOutgoing({ ALL_PROXY: proxy });
  const way = { dispatcher } as unknown as RequestInit;
  return fetch(url, way).then(
    () => undefined,
    (error: unknown) => error,
  );
}

it.each([
  [
    'answers 407 to a tunnel',
    answers('407 Proxy Authentication Required'),
    'https://api.example',
    'the proxy answered 407: it wants a user',
  ],
  [
    'answers 407 to plain HTTP',
    answers('407 Proxy Authentication Required'),
    'http://api.example',
    'the proxy answered 407: it wants a user',
  ],
  ['answers 502 to a tunnel', answers('502 Bad Gateway'), 'https://api.example', 'the proxy answered 502'],
  ['answers 403 to a tunnel', answers('403 Forbidden'), 'https://api.example', 'the proxy answered 403'],
  ['hangs up instead of a tunnel', hangsUp, 'https://api.example', 'the proxy hung up'],
])('a proxy that %s is named, and asked once', async (_, meet, url, words) => {
  const { seen, address } = await startProxy(meet);
  const thrown = await thrownBehind(address, url);
  const refused = refusalOfProxy(thrown);
  expect(refused && refusalInWords(refused)).toContain(words);
  expect(failureOfConnection(thrown, 'openai', `${url} through the proxy ${address}`)).toMatchObject({
    type: 'unreachable',
    message: expect.stringContaining(`${address}: ${words}`),
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(seen).toHaveLength(1);
});

it.each([
  ['us%20er:p%40ss%3Aw', 'us er:p@ss:w'],
  ['token', 'token:'],
  ['user:50%', 'user:50%'],
  ['user:p%C3%A4ss', 'user:päss'],
  ['us@er:p@ss%word:x', 'us@er:p@ss%word:x'],
  ['user:%zz%41', 'user:%zzA'],
])('a proxy is shown the credentials %s as they are meant', async (written, meant) => {
  const { seen, address } = await startProxy(answers('403 Forbidden'));
  await thrownBehind(`http://${written}@${address}`, 'https://api.example');
  expect(seen[0]).toMatch(/^CONNECT api\.example:443 /);
  expect(seen[0]).toContain(`Basic ${Buffer.from(meant).toString('base64')}`);
});

it('a connection that broke behind a proxy is no refusal', () => {
  const broken = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
  expect(refusalOfProxy(new TypeError('fetch failed', { cause: broken }))).toBeUndefined();
});
