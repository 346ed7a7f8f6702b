/** Servers that take a connection and say nothing, or stop in the middle: no command waits for them without end. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { sayWaiting } from '../../functions/cli/say-waiting.ts';
import { goodKey } from '../support/api.ts';
import { runCircle } from '../support/circle-command.ts';

const servers: Server[] = [];
afterEach(() => void vi.useRealTimers());
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** The environment of a command whose circle is this server. */
async function at(listener: RequestListener): Promise<Readonly<Record<string, string>>> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { CIRCLE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, CIRCLE_API_KEY: goodKey };
}

/** What a command comes to, and the seconds that it took. */
async function timed(parameters: readonly string[], options: Parameters<typeof runCircle>[1]) {
  const began = performance.now();
  const outcome = await runCircle(parameters, options);
  return { ...outcome, seconds: (performance.now() - began) / 1000 };
}

const silent: RequestListener = () => undefined;

/** The outcome of a question that is interrupted once its server has got a request that fits. */
async function interruptedAt(listener: RequestListener, fits: (request: IncomingMessage) => boolean) {
  let interrupt: () => void = () => undefined;
  let began = 0;
  const environment = await at((request, response) => {
    listener(request, response);
    if (!fits(request) || began > 0) return;
    began = performance.now();
    interrupt();
  });
  const outcome = await runCircle(['ask', 'Why?'], { environment, onStart: (send) => (interrupt = () => send()) });
  return { ...outcome, seconds: (performance.now() - began) / 1000 };
}

describe.concurrent('a look at a server that never answers', () => {
  it.each([[['experts']], [['circles']], [['show', 'one']], [['reliability', 'default']], [['schedules']]])(
    'ends with a sentence: circle %j',
    { timeout: 60_000 },
    async (words) => {
      const { code, stderr, seconds } = await timed(words, { environment: await at(silent) });
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('has answered within 10 s') });
      expect(seconds).toBeLessThan(50);
    },
  );

  it('ends too where the answer stops in the middle', { timeout: 120_000 }, async () => {
    const half: RequestListener = (_, response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).write('{"experts":[');
    const { code, stderr, seconds } = await timed(['experts'], { environment: await at(half) });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('within 10 s') });
    expect(seconds).toBeLessThan(90);
  });
});

describe('an interrupt', () => {
  it('ends a question that nobody has accepted yet within seconds', { timeout: 60_000 }, async () => {
    const { code, stderr, seconds } = await interruptedAt(silent, ({ method }) => method === 'POST');
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringContaining('cancelling…') });
    expect(seconds).toBeLessThan(9);
  });

  it('ends one that was accepted within seconds, and says which it was, though the server is gone silent', {
    timeout: 60_000,
  }, async () => {
    const links = { self: '/v1/consultations/one', events: '/v1/consultations/one/events' };
    const accepting: RequestListener = (request, response) => {
      if (request.method === 'POST')
        response.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 'one', status: 'open', links }));
    };
    const { code, stderr, seconds } = await interruptedAt(accepting, ({ method }) => method === 'GET');
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringMatching(/not cancelled: .*; it is one/) });
    expect(seconds).toBeLessThan(9);
  });
});

describe('a wait', () => {
  it('is told of every few seconds of silence, on a terminal', () => {
    vi.useFakeTimers();
    const lines: string[] = [];
    const waiting = sayWaiting(true, (line) => lines.push(line));
    vi.advanceTimersByTime(10_000);
    waiting.heard({ type: 'opinion' });
    vi.advanceTimersByTime(4000);
    expect(lines).toHaveLength(2);
    vi.advanceTimersByTime(1000);
    expect(lines.at(-1)).toContain('1 heard so far');
    waiting.stop();
    vi.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(3);
  });

  it('is told of nowhere else', () => {
    vi.useFakeTimers();
    const lines: string[] = [];
    sayWaiting(false, (line) => lines.push(line));
    vi.advanceTimersByTime(60_000);
    expect(lines).toEqual([]);
  });
});
