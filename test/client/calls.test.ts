/** Calls of the client: what is repeated and after how long, what is not, and how a call is called off. */
import { getEventListeners, once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CircleApiError } from '../../shared/client/api-error.ts';
import { type CircleClient, circleClient } from '../../shared/client/client.ts';
import { sendForJson } from '../../shared/client/http.ts';
import { pause } from '../../shared/client/pause.ts';
import { answers, fails, refuses, type ScriptedServer, scriptedServer } from '../support/scripted-fetch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const clientOf = ({ fetch }: ScriptedServer, retries?: number) => circleClient({ url: 'http://circle/', key: 'k', fetch, retries });

/** Milliseconds of the pauses, without the patience with each attempt. */
const pausesOf = (calls: readonly (readonly unknown[])[]) =>
  calls.map(([, milliseconds]) => Number(milliseconds)).filter((each) => each !== 10_000);

/** The outcome of a call, with all its pauses waited for. */
async function outcome<Value>(call: Promise<Value>): Promise<Value | CircleApiError> {
  const settled = call.catch((error: CircleApiError) => error);
  await vi.runAllTimersAsync();
  return settled;
}

/** What a circle tells of a consultation, as far as a client needs it to believe it. */
const shown = { id: 'c', status: 'open', opinions: [], verdict: null };

