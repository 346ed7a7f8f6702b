/** Verdicts: written once, with the end of the run. */
import { expect, it } from 'vitest';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { expertNames, sampleOpinion, sampleRun, sampleVerdict } from './samples.ts';

const endedAt = '2026-03-01T10:00:30.000Z';

export function verdictsCases(open: () => StoredPorts): void {
  async function create(overrides: Parameters<typeof sampleRun>[0] = {}): Promise<string> {
    const run = sampleRun(overrides);
    await open().runs.create(run);
    return run.id;
  }

  it('ends a closed run with its verdict', async () => {
    const id = await create();
    await open().runs.saveToken(id, 'token-1');
    await open().runs.close(id, () => 'quorum');
    expect(await open().verdicts.publish(id, 'decided', sampleVerdict(), endedAt)).toBe(true);
    const run = await open().runs.get(id);
    expect(run).toMatchObject({ status: 'decided', endedAt, endedBy: 'quorum' });
    expect(await open().verdicts.get(id)).toEqual(sampleVerdict());
  });

  it('writes a verdict once', async () => {
    const id = await create();
    await open().runs.close(id, () => 'quorum');
    await open().verdicts.publish(id, 'decided', sampleVerdict({ method: 'first' }), endedAt);
    expect(await open().verdicts.publish(id, 'no-quorum', sampleVerdict({ method: 'second' }), endedAt)).toBe(false);
    expect((await open().runs.get(id))?.status).toBe('decided');
    expect((await open().verdicts.get(id))?.method).toBe('first');
  });

  it('gives no verdict to a run whose opinions are not frozen', async () => {
    const id = await create();
    expect(await open().verdicts.publish(id, 'decided', sampleVerdict(), endedAt)).toBe(false);
    expect((await open().runs.get(id))?.status).toBe('open');
    expect(await open().verdicts.get(id)).toBeUndefined();
  });

  it('stores a verdict whose own words, nobody else’s, are more than one item holds', async () => {
    const id = await create();
    for (const expert of expertNames(3)) await open().opinions.record(id, sampleOpinion(expert));
    const verdict = sampleVerdict({ answer: 'ä'.repeat(500_000) });
    await open().runs.close(id, () => 'all');
    expect(await open().verdicts.publish(id, 'decided', verdict, endedAt)).toBe(true);
    expect(await open().verdicts.get(id)).toEqual(verdict);
  });

  it('stores a verdict that quotes more text than one item holds', async () => {
    const id = await create();
    const [first = '', ...others] = expertNames(3);
    for (const expert of expertNames(3)) {
      await open().opinions.record(id, sampleOpinion(expert, { answer: `${expert}: ${'long '.repeat(50_000)}` }));
    }
    const { opinions } = await open().opinions.read(id);
    const answerOf = (expert: string): string => opinions.find((opinion) => opinion.expert === expert)?.answer ?? '';
    const dissent = others.map((expert) => ({ expert, answer: answerOf(expert) }));
    const verdict = sampleVerdict({ answer: answerOf(first), pick: first, dissent });
    await open().runs.close(id, () => 'all');
    expect(await open().verdicts.publish(id, 'decided', verdict, endedAt)).toBe(true);
    expect(await open().verdicts.get(id)).toEqual(verdict);
  });
}
