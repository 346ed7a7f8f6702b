/** Following a consultation: server-sent events from any place in it, to its end. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { circleClient } from '../../../shared/client/client.ts';
import type { ConsultationEvent } from '../../../shared/contract/event.ts';
import { sampleVerdict } from '../../ports/samples.ts';
import { goodKey, openApi, type TestApi } from '../../support/api.ts';
import { accept, answered } from '../../support/samples.ts';

let api: TestApi;
beforeEach(async () => {
  api = openApi();
  await accept(api.ports);
});

const path = '/v1/consultations/run-1/events';

async function decide(): Promise<void> {
  await api.ports.runs.close('run-1', () => 'quorum');
  await api.ports.verdicts.publish('run-1', 'decided', sampleVerdict(), '2026-03-01T10:00:09.000Z');
}

/** The stream as text; it ends by itself. */
async function read(headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return api.fetch(new Request(`http://circle${path}`, { headers: { authorization: `Bearer ${goodKey}`, ...headers } }));
}

const client = () => circleClient({ url: 'http://circle', key: goodKey, fetch: async (...request) => api.fetch(new Request(...request)) });

describe('GET /v1/consultations/{id}/events', () => {
  it('tells an ended consultation from its beginning', async () => {
    await api.ports.opinions.record('run-1', answered('ada', 'yes'));
    await decide();
    const response = await read();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const text = await response.text();
    expect(text.match(/^event: .*$/gm)).toEqual(['event: accepted', 'event: opinion', 'event: verdict']);
    expect(text.match(/^id: .*$/gm)).toEqual(['id: 1', 'id: 2', 'id: 5']);
    expect(text).toMatch(/^retry: \d+\n\n/);
  });

  it('goes on behind the last event that was seen', async () => {
    await api.ports.opinions.record('run-1', answered('ada', 'yes'));
    await decide();
    expect((await (await read({ 'last-event-id': '2' })).text()).match(/^event: .*$/gm)).toEqual(['event: verdict']);
  });

  it('answers 204 when there is nothing to come, so that a browser stops coming back', async () => {
    await decide();
    expect((await read({ 'last-event-id': '5' })).status).toBe(204);
  });

  it('keeps a silent stream alive by comments, and lets go of it when its time is over', async () => {
    const text = await (await read({ 'last-event-id': '1' })).text();
    expect(text).toContain(': 0 of 3 experts are in\n\n');
    expect(text).not.toContain('event:');
  });

  it('tells once that an expert will be asked again, without moving the place in the stream', async () => {
    const error = { type: 'rate-limited', message: 'asked to wait', retryable: true };
    await api.ports.opinions.noteAttempt({ consultationId: 'run-1', expert: 'bob', attempts: 1, error, at: '2026-03-01T10:00:02.000Z' });
    const text = await (await read()).text();
    expect(text.match(/^event: .*$/gm)).toEqual(['event: accepted', 'event: attempt']);
    expect(text.match(/^id: .*$/gm)).toEqual(['id: 1', 'id: 1']);
    expect(text).toContain('"message":"asked to wait"');
  });

  it('tells a failed attempt of each round, whatever the rounds before have told', async () => {
    const error = { type: 'rate-limited', message: 'asked to wait', retryable: true };
    const failing = { consultationId: 'run-1', expert: 'bob', attempts: 1, error, at: '2026-03-01T10:00:02.000Z' };
    const happenings = [
      () => api.ports.opinions.noteAttempt(failing),
      () => api.ports.opinions.record('run-1', answered('bob', 'yes')),
      () => api.ports.runs.beginRound('run-1', { round: 2, reason: 'split', experts: ['bob'] }),
      () => api.ports.opinions.noteAttempt({ ...failing, round: 2 }),
      () => api.ports.opinions.noteAttempt({ ...failing, round: 2, attempts: 2 }),
      decide,
    ];
    api.ports.runs.waitForArrival = async () => void (await happenings.shift()?.());
    const attempts = [...(await (await read()).text()).matchAll(/^event: attempt\ndata: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
    expect(attempts.map(({ attempt }) => [attempt.round, attempt.attempts])).toEqual([
      [undefined, 1],
      [2, 1],
      [2, 2],
    ]);
  });

  it('tells nothing of a call that has only begun', async () => {
    const note = { consultationId: 'run-1', expert: 'bob', attempts: 1, underWay: true, at: '2026-03-01T10:00:02.000Z' };
    await api.ports.opinions.noteAttempt(note);
    expect((await (await read()).text()).match(/^event: .*$/gm)).toEqual(['event: accepted']);
  });

  it('knows no other consultations, and no place that is not a number', async () => {
    expect(await api.send('GET', '/v1/consultations/nobody/events')).toMatchObject({ status: 404 });
    expect(await api.send('GET', path, { headers: { 'last-event-id': 'yesterday' } })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'last-event-id' }] },
    });
  });

  it.each(['', '0x1', '1e1', '-1', '2147483648'])('takes no place but a number in digits, and not %j', async (place) => {
    expect((await read({ 'last-event-id': place })).status).toBe(400);
  });

  it('is not followed for a HEAD, whose answer nobody would read', async () => {
    const wait = vi.spyOn(api.ports.runs, 'waitForArrival');
    const response = await api.fetch(
      new Request(`http://circle${path}`, { method: 'HEAD', headers: { authorization: `Bearer ${goodKey}` } }),
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.body).toBeNull();
    expect(wait).not.toHaveBeenCalled();
  });

  it('needs the key', async () => {
    expect(await api.send('GET', path, { headers: { authorization: undefined } })).toMatchObject({ status: 401 });
  });
});

describe('a client that follows', () => {
  it('is told each event as it happens, and comes back when it is let go of', async () => {
    const seen: ConsultationEvent[] = [];
    for await (const event of client().events('run-1')) {
      seen.push(event);
      if (event.type === 'accepted') await api.ports.opinions.record('run-1', answered('bob', 'no'));
      if (event.type === 'opinion') await decide();
    }
    expect(seen.map(({ type, id }) => `${id} ${type}`)).toEqual(['1 accepted', '2 opinion', '5 verdict']);
  });

  it('asks, and returns the consultation as it has ended', async () => {
    const types: string[] = [];
    const ended = await client().consult(
      { question: 'Is 7 a prime number?', kind: 'short' },
      {
        onEvent: (event) => {
          types.push(event.type);
          if (event.type === 'accepted')
            void api.ports.runs.fail(event.consultation.id, { type: 'Broken', message: 'x' }, '2026-03-01T10:00:09.000Z');
        },
      },
    );
    expect(ended).toMatchObject({ status: 'failed', failure: { type: 'Broken' } });
    expect(types).toEqual(['accepted', 'failure']);
  });

  it('stops when its caller does', async () => {
    const stop = new AbortController();
    const following = (async () => {
      for await (const event of client().events('run-1', { signal: stop.signal }))
        if (event.type === 'accepted') stop.abort(new Error('enough'));
    })();
    await expect(following).rejects.toThrow('enough');
  });

  it('names what is refused', async () => {
    await expect(client().ask({ question: ' ' })).rejects.toMatchObject({
      name: 'CircleApiError',
      type: 'invalid-input',
      status: 400,
      retryable: false,
      errors: [{ field: 'question' }],
    });
  });
});
