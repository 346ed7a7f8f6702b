/** The log of deliveries: every change is made under the version that it was made from. */
import { expect, it } from 'vitest';
import type { Delivery } from '../../shared/contract/delivery.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { sampleOpinion, sampleRun, unique } from './samples.ts';

const at = '2026-03-01T10:00:30.000Z';

function newDelivery(overrides: Partial<Delivery> = {}): Delivery {
  return { consultationId: unique('run'), webhook: 0, version: 1, state: 'pending', attempts: [], attemptSince: at, ...overrides };
}

/** What follows on a delivery: its attempt has failed. */
function failed(begun: Delivery): Delivery {
  const { attemptSince: _, ...delivery } = begun;
  return { ...delivery, version: delivery.version + 1, attempts: [{ at, status: 500 }], nextAttemptAt: at };
}

export function deliveriesCases(open: () => StoredPorts): void {
  it('gives back a delivery as it was saved, and as it was changed', async () => {
    const first = newDelivery();
    expect(await open().deliveries.save(first)).toBe(true);
    expect(await open().deliveries.read(first.consultationId)).toEqual([first]);
    expect(await open().deliveries.save(failed(first))).toBe(true);
    expect(await open().deliveries.read(first.consultationId)).toEqual([failed(first)]);
  });

  it('knows of no delivery before one is saved', async () => {
    expect(await open().deliveries.read(unique('none'))).toEqual([]);
  });

  it('gives back the deliveries of one consultation, in their order, and nothing else that lies beside them', async () => {
    const run = sampleRun();
    await open().runs.create(run);
    await open().opinions.record(run.id, sampleOpinion('expert-0'));
    const deliveries = [0, 1, 2].map((webhook) => newDelivery({ consultationId: run.id, webhook }));
    for (const delivery of deliveries.toReversed()) await open().deliveries.save(delivery);
    await open().deliveries.save(newDelivery());
    expect(await open().deliveries.read(run.id)).toEqual(deliveries);
    expect((await open().opinions.read(run.id)).opinions).toHaveLength(1);
  });

  it('begins a delivery once', async () => {
    const first = newDelivery();
    await open().deliveries.save(first);
    expect(await open().deliveries.save({ ...first, attemptSince: '2026-03-01T11:00:00.000Z' })).toBe(false);
    expect(await open().deliveries.read(first.consultationId)).toEqual([first]);
  });

  it.each([
    ['has been changed since', 2],
    ['is not there yet', 3],
  ])('changes nothing on a version that %s', async (_, version) => {
    const first = newDelivery();
    await open().deliveries.save(first);
    if (version === 2) await open().deliveries.save(failed(first));
    const before = await open().deliveries.read(first.consultationId);
    expect(await open().deliveries.save({ ...first, version, state: 'delivered' })).toBe(false);
    expect(await open().deliveries.read(first.consultationId)).toEqual(before);
  });

  it('changes nothing on a delivery that does not exist', async () => {
    const missing = newDelivery({ version: 2 });
    expect(await open().deliveries.save(missing)).toBe(false);
    expect(await open().deliveries.read(missing.consultationId)).toEqual([]);
  });

  it('lets one of many copies begin', async () => {
    const { consultationId } = newDelivery();
    const begun = await Promise.all(Array.from({ length: 10 }, () => open().deliveries.save(newDelivery({ consultationId }))));
    expect(begun.filter(Boolean)).toHaveLength(1);
  });

  it('refuses a delivery that does not fit its schema', async () => {
    const broken = newDelivery({ attemptSince: 'soon' });
    await expect(open().deliveries.save(broken)).rejects.toThrow();
    expect(await open().deliveries.read(broken.consultationId)).toEqual([]);
  });
}
