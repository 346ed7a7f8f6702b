/** Schemas and answers of others in threads of their own: what they cost, nobody else waits for. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readAnswer, requireConforming, usableQuestion } from '../../shared/runtime/schemas/schema-threads.ts';

const slow = JSON.stringify({ type: 'string', pattern: '^(a+)+$' });
const endless = JSON.stringify(`${'a'.repeat(60)}!`);
const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

/** The result, and the ticks of ten milliseconds that this thread has taken meanwhile, of those that it would have taken idle. */
async function beside<Result>(work: Promise<Result>): Promise<{ readonly result: Result; readonly share: number }> {
  const began = performance.now();
  let [ticks, running] = [0, true];
  const ticking = (async () => {
    while (running) {
      await sleep(10);
      ticks += 1;
    }
  })();
  const result = await work;
  running = false;
  await ticking;
  return { result, share: ticks / ((performance.now() - began) / 10) };
}

describe('a schema', () => {
  it('comes back as the text that a run keeps', async () => {
    const schema = { type: 'object', properties: { child: { $ref: '#' } } };
    expect(await usableQuestion({ schema })).toEqual({ body: { schema }, schema: JSON.stringify(schema) });
    expect(await usableQuestion({})).toEqual({ body: {}, schema: undefined });
  });

  it.each([
    ['of no known type', { type: 'nothing' }],
    ['of too many parts', { oneOf: names(2400).map(() => ({ type: 'string' })) }],
    ['with too many names', { dependentRequired: { p: names(6000) } }],
  ])('is refused by its field where it is %s', async (_, schema) => {
    await expect(usableQuestion({ schema })).rejects.toMatchObject({
      name: 'InvalidInput',
      fields: [{ field: 'schema', message: expect.stringContaining('is no JSON Schema that can be used') }],
    });
  });
});

describe('an answer', () => {
  it('is read under its schema', async () => {
    expect(await readAnswer('{"type":"number"}', 'It is ```json\n42\n```')).toEqual({ answer: '42' });
    expect(await requireConforming('{"type":"number"}', ' 42 ')).toBe('42');
    await expect(requireConforming('{"type":"number"}', '"x"')).rejects.toMatchObject({
      name: 'InvalidInput',
      fields: [{ field: 'answer' }],
    });
  });

  it('that takes for ever is given up, and this thread works on meanwhile', { timeout: 60_000 }, async () => {
    const { result, share } = await beside(readAnswer(slow, endless));
    expect(result).toEqual({ flaw: expect.stringContaining('could not be checked'), readable: true });
    expect(share).toBeGreaterThan(0.2);
  });

  it('waits for another that takes for ever no longer than for its turn', { timeout: 60_000 }, async () => {
    const order: string[] = [];
    await Promise.all([
      readAnswer(slow, endless).then(() => order.push('slow')),
      readAnswer('{}', '1').then(() => order.push('quick')),
      readAnswer('{}', '2').then(() => order.push('quick')),
    ]);
    expect(order).toEqual(['quick', 'quick', 'slow']);
  });

  it('of the largest size is read beside others of its kind', { timeout: 120_000 }, async () => {
    const schema = JSON.stringify({ type: 'array', items: { type: 'string' }, uniqueItems: true });
    const texts = names(4).map(() => JSON.stringify(names(80_000)));
    expect(await Promise.all(texts.map((text) => readAnswer(schema, text)))).toEqual(texts.map((answer) => ({ answer })));
  });

  it('of many at once is each read', async () => {
    const answers = await Promise.all(names(300).map((name) => readAnswer('{"type":"string"}', JSON.stringify(name))));
    expect(answers).toEqual(names(300).map((name) => ({ answer: JSON.stringify(name) })));
  });
});
