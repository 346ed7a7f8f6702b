/** Following with the client: streams in pieces, streams that break, streams that nobody lets through. */
import { fc, test } from '@fast-check/vitest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { circleClient } from '../../shared/client/client.ts';
import type { ConsultationEvent } from '../../shared/contract/event.ts';
import { answers, fails, refuses, type ScriptedServer, scriptedServer, streams } from '../support/scripted-fetch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const clientOf = ({ fetch }: ScriptedServer) => circleClient({ url: 'http://circle', key: 'k', fetch });

const accepted = { type: 'accepted', id: 1, consultation: { id: 'c', status: 'open', question: 'Größe von 東京? 🗼' } };
const opinion = { type: 'opinion', id: 2, opinion: { expert: 'ada', answer: 'zwölf' } };
const verdict = {
  type: 'verdict',
  id: 3,
  consultation: { id: 'c', status: 'decided', opinions: [{ expert: 'ada' }], verdict: { answer: 'zwölf' } },
};
const story = [accepted, opinion, verdict];
const sent = (event: { id: number; type: string }) => `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

/** The events until the end or an error, with all pauses waited for. */
async function follow(events: AsyncIterable<ConsultationEvent>): Promise<{ events: unknown[]; error?: unknown }> {
  const seen: unknown[] = [];
  const reading = (async () => {
    try {
      for await (const event of events) seen.push(event);
      return { events: seen };
    } catch (error) {
      return { events: seen, error };
    }
  })();
  for (let step = 0; step < 100; step += 1) await vi.advanceTimersByTimeAsync(1000);
  return reading;
}

const places = ({ requests }: ScriptedServer) => requests.map(({ headers }) => headers.get('last-event-id'));

describe('a stream', () => {
  test.prop([fc.array(fc.nat({ max: 700 }), { maxLength: 40 })])(
    'is the same wherever it is cut into pieces, in the middle of a character too',
    async (cuts) => {
      const bytes = new TextEncoder().encode(`retry: 10\n\n: 0 of 1 experts are in\n\n${story.map(sent).join('')}`);
      const borders = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((one, other) => one - other), bytes.length];
      const pieces = borders
        .slice(1)
        .map((border, index) => bytes.slice(borders[index], border))
        .filter(({ length }) => length > 0);
      const seen: unknown[] = [];
      for await (const event of clientOf(scriptedServer(streams(pieces, 'ends'))).events('c')) seen.push(event);
      expect(seen).toEqual(story);
    },
  );

  it('is closed when its reader leaves', async () => {
    const seen: { cancelled?: boolean } = {};
    for await (const event of clientOf(scriptedServer(streams([sent(accepted)], 'stays', seen))).events('c')) {
      expect(event).toEqual(accepted);
      break;
    }
    expect(seen.cancelled).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is closed when the signal is aborted, and throws its reason', async () => {
    const controller = new AbortController();
    const server = scriptedServer((request) => {
      const body = new ReadableStream({
        start: (stream) => request.signal.addEventListener('abort', () => stream.error(new DOMException('aborted', 'AbortError'))),
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    });
    const reading = clientOf(server).events('c', { signal: controller.signal }).next();
    const thrown = expect(reading).rejects.toThrow('enough');
    await vi.advanceTimersByTimeAsync(10);
    controller.abort(new Error('enough'));
    await thrown;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a stream that does not reach its end', () => {
  it.each(['ends', 'breaks'] as const)('is taken up behind the last event when it %s', async (how) => {
    const server = scriptedServer(
      streams([sent(accepted), sent(opinion).slice(0, -9)], how),
      streams([sent(opinion), sent(verdict)], 'ends'),
    );
    expect(await follow(clientOf(server).events('c'))).toEqual({ events: story });
    expect(places(server)).toEqual([null, '1']);
  });

  it('is taken up when nothing is heard for a minute', async () => {
    const server = scriptedServer(streams([sent(accepted)], 'stays'), streams([sent(opinion), sent(verdict)], 'ends'));
    expect(await follow(clientOf(server).events('c'))).toEqual({ events: story });
    expect(places(server)).toEqual([null, '1']);
  });

  it('is taken up after the pause that the server names', async () => {
    const server = scriptedServer(streams([`retry: 1234\n\n`, sent(accepted)], 'ends'), streams([sent(opinion), sent(verdict)], 'ends'));
    const pauses = vi.spyOn(globalThis, 'setTimeout');
    await follow(clientOf(server).events('c'));
    expect(pauses.mock.calls.map(([, milliseconds]) => milliseconds)).toContain(1234);
  });

  it('is taken up through a restart of the server', async () => {
    const server = scriptedServer(
      streams([sent(accepted)], 'breaks'),
      fails,
      fails,
      refuses(503, 'unavailable'),
      streams([sent(opinion), sent(verdict)], 'ends'),
    );
    expect(await follow(clientOf(server).events('c'))).toEqual({ events: story });
  });

  it('is taken up as often as it takes, if only it says that it lives', async () => {
    const alive = streams([': 0 of 1 experts are in\n\n'], 'ends');
    const server = scriptedServer(...Array.from({ length: 30 }, () => alive), streams(story.map(sent), 'ends'));
    expect(await follow(clientOf(server).events('c'))).toEqual({ events: story });
  });

  it('is given up if stream after stream breaks without a word', async () => {
    const server = scriptedServer(streams([], 'ends'));
    const { events, error } = await follow(clientOf(server).events('c'));
    expect(events).toEqual([]);
    expect(error).toMatchObject({ type: 'events-broken', retryable: true, message: expect.stringContaining('c') });
    expect(server.requests).toHaveLength(8);
  });

  it('ends with 204, and is not asked for again', async () => {
    const server = scriptedServer(() => new Response(null, { status: 204 }));
    expect(await follow(clientOf(server).events('c', { after: 3 }))).toEqual({ events: [] });
    expect(places(server)).toEqual(['3']);
  });

  it('names what is refused, and an answer that is no stream', async () => {
    const refused = await follow(clientOf(scriptedServer(refuses(404, 'not-found'))).events('c'));
    expect(refused.error).toMatchObject({ type: 'not-found', status: 404 });
    const page = await follow(
      clientOf(scriptedServer(() => new Response('<h1>Hello</h1>', { headers: { 'content-type': 'text/html' } }))).events('c'),
    );
    expect(page.error).toMatchObject({ type: 'bad-answer', message: expect.stringContaining('text/html') });
    const nonsense = await follow(clientOf(scriptedServer(streams(['id: 1\ndata: {oh\n\n'], 'stays'))).events('c'));
    expect(nonsense.error).toMatchObject({ type: 'bad-answer' });
  });
});

describe('consulting', () => {
  const taken = answers({ id: 'c', status: 'open' }, 202);

  /** The outcome of a consultation, and the types of the events that were told. */
  async function consult(server: ScriptedServer, signal?: AbortSignal) {
    const told: string[] = [];
    const consulting = clientOf(server).consult(
      { question: 'Why?' },
      { signal, onAccepted: (id, status) => told.push(`${id} ${status}`), onEvent: ({ type, id }) => told.push(`${type} ${id}`) },
    );
    const settled = consulting.catch((error: unknown) => error);
    for (let step = 0; step < 100; step += 1) await vi.advanceTimersByTimeAsync(1000);
    return { told, outcome: await settled };
  }

  it('returns the consultation as the last event has it, and closes the stream', async () => {
    const seen: { cancelled?: boolean } = {};
    const { told, outcome } = await consult(scriptedServer(taken, streams(story.map(sent), 'stays', seen)));
    expect(told).toEqual(['c open', 'accepted 1', 'opinion 2', 'verdict 3']);
    expect(outcome).toEqual(verdict.consultation);
    expect(seen.cancelled).toBe(true);
  });

  it.each([
    ['no such route', refuses(404, 'not-found')],
    ['a page of a proxy', () => new Response('<h1>Bad gateway</h1>', { status: 501 })],
    ['a page instead of a stream', () => new Response('<h1>Hello</h1>', { headers: { 'content-type': 'text/html' } })],
  ])('looks every second where events do not come through: %s', async (_, inTheWay) => {
    const open = answers({ id: 'c', status: 'open', opinions: [], verdict: null });
    const server = scriptedServer(
      taken,
      inTheWay,
      ...(_ === 'a page of a proxy' ? Array.from({ length: 7 }, () => inTheWay) : []),
      open,
      answers(verdict.consultation),
    );
    const { told, outcome } = await consult(server);
    expect(outcome).toEqual(verdict.consultation);
    expect(told).toEqual(['c open', 'verdict 3']);
  });

  it('says what is wrong if looking does not work either', async () => {
    expect((await consult(scriptedServer(taken, refuses(401, 'unauthorized')))).outcome).toMatchObject({ type: 'unauthorized' });
  });

  it('passes on what its listener throws', async () => {
    const server = scriptedServer(taken, streams(story.map(sent), 'stays'));
    const consulting = clientOf(server).consult(
      { question: 'Why?' },
      {
        onEvent: () => {
          throw new Error('the listener is broken');
        },
      },
    );
    await expect(consulting).rejects.toThrow('the listener is broken');
  });
});
