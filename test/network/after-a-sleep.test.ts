/** What has arrived while this process did nothing is read before its time is judged, by webhooks and by looks at servers. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { httpReach } from '../../shared/adapters/node/http-reach.ts';
import { httpWebhooks } from '../../shared/adapters/node/http-webhooks.ts';
import { anyTargets } from '../../shared/domain/webhook-target.ts';

/** A server in a thread of its own, which answers after 100 ms and says in `asked` that it was asked. */
const server = `
  const { parentPort, workerData } = require('node:worker_threads');
  const answer = (request, response) => {
    Atomics.store(workerData, 0, 1);
    setTimeout(() => response.end('[]'), 100);
  };
  const listening = require('node:http').createServer(answer);
  listening.listen(0, '127.0.0.1', () => parentPort.postMessage(listening.address().port));
`;
const limitMs = 1000;

const ways: Readonly<Record<string, (url: string) => Promise<unknown>>> = {
  'a webhook': (url) => httpWebhooks({ targets: anyTargets }).post({ url, headers: {}, body: '{}', timeoutMs: limitMs, declared: true }),
  'a look at a server': (url) => httpReach.problemOf(url, limitMs),
};
const wanted: Readonly<Record<string, unknown>> = {
  'a webhook': expect.objectContaining({ status: 200 }),
  'a look at a server': undefined,
};

it.each(Object.keys(ways))('%s that was answered in time is answered, however long nobody looked', async (way) => {
  const asked = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(server, { eval: true, workerData: asked });
  onTestFinished(async () => void (await worker.terminate()));
  const [port] = await once(worker, 'message');
  const answer = ways[way]?.(`http://127.0.0.1:${port}/`);
  while (Atomics.load(asked, 0) === 0) await new Promise((resolve) => setImmediate(resolve));
  // This thread stands still for longer than the limit is.
  Atomics.wait(asked, 0, 1, limitMs + 300);
  expect(await answer).toEqual(wanted[way]);
});
