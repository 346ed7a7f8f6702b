/** Bodies with endless members or levels: refused before each member gets words of its own, and in few words. */
import { beforeEach, describe, expect, it } from 'vitest';
import { requireModest } from '../../../functions/api/body-shape.ts';
import { openApi, type TestApi } from '../../support/api.ts';

const many = 100_000;
const numbers = Array.from({ length: many }, (_, index) => index);
const named = Object.fromEntries(numbers.map((index) => [`k${index}`, index]));
/** A list in a list, as text: JSON.stringify could not write it. */
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const chat = (message: object) => ({ model: 'circle/default', messages: [message] });

let api: TestApi;
beforeEach(() => {
  api = openApi();
});

describe('a body with endless members', () => {
  it.each([
    ['metadata', '/v1/consultations', { question: 'Why?', metadata: named }],
    ['fields that nobody knows', '/v1/consultations', { question: 'Why?', ...named }],
    ['options', '/v1/consultations', { question: 'Why?', options: numbers }],
    ['experts', '/v1/consultations', { question: 'Why?', experts: numbers.map(String) }],
    ['turns', '/v1/consultations', { question: 'Why?', messages: numbers }],
    ['images', '/v1/consultations', { question: 'Why?', images: numbers }],
    ['parts of a chat message', '/v1/chat/completions', chat({ role: 'user', content: numbers.map(() => ({ type: 'x' })) })],
    ['texts of a chat message', '/v1/chat/completions', chat({ role: 'system', content: numbers })],
    ['chat messages', '/v1/chat/completions', { model: 'circle/default', messages: numbers }],
    ['parameters of a chat', '/v1/chat/completions', { ...chat({ role: 'user', content: 'Why?' }), ...named }],
    ['feedback', '/v1/consultations/one/feedback', named],
    ['an opinion', '/v1/consultations/one/opinions', { expert: 'a', answer: 'b', ...named }],
  ])('is refused in few words: %s', async (_, path, body) => {
    const { status, body: answer } = await api.send('POST', path, { body });
    expect(status).toBe(400);
    expect(JSON.stringify(answer).length).toBeLessThan(4000);
  });

  it('is told its first faults only, where it has few enough to be read', async () => {
    const metadata = Object.fromEntries(numbers.slice(0, 900).map((index) => [`k${index}`, index]));
    const { status, body } = await api.send('POST', '/v1/consultations', { body: { question: 'Why?', metadata } });
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([{ field: '', message: 'and 880 more' }]) },
    });
  });

  it('is read as long as it is a schema, whose length is bounded', async () => {
    const schema = { enum: numbers.slice(0, 8000) };
    expect((await api.send('POST', '/v1/consultations', { body: { question: 'Why?', schema } })).status).toBe(202);
  });

  it('is looked at no further than it may reach', () => {
    let looks = 0;
    const counting = new Proxy(named, {
      ownKeys: (target) => {
        looks += 1;
        return Reflect.ownKeys(target);
      },
      get: (target, key) => {
        looks += 1;
        return Reflect.get(target, key);
      },
    });
    expect(() => requireModest({ metadata: counting })).toThrow('at most 2000 are read');
    expect(looks).toBe(1);
  });
});

describe('a body that is nested without end', () => {
  it.each([
    ['a schema', '/v1/consultations', `{"question":"Why?","schema":${nested(200_000)}}`],
    ['turns', '/v1/consultations', `{"question":"Why?","messages":${nested(200_000)}}`],
    ['a field that nobody knows', '/v1/consultations', `{"question":"Why?","a":${nested(200_000)}}`],
    ['a form of a chat', '/v1/chat/completions', `{"model":"m","messages":[],"response_format":${nested(200_000)}}`],
  ])('is refused by name: %s', async (_, path, body) => {
    const { status, body: answer } = await api.send('POST', path, { body });
    expect(status).toBe(400);
    expect(JSON.stringify(answer)).toContain('levels deep');
  });

  it('is refused by name for an agent too', async () => {
    const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${nested(200_000)}}`;
    const { status } = await api.send('POST', 'http://127.0.0.1:7330/mcp', {
      body,
      headers: { accept: 'application/json, text/event-stream' },
    });
    expect(status).toBe(400);
  });
});

describe('a host', () => {
  it.each(['999.1.1.1', '1.2.3.4.5', '[::1', 'a..b', '%00'])('that is none is refused, and is no error of ours: %s', async (host) => {
    const { status } = await api.send('POST', `http://${host}/mcp`, { body: {} }).catch(() => ({ status: 403 }));
    expect(status).toBe(403);
    expect(api.ports.log.of('REQUEST_FAILED')).toEqual([]);
  });
});
