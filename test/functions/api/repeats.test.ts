/** A repeated question is the same question: clients on raw connections that hang up and send it again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiOptions } from '../../../functions/api/options.ts';
import { connectionOf } from '../../../infra/local/connection.ts';
import { defaultPolicy } from '../../../shared/contract/policy.ts';
import { runOf, type TestPorts } from '../../support/ports.ts';
import type { RawAnswer, RawRequest } from '../../support/raw-client.ts';
import { openRawDoor, type RawDoor, soon } from '../../support/raw-door.ts';

let door: RawDoor;
let ports: TestPorts;
beforeEach(() => serveWith({ connection: connectionOf }));
afterEach(() => door.close());

async function serveWith(options: Partial<ApiOptions>): Promise<void> {
  door?.close();
  door = await openRawDoor(options);
  ports = door.ports;
}

const asked = () => door.asked();
const untilAsked = (count: number) => door.untilAsked(count);
const joined = () => door.joined();

const messages = [{ role: 'user', content: 'Is 7 prime?' }];
const doors: readonly (readonly [string, string, object, Readonly<Record<string, string>>])[] = [
  ['a question to the API', '/v1/consultations', { question: 'Is 7 prime?', circle: 'strict' }, { prefer: 'wait=20' }],
  ['a chat', '/v1/chat/completions', { model: 'circle/strict', messages }, {}],
  ['a chat that streams', '/v1/chat/completions', { model: 'circle/strict', messages, stream: true }, {}],
];

describe.each(doors)('%s', (_, path, body, own) => {
  const isChat = path.includes('chat');
  const ask = (headers: Readonly<Record<string, string>> = {}, policy: object = {}) =>
    door.send(path, { ...body, ...(isChat ? { circle: policy } : policy) }, { ...own, ...headers });
  const idIn = ({ headers, text }: RawAnswer) => headers['x-consultation-id'] ?? JSON.parse(text).id;

  it('is asked once where its client hangs up and sends it again, and answered then', async () => {
    const first = ask();
    const [id = ''] = await untilAsked(1);
    await door.giveUp(first);
    const second = ask();
    await soon(joined).toBe(1);
    await door.end(id);
    const answer = await second.answer;
    expect(answer).toMatchObject({ status: 200, headers: { 'x-consultation-joined': 'true' } });
    expect(idIn(answer)).toBe(id);
    if (isChat) expect(answer.text).toContain('"joined":true');
    expect(asked()).toEqual([id]);
  });

  it('is asked once by a client that gives up twelve times, each time at once', async () => {
    const first = ask();
    const [id = ''] = await untilAsked(1);
    await door.giveUp(first);
    for (let time = 1; time < 12; time += 1) {
      const next = ask();
      await soon(joined).toBe(time);
      await door.giveUp(next);
    }
    await door.end(id);
    expect(idIn(await ask().answer)).toBe(id);
    expect(asked()).toEqual([id]);
  });

  it.each([
    ['given to whoever asks again within ten minutes', 9, 1],
    ['forgotten after that', 11, 2],
  ])('whose answer has reached nobody is %s', async (_name, minutes, questions) => {
    const first = ask();
    const [id = ''] = await untilAsked(1);
    await door.giveUp(first);
    await door.end(id);
    ports.clock.advance(minutes * 60_000);
    ask();
    await soon(() => asked().length + joined()).toBe(2);
    expect(asked()).toHaveLength(questions);
  });

  it('stays two where both clients wait', async () => {
    const both = [ask(), ask()];
    const ids = await untilAsked(2);
    for (const id of ids) await door.end(id);
    const answers = await Promise.all(both.map(async (one) => idIn(await one.answer)));
    expect(new Set(answers)).toEqual(new Set(ids));
  });

  it('stays two where the first was answered', async () => {
    const first = ask();
    const [id = ''] = await untilAsked(1);
    await door.end(id);
    await first.answer;
    await soon(() => door.told).toEqual(['delivered']);
    ask();
    await untilAsked(2);
  });

  it('stays as many as were asked at once, though each is given up and sent again', async () => {
    const samples = [ask(), ask(), ask()];
    const ids = await untilAsked(3);
    for (const sample of samples) await door.giveUp(sample);
    const again = [ask(), ask(), ask()];
    await soon(joined).toBe(3);
    for (const id of ids) await door.end(id);
    const answers = await Promise.all(again.map(async (one) => idIn(await one.answer)));
    expect(new Set(answers)).toEqual(new Set(ids));
    expect(asked()).toHaveLength(3);
  });

  it.each([
    ['x-stainless-retry-count', '0', '1'],
    ['x-envoy-attempt-count', '1', '2'],
    ['x-cloudtasks-taskretrycount', '0', '1'],
    ['upstash-retried', '0', '1'],
  ])('whose client says by %s that it repeats joins, though all of the answer was sent', async (header, first, repeated) => {
    const once = ask({ [header]: first });
    const [id = ''] = await untilAsked(1);
    await door.end(id);
    await once.answer;
    await soon(() => door.told).toEqual(['delivered']);
    expect(idIn(await ask({ [header]: repeated }).answer)).toBe(id);
    expect(asked()).toEqual([id]);
  });

  it('stays two where the client repeats what never came, and another waits for the same', async () => {
    ask();
    await untilAsked(1);
    ask({ 'x-stainless-retry-count': '1' });
    await untilAsked(2);
  });

  it.each<[string, () => unknown]>([
    ['request', () => undefined],
    ['circle', () => Object.assign(ports.knowledge.circles['strict'] ?? {}, { repeats: 'new' })],
    ['server', () => serveWith({ connection: connectionOf, policy: { ...defaultPolicy, repeats: 'new' } })],
  ])('is asked anew where the %s says so', async (who, set) => {
    await set();
    const policy = who === 'request' ? { repeats: 'new' } : {};
    const first = ask({}, policy);
    const [id = ''] = await untilAsked(1);
    await door.end(id);
    await first.answer;
    ask({ 'x-stainless-retry-count': '1' }, policy);
    await untilAsked(2);
  });

  it('is asked anew by another question, and by one with a key', async () => {
    const first = ask();
    await untilAsked(1);
    await door.giveUp(first);
    ask({}, { quorum: 1 });
    await untilAsked(2);
    ask({ 'idempotency-key': 'one' });
    await untilAsked(3);
  });

  it('is asked anew where the first was cancelled', async () => {
    const first = ask();
    const [id = ''] = await untilAsked(1);
    await door.giveUp(first);
    await ports.runs.cancel(id, ports.clock.now().toISOString());
    ask();
    await untilAsked(2);
  });

  it('is joined while another waits, where the request asks for that', async () => {
    const first = ask();
    const [id = ''] = await untilAsked(1);
    const second = ask({}, { repeats: 'join' });
    await soon(joined).toBe(1);
    await door.end(id);
    expect([idIn(await first.answer), idIn(await second.answer)]).toEqual([id, id]);
  });

  it('is asked once however many ask for it at the same moment, where each asks for what is there', async () => {
    const { list } = ports.requests;
    let looked = 0;
    const together = Promise.withResolvers<void>();
    // Each has looked for an earlier one before any has made one.
    const listTogether: typeof list = async (...of) => {
      const found = await list(...of);
      looked += 1;
      if (looked === 8) together.resolve();
      await together.promise;
      return found;
    };
    Object.assign(ports.requests, { list: listTogether });
    const all = Array.from({ length: 8 }, () => ask({}, { repeats: 'join' }));
    await soon(joined).toBe(7);
    const [id = ''] = asked();
    await door.end(id);
    const answers = await Promise.all(all.map(async (one) => idIn(await one.answer)));
    expect(new Set(answers)).toEqual(new Set([id]));
    expect(new Set(asked())).toEqual(new Set([id]));
  });

  it.each<[string, (id: string) => unknown]>([
    ['was cancelled', (id) => ports.runs.cancel(id, ports.clock.now().toISOString())],
    [
      'ended long ago',
      async (id) => {
        await door.end(id);
        ports.clock.advance(11 * 60_000);
      },
    ],
    [
      'was deleted',
      async (id) => {
        await door.end(id);
        await ports.runs.remove(id);
      },
    ],
  ])('asks for what is there, and is asked anew where that %s', async (_name, end) => {
    const first = ask({}, { repeats: 'join' });
    const [id = ''] = await untilAsked(1);
    await door.giveUp(first);
    await end(id);
    for (const _ of ['one', 'other']) ask({}, { repeats: 'join' });
    const [, next] = await untilAsked(2);
    await soon(joined).toBe(1);
    expect(new Set(asked())).toEqual(new Set([id, next]));
  });

  // Every order in which two who share a consultation can hang up, or be told instead.
  it.each([
    [['first', 'second'], true],
    [['second', 'first'], true],
    [['first'], false],
    [['second'], false],
  ] as const)('that may be ended by a hang-up is ended after the last of those who wait, hung up: %j', async (gone, ends) => {
    const callers = { first: ask({}, { onDisconnect: 'cancel' }), second: undefined as RawRequest | undefined };
    const [id = ''] = await untilAsked(1);
    callers.second = ask({}, { onDisconnect: 'cancel', repeats: 'join' });
    await soon(joined).toBe(1);
    for (const who of gone) {
      expect((await runOf(ports, id)).status).toBe('open');
      callers[who]?.hangUp();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await soon(async () => (await runOf(ports, id)).status).toBe(ends ? 'cancelled' : 'open');
  });

  it('ends its consultation when it is hung up, where that is asked for and nobody else waits', async () => {
    const first = ask({}, { onDisconnect: 'cancel' });
    const [id = ''] = await untilAsked(1);
    const second = ask({}, { onDisconnect: 'cancel', repeats: 'join' });
    await soon(joined).toBe(1);
    first.hangUp();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await runOf(ports, id)).status).toBe('open');
    second.hangUp();
    await soon(async () => (await runOf(ports, id)).status).toBe('cancelled');
  });

  it('goes on when it is hung up, unless that is asked for', async () => {
    const first = ask();
    const [id = ''] = await untilAsked(1);
    await door.giveUp(first);
    expect((await runOf(ports, id)).status).toBe('open');
  });

  describe('where nobody sees a client hang up', () => {
    beforeEach(() => serveWith({}));

    it.each([
      ['joins once a usual client has given up', 30, {}, 1],
      ['is asked anew before that', 10, {}, 2],
      ['joins at once where the client says that it repeats', 1, { 'x-stainless-retry-count': '1' }, 1],
    ])('a repeat %s', async (_name, seconds, headers, questions) => {
      ask();
      await untilAsked(1);
      ports.clock.advance(seconds * 1000);
      ask(headers);
      await soon(() => asked().length + joined()).toBe(2);
      expect(asked()).toHaveLength(questions);
    });

    it('an answer that was sent counts as read', async () => {
      const first = ask();
      const [id = ''] = await untilAsked(1);
      await door.end(id);
      await first.answer;
      expect(door.told).toEqual(['delivered']);
    });
  });
});
