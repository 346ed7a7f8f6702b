/** Requests that a caller may repeat. */
import { expect, it } from 'vitest';
import type { KeptRequest } from '../../shared/contract/kept-request.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { unique } from './samples.ts';

const at = '2026-03-01T10:00:30.000Z';

function awaited(more: Partial<KeptRequest> = {}): KeptRequest {
  return { consultationId: unique('run'), holder: unique('holder'), state: 'awaited', at, until: '2126-03-01T10:10:30.000Z', ...more };
}

export function requestsCases(open: () => StoredPorts): void {
  it('gives back what is kept of a fingerprint, the oldest consultation first, and nothing of another', async () => {
    const fingerprint = unique('fingerprint');
    const second = awaited({ consultationId: '0199-b' });
    const first = awaited({ consultationId: '0199-a', state: 'lost' });
    for (const request of [second, first]) await open().requests.add(fingerprint, request);
    await open().requests.add(unique('fingerprint'), awaited());
    expect(await open().requests.list(fingerprint)).toEqual([first, second]);
  });

  it('forgets a request that nobody may join any more', async () => {
    const fingerprint = unique('fingerprint');
    await open().requests.add(fingerprint, awaited({ until: '2020-03-01T10:10:30.000Z' }));
    expect(await open().requests.list(fingerprint)).toEqual([]);
  });

  it('is changed by whoever holds it, also twice, and by nobody else', async () => {
    const fingerprint = unique('fingerprint');
    const first = awaited();
    await open().requests.add(fingerprint, first);
    const taken = { ...first, holder: unique('holder') };
    expect(await open().requests.change(fingerprint, first.holder, taken)).toBe(true);
    expect(await open().requests.change(fingerprint, first.holder, { ...first, state: 'delivered' })).toBe(false);
    const lost = { ...taken, state: 'lost' as const };
    expect(await open().requests.change(fingerprint, taken.holder, lost)).toBe(true);
    expect(await open().requests.change(fingerprint, taken.holder, lost)).toBe(true);
    expect(await open().requests.list(fingerprint)).toEqual([lost]);
  });

  it('is taken by one of 20 repeats at once', async () => {
    const fingerprint = unique('fingerprint');
    const first = awaited({ state: 'lost' });
    await open().requests.add(fingerprint, first);
    const takers = Array.from({ length: 20 }, () => ({ ...first, state: 'awaited' as const, holder: unique('holder') }));
    const taken = await Promise.all(takers.map((taker) => open().requests.change(fingerprint, first.holder, taker)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await open().requests.list(fingerprint)).toEqual([takers[taken.indexOf(true)]]);
  });

  it('is not there for a consultation that was never kept', async () => {
    expect(await open().requests.change(unique('fingerprint'), 'nobody', awaited())).toBe(false);
  });
}
