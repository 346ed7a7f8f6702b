/** A scripted model server on loopback, in a process of its own: it answers after the delay that the model's name states. */
import { createServer } from 'node:http';

/** Milliseconds of a model named `delay-25`. */
function delayOf(model: string): number {
  return Number(/^delay-(\d+)$/.exec(model)?.[1] ?? 0);
}

const server = createServer((request, response) => {
  // The expert probe looks whether a server is there.
  if (request.method === 'GET') return response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}');
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    const { model } = JSON.parse(body) as { model: string };
    // The moment of the answer is part of it, so that its way to a reader can be measured.
    const answer = () =>
      JSON.stringify({
        id: 'scripted',
        object: 'chat.completion',
        created: 0,
        model,
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: `It is the seat of the government.\nAnswered at ${performance.timeOrigin + performance.now()}.\nAnswer: Paris`,
            },
            finish_reason: 'stop',
          },
        ],
        usage: { prompt_tokens: 100, completion_tokens: 12, total_tokens: 112 },
      });
    setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(answer()), delayOf(model));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) process.stdout.write(`${address.port}\n`);
});