/** Answers each request after 100 ms, and tells its port. */
const slowServer = `
  const { createServer } = require('node:http');
  const { parentPort } = require('node:worker_threads');
  const server = createServer((_request, response) => setTimeout(() => response.end('{"status":"ok"}'), 100));
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

describe('a call', () => {
  it('carries the key, the body and an idempotency key of its own', async () => {
    const server = scriptedServer(answers({ id: 'c', status: 'open' }, 202));
    await outcome(clientOf(server).ask({ question: 'Why?' }, { waitSeconds: 1.2 }));
    const [request] = server.requests;
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe('http://circle/v1/consultations');
    expect(request?.headers.get('authorization')).toBe('Bearer k');
    expect(request?.headers.get('prefer')).toBe('wait=2');
    expect(request?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await request?.json()).toEqual({ question: 'Why?' });
  });

  it('has no key where it joins an equal question: with one of its own it would be another', async () => {
    const server = scriptedServer(answers({ id: 'c', status: 'open' }, 202));
    await outcome(clientOf(server).ask({ question: 'Why?', repeats: 'join' }));
    await outcome(clientOf(server).ask({ question: 'Why?', repeats: 'join' }, { idempotencyKey: 'mine' }));
    await outcome(clientOf(server).ask({ question: 'Why?', repeats: 'new' }));
    const keys = server.requests.map(({ headers }) => headers.get('idempotency-key'));
    expect(keys).toEqual([null, 'mine', expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it('names circles and consultations in the path as they are, and leaves filters out that are undefined', async () => {
    const server = scriptedServer(answers({}));
    const client = clientOf(server);
    await outcome(client.get('a/b'));
    await outcome(client.reliability('x y'));
    await outcome(client.list({ tag: 'team:red & blue', limit: undefined }));
    expect(server.requests.map(({ url }) => url.slice('http://circle/v1/'.length))).toEqual([
      'consultations/a%2Fb',
      'circles/x%20y/reliability',
      'consultations?tag=team%3Ared+%26+blue',
    ]);
  });
});

describe('what reads many consultations', () => {
  it.each<[string, (client: CircleClient) => Promise<unknown>]>([
    ['a page of a report', (client) => client.report()],
    ['the history of findings', (client) => client.findings({ subject: 'shop' })],
    ['the lines of findings', (client) => client.getExcerpts('run-1')],
  ])('%s is waited for until it is there, and not asked for again: it would be read twice', async (_, ask) => {
    let asked = 0;
    const silent: typeof fetch = (_url, init) => {
      asked += 1;
      return new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
    };
    const page = ask(circleClient({ url: 'http://circle/', key: 'k', fetch: silent, retries: 5 }));
    const failed = vi.fn();
    page.catch(failed);
    await vi.advanceTimersByTimeAsync(29_900);
    expect(failed).not.toHaveBeenCalled();
    expect(await outcome(page)).toMatchObject({ message: 'nothing at http://circle/ has answered within 30 s' });
    expect(asked).toBe(1);
  });
});

describe('a call that fails', () => {
  it('never shows the password that somebody has put into the address', async () => {
    const client = circleClient({ url: 'http://ann:S3cretPass@127.0.0.1:9', key: 'k', retries: 0 });
    await expect(client.experts()).rejects.toThrow(/^no circle answers at http:\/\/127\.0\.0\.1:9$/);
  });

  it.each([[429], [500], [502], [503], [504]])('is repeated after %i from something in between', async (status) => {
    const server = scriptedServer(() => new Response('<h1>no</h1>', { status }), answers(shown));
    expect(await outcome(clientOf(server).get('c'))).toEqual(shown);
    expect(server.requests).toHaveLength(2);
  });

  it('is repeated if there is no answer, with the same idempotency key', async () => {
    const server = scriptedServer(fails, fails, answers({ id: 'c', status: 'open' }));
    expect(await outcome(clientOf(server).ask({ question: 'Why?' }))).toMatchObject({ id: 'c' });
    expect(new Set(server.requests.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
  });

  it.each([
    [400, 'invalid-input'],
    [401, 'unauthorized'],
    [402, 'budget-exceeded'],
    [404, 'not-found'],
    [409, 'conflict'],
  ])('is not repeated after %i', async (status, type) => {
    const server = scriptedServer(refuses(status, type, { errors: [{ field: 'kind', message: 'is wrong' }] }));
    const error = await outcome(clientOf(server).get('c'));
    expect(error).toMatchObject({ name: 'CircleApiError', type, status, retryable: false, attempts: 1, message: `it is ${type}` });
    expect(error).toMatchObject({ errors: [{ field: 'kind', message: 'is wrong' }] });
    expect(server.requests).toHaveLength(1);
  });

  it('believes the server when it says that a repetition does not help', async () => {
    const server = scriptedServer(refuses(503, 'unavailable', { retryable: false }));
    await outcome(clientOf(server).get('c'));
    expect(server.requests).toHaveLength(1);
  });

  it('is given up after the repetitions that were allowed', async () => {
    const server = scriptedServer(refuses(503, 'unavailable'));
    expect(await outcome(clientOf(server, 4).get('c'))).toMatchObject({ type: 'unavailable', retryable: true, attempts: 5 });
    expect(server.requests).toHaveLength(5);
    expect(await outcome(clientOf(scriptedServer(fails), 0).get('c'))).toMatchObject({ type: 'unreachable', status: 0, attempts: 1 });
  });

  it('waits longer each time, never beyond its bounds', async () => {
    const server = scriptedServer(fails);
    const pauses = vi.spyOn(globalThis, 'setTimeout');
    await outcome(clientOf(server, 3).get('c'));
    const [first = 0, second = 0, third = 0] = pausesOf(pauses.mock.calls);
    for (const [pause, most] of [
      [first, 200],
      [second, 400],
      [third, 800],
    ] as const) {
      expect(pause).toBeGreaterThanOrEqual(most / 2);
      expect(pause).toBeLessThanOrEqual(most);
    }
  });

  it.each([
    ['7', 7000, {}],
    ['Mon, 02 Mar 2026 10:00:03 GMT', 3000, {}],
    ['Mon, 02 Mar 2026 09:00:00 GMT', 0, {}],
    ['Mon, 02 Mar 2026 09:00:03 GMT', 3000, { date: 'Mon, 02 Mar 2026 09:00:00 GMT' }],
    ['Mon, 02 Mar 2026 11:00:03 GMT', 3000, { date: 'Mon, 02 Mar 2026 11:00:00 GMT' }],
    ['Mon, 02 Mar 2026 10:00:03 GMT', 3000, { date: 'now' }],
  ])('waits for as long as Retry-After says, by the clock of the server: %s', async (retryAfter, milliseconds, headers) => {
    vi.setSystemTime('2026-03-02T10:00:00.000Z');
    const server = scriptedServer(refuses(503, 'unavailable', {}, { 'retry-after': retryAfter, ...headers }), answers(shown));
    const pauses = vi.spyOn(globalThis, 'setTimeout');
    await outcome(clientOf(server).get('c'));
    expect(pausesOf(pauses.mock.calls)).toEqual([milliseconds]);
  });

  it('does not come back early to a server that asks for a long pause, but says how long', async () => {
    const server = scriptedServer(refuses(503, 'unavailable', {}, { 'retry-after': '600' }));
    expect(await outcome(clientOf(server).get('c'))).toMatchObject({ retryAfterMs: 600_000, attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });

  it('takes an answer that came while this thread was busy beyond its patience', async () => {
    vi.useRealTimers();
    // In a thread of its own, so that it answers while this one is busy.
    const server = new Worker(slowServer, { eval: true });
    const [port] = (await once(server, 'message')) as [number];
    const patience = 200;
    const connection = { url: `http://127.0.0.1:${port}`, key: 'k' };
    const answer = sendForJson(connection, { method: 'GET', path: '/healthz', members: ['status'], patienceMs: patience });
    // Long enough for the request to leave, and too short for the answer.
    await new Promise((resolve) => setTimeout(resolve, 50));
    // From here on timers come before what has arrived.
    await new Promise((resolve) => setImmediate(resolve));
    const end = performance.now() + 2 * patience;
    while (performance.now() < end);
    expect(await answer).toEqual({ status: 'ok' });
    await server.terminate();
  });

  it.each([
    ['a look', 10, (client: ReturnType<typeof clientOf>) => client.get('c')],
    ['a question', 40, (client: ReturnType<typeof clientOf>) => client.ask({ question: 'Why?' })],
    ['a question that is waited for', 70, (client: ReturnType<typeof clientOf>) => client.ask({ question: 'Why?' }, { waitSeconds: 30 })],
  ] as const)('ends where something takes the connection and says nothing: %s after %i s, once', async (_, seconds, call) => {
    const requests: Request[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      requests.push(request);
      return new Promise((_resolve, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)));
    };
    const client = circleClient({ url: 'http://circle/', key: 'k', fetch });
    expect(await outcome(call(client))).toMatchObject({
      type: 'unreachable',
      retryable: false,
      message: `nothing at http://circle/ has answered within ${seconds} s`,
    });
    expect(requests).toHaveLength(1);
  });

  it('names an answer that is no circle’s', async () => {
    const server = scriptedServer(() => new Response('<h1>Welcome to nginx</h1>'));
    expect(await outcome(clientOf(server).experts())).toMatchObject({ type: 'bad-answer', status: 200, retryable: false });
    expect(server.requests).toHaveLength(1);
  });

  it('is repeated if the answer breaks off in the middle', async () => {
    const half = () => {
      const body = new ReadableStream({ start: (controller) => controller.error(new TypeError('terminated')) });
      return new Response(body);
    };
    const server = scriptedServer(half, answers(shown));
    expect(await outcome(clientOf(server).get('c'))).toEqual(shown);
  });
});

