/** A failure is told so that every client believes it: by a status where that can still be, and in a stream by more than words. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectionOf } from '../../../infra/local/connection.ts';
import { goodKey } from '../../support/api.ts';
import { openRawDoor, type RawDoor, soon } from '../../support/raw-door.ts';
import { answered } from '../../support/samples.ts';

const path = '/v1/chat/completions';
const body = { model: 'circle/strict', messages: [{ role: 'user', content: 'Is 7 prime?' }], stream: true };

let door: RawDoor;
beforeEach(async () => {
  door = await openRawDoor();
});
afterEach(() => door.close());

it('is a status where it comes before the stream has begun', async () => {
  const request = door.send(path, body);
  const [id = ''] = await door.untilAsked(1);
  await door.end(id, false);
  const { status, headers, text } = await request.answer;
  expect({ status, headers }).toMatchObject({ status: 400, headers: { 'content-type': 'application/json', 'x-should-retry': 'false' } });
  expect(JSON.parse(text).error).toMatchObject({ type: 'invalid_request_error', code: 'consultation_no_quorum' });
});

/** A stream that has begun when its panel fails. */
async function failedStream() {
  const { waitForEnd } = door.ports.runs;
  door.ports.runs.waitForEnd = async () => undefined;
  const request = door.send(path, body);
  const [id = ''] = await door.untilAsked(door.asked().length + 1 - door.joined());
  door.ports.runs.waitForEnd = waitForEnd;
  await soon(() => door.ports.log.of('REQUEST_COMPLETED').length).toBeGreaterThan(0);
  await door.end(id, false);
  return request.answer;
}

it('is the last event of a stream that has begun, whose body is then cut short', async () => {
  const { status, text, cut } = await failedStream();
  expect({ status, cut }).toEqual({ status: 200, cut: true });
  const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => data);
  expect(JSON.parse(events.at(-1) ?? '')).toMatchObject({ error: { type: 'invalid_request_error', code: 'consultation_no_quorum' } });
});

it('is told once more, by a status, to a client that repeats what failed in a stream', async () => {
  await failedStream();
  await soon(() => door.told).toEqual(['lost']);
  const again = await door.send(path, body).answer;
  expect(again).toMatchObject({ status: 400, headers: { 'x-consultation-joined': 'true' } });
  await soon(() => door.told.at(-1)).toBe('delivered');
  door.send(path, body);
  await door.untilAsked(2);
});

it('is not told once more after a minute', async () => {
  await failedStream();
  await soon(() => door.told).toEqual(['lost']);
  door.ports.clock.advance(61_000);
  door.send(path, body);
  await door.untilAsked(2);
});

it.each([true, false])(
  'is none where the server stops: who waits gets the id, and the answer by the same request (stream: %s)',
  async (stream) => {
    door.close();
    const closing = new AbortController();
    door = await openRawDoor({ connection: connectionOf, closing: closing.signal });
    const request = door.send(path, { ...body, stream });
    const [id = ''] = await door.untilAsked(1);
    if (stream) await new Promise((resolve) => setTimeout(resolve, 50));
    closing.abort();
    const { status, text, headers } = await request.answer;
    expect(text).toContain(id);
    expect(text).toContain('consultation_open');
    expect(status).toBe(stream ? 200 : 503);
    expect(headers['x-should-retry']).toBe(stream ? undefined : 'true');
    await soon(() => door.told).toEqual(['lost']);
    await door.end(id);
    const again = await door.send(path, { ...body, stream: false }).answer;
    expect({ status: again.status, consultation: again.headers['x-consultation-id'] }).toEqual({ status: 200, consultation: id });
  },
);

it('is no cut without a word for an agent that waits when the server stops, nor for whoever follows', async () => {
  door.close();
  const closing = new AbortController();
  door = await openRawDoor({ connection: connectionOf, closing: closing.signal });
  const call = { name: 'consult_circle', arguments: { question: 'Is 7 prime?', circle: 'strict' }, _meta: { progressToken: 1 } };
  const headers = { accept: 'application/json, text/event-stream' };
  const agent = door.send('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: call }, headers);
  const [id = ''] = await door.untilAsked(1);
  const events = await fetch(door.addressOf(`/v1/consultations/${id}/events`), { headers: { authorization: `Bearer ${goodKey}` } });
  closing.abort();
  const { text, cut } = await agent.answer;
  const last = [...text.matchAll(/^data: (.*)$/gm)].at(-1)?.[1] ?? '{}';
  expect({ cut, last: JSON.parse(last) }).toMatchObject({
    cut: false,
    last: { id: 1, result: { structuredContent: { consultationId: id, status: 'open' } } },
  });
  // A stream that is silent looks around every two seconds, or when something comes.
  await door.ports.opinions.record(id, answered('ada', 'yes'));
  expect(await events.text()).toContain(`: the server is stopping; consultation ${id} goes on`);
});
