/** Requests that a caller may repeat. */
import { expect, it } from 'vitest';
import { answerState, type KeptRequest } from '../../shared/contract/kept-request.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { mostListed } from '../../shared/ports/requests.ts';
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
    expect(await open().requests.list(fingerprint, answerState.options)).toEqual([first, second]);
  });

  it('gives what is in the states that are asked for, as they are now', async () => {
    const fingerprint = unique('fingerprint');
    const [one, other] = [awaited({ consultationId: '0199-a' }), awaited({ consultationId: '0199-b', state: 'delivered' })];
    for (const request of [one, other]) await open().requests.add(fingerprint, request);
    expect(await open().requests.list(fingerprint, ['awaited', 'lost'])).toEqual([one]);
    await open().requests.change(fingerprint, one.holder, { ...one, state: 'delivered' });
    expect(await open().requests.list(fingerprint, ['awaited', 'lost'])).toEqual([]);
    expect(await open().requests.list(fingerprint, ['delivered'])).toHaveLength(2);
  });

  it('gives the newest hundred of a question that is asked all the time', async () => {
    const fingerprint = unique('fingerprint');
    const many = Array.from({ length: mostListed + 20 }, (_, index) => awaited({ consultationId: `0199-${1000 + index}`, state: 'lost' }));
    await Promise.all(many.map((request) => open().requests.add(fingerprint, request)));
    expect(await open().requests.list(fingerprint, answerState.options)).toEqual(many.slice(20));
  });

  it('forgets a request that nobody may join any more', async () => {
    const fingerprint = unique('fingerprint');
    await open().requests.add(fingerprint, awaited({ until: '2020-03-01T10:10:30.000Z' }));
    expect(await open().requests.list(fingerprint, answerState.options)).toEqual([]);
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
    expect(await open().requests.list(fingerprint, answerState.options)).toEqual([lost]);
  });

  it('is taken by one of 20 repeats at once', async () => {
    const fingerprint = unique('fingerprint');
    const first = awaited({ state: 'lost' });
    await open().requests.add(fingerprint, first);
    const takers = Array.from({ length: 20 }, () => ({ ...first, state: 'awaited' as const, holder: unique('holder') }));
    const taken = await Promise.all(takers.map((taker) => open().requests.change(fingerprint, first.holder, taker)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await open().requests.list(fingerprint, answerState.options)).toEqual([takers[taken.indexOf(true)]]);
  });

  it('is not there for a consultation that was never kept', async () => {
    expect(await open().requests.change(unique('fingerprint'), 'nobody', awaited())).toBe(false);
  });
}