describe('a call that was done although its answer was lost', () => {
  it('is no error where a person hands in an opinion', async () => {
    const mine = { expert: 'reviewer', answer: 'no', status: 'answered' };
    const server = scriptedServer(fails, refuses(409, 'conflict'), answers({ ...shown, opinions: [mine] }));
    expect(await outcome(clientOf(server).handIn('c', { expert: 'reviewer', answer: 'no' }))).toEqual(mine);
  });

  it('is one if somebody else was faster, or if it was refused at once', async () => {
    const other = answers({ ...shown, opinions: [{ expert: 'reviewer', answer: 'yes' }] });
    const lost = clientOf(scriptedServer(fails, refuses(409, 'conflict'), other));
    expect(await outcome(lost.handIn('c', { expert: 'reviewer', answer: 'no' }))).toMatchObject({ type: 'conflict' });
    const refused = scriptedServer(refuses(409, 'conflict'));
    expect(await outcome(clientOf(refused).handIn('c', { expert: 'reviewer', answer: 'no' }))).toMatchObject({ type: 'conflict' });
    expect(refused.requests).toHaveLength(1);
  });

  it('is no error where a consultation is cancelled', async () => {
    const server = scriptedServer(fails, refuses(409, 'conflict'), answers({ ...shown, status: 'cancelled' }));
    expect(await outcome(clientOf(server).cancel('c'))).toMatchObject({ id: 'c', status: 'cancelled' });
    const decided = scriptedServer(fails, refuses(409, 'conflict'), answers({ ...shown, status: 'decided' }));
    expect(await outcome(clientOf(decided).cancel('c'))).toMatchObject({ type: 'conflict' });
  });
});

describe('a call that is called off', () => {
  it('throws the reason while it waits for an answer, and is not repeated', async () => {
    const controller = new AbortController();
    const server = scriptedServer(
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))),
    );
    const call = clientOf(server).get('c', { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    expect(server.requests).toHaveLength(1);
  });

  it('throws the reason in the pause before a repetition, and leaves no timer behind', async () => {
    const controller = new AbortController();
    const server = scriptedServer(fails);
    const call = clientOf(server).get('c', { signal: controller.signal });
    const thrown = expect(call).rejects.toThrow('enough');
    await vi.advanceTimersByTimeAsync(1);
    controller.abort(new Error('enough'));
    await thrown;
    expect(vi.getTimerCount()).toBe(0);
    expect(server.requests).toHaveLength(1);
  });

  it('leaves no listener behind when the pause is over', async () => {
    const { signal } = new AbortController();
    const pausing = pause(1000, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await vi.runAllTimersAsync();
    await pausing;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('is not sent at all if the signal was aborted before', async () => {
    const server = scriptedServer((request) => {
      request.signal.throwIfAborted();
      return Response.json({});
    });
    await expect(clientOf(server).get('c', { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});

describe('a key that no header can carry', () => {
  it.each(['two\nlines', 'letter beyond Latin: ж', 'nothing\u0000'])(
    'is the caller’s mistake, and no attempt more is made: %j',
    async (idempotencyKey) => {
      const server = scriptedServer();
      await expect(clientOf(server).ask({ question: 'Why?' }, { idempotencyKey })).rejects.toMatchObject({
        type: 'invalid-input',
        retryable: false,
        attempts: 1,
      });
      expect(server.requests).toEqual([]);
    },
  );
});
