import { beforeEach, describe, expect, it, vi } from 'vitest';
import { probeExperts } from '../../../functions/jobs/probe-experts.ts';
import type { ExpertHealth } from '../../../shared/contract/expert.ts';
import { callFunction } from '../../../shared/runtime/define-function.ts';
import { openPorts, type TestPorts } from '../../support/ports.ts';

let ports: TestPorts;
beforeEach(() => {
  ports = openPorts();
});

async function probe(): Promise<ReadonlyMap<string, ExpertHealth>> {
  await callFunction(probeExperts, ports, {});
  return new Map((await ports.health.read()).map((health) => [health.expert, health]));
}

describe('the probe', () => {
  it('finds everybody ready whose key is set or whose server answers', async () => {
    const health = await probe();
    for (const expert of ['ada', 'bob', 'cyd', 'dot', 'eve', 'demo-a']) expect(health.get(expert)).toMatchObject({ status: 'ready' });
  });

  it('counts who is ready and who is not, and dates each look', async () => {
    await expect(callFunction(probeExperts, ports, {})).resolves.toEqual({ ready: 7, unavailable: 0 });
    expect((await probe()).get('ada')?.checkedAt).toBe('2026-03-01T10:00:00.000Z');
  });

  it('names the key that is not set', async () => {
    ports.vault.keys.delete('OPENAI_API_KEY');
    expect((await probe()).get('ada')).toMatchObject({ status: 'unavailable', reason: 'the key OPENAI_API_KEY is not set' });
  });

  it('names why a server of one’s own does not answer', async () => {
    ports.unreachable.set('http://127.0.0.1:11434/v1/models', '127.0.0.1:11434 does not answer');
    expect((await probe()).get('dot')).toMatchObject({ status: 'unavailable', reason: '127.0.0.1:11434 does not answer' });
  });

  it('does not guess about a role’s permission', async () => {
    expect((await probe()).get('nova')).toMatchObject({ status: 'unknown' });
  });

  it('says of an expert without a worker that no circle seats its kind', async () => {
    await callFunction(probeExperts, { ...ports, knowledge: { ...ports.knowledge, workers: ['openai'] } }, {});
    const health = new Map((await ports.health.read()).map((one) => [one.expert, one]));
    expect(health.get('nova')).toMatchObject({
      status: 'unavailable',
      reason: expect.stringContaining('no circle seats an expert of bedrock'),
    });
    expect(health.get('ada')).toMatchObject({ status: 'ready' });
  });

  it('reads no key: a look is not a use', async () => {
    await probe();
    expect(ports.vault.uses).toEqual([]);
  });

  it('shows a vault that fails as the reason, and still looks at the others', async () => {
    vi.spyOn(ports.vault, 'has').mockRejectedValue(new Error('the vault is locked'));
    const health = await probe();
    expect(health.get('ada')).toMatchObject({ status: 'unavailable', reason: 'the vault is locked' });
    expect(health.get('dot')).toMatchObject({ status: 'ready' });
  });
});
