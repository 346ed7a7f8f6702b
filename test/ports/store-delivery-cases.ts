/** The log of deliveries: every change is made under the version that it was made from. */
import { expect, it } from 'vitest';
import type { Delivery } from '../../shared/contract/delivery.ts';
import type { Store } from '../../shared/ports.ts';
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

export function storeDeliveryCases(open: () => Store): void {
  it('gives back a delivery as it was saved, and as it was changed', async () => {
    const first = newDelivery();
    expect(await open().saveDelivery(first)).toBe(true);
    expect(await open().readDeliveries(first.consultationId)).toEqual([first]);
    expect(await open().saveDelivery(failed(first))).toBe(true);
    expect(await open().readDeliveries(first.consultationId)).toEqual([failed(first)]);
  });

  it('knows of no delivery before one is saved', async () => {
    expect(await open().readDeliveries(unique('none'))).toEqual([]);
  });

  it('gives back the deliveries of one consultation, in their order, and nothing else that lies beside them', async () => {
    const run = sampleRun();
    await open().createRun(run);
    await open().recordOpinion(run.id, sampleOpinion('expert-0'));
    const deliveries = [0, 1, 2].map((webhook) => newDelivery({ consultationId: run.id, webhook }));
    for (const delivery of deliveries.toReversed()) await open().saveDelivery(delivery);
    await open().saveDelivery(newDelivery());
    expect(await open().readDeliveries(run.id)).toEqual(deliveries);
    expect((await open().readOpinions(run.id)).opinions).toHaveLength(1);
  });

  it('begins a delivery once', async () => {
    const first = newDelivery();
    await open().saveDelivery(first);
    expect(await open().saveDelivery({ ...first, attemptSince: '2026-03-01T11:00:00.000Z' })).toBe(false);
    expect(await open().readDeliveries(first.consultationId)).toEqual([first]);
  });

  it.each([
    ['has been changed since', 2],
    ['is not there yet', 3],
  ])('changes nothing on a version that %s', async (_, version) => {
    const first = newDelivery();
    await open().saveDelivery(first);
    if (version === 2) await open().saveDelivery(failed(first));
    const before = await open().readDeliveries(first.consultationId);
    expect(await open().saveDelivery({ ...first, version, state: 'delivered' })).toBe(false);
    expect(await open().readDeliveries(first.consultationId)).toEqual(before);
  });

  it('changes nothing on a delivery that does not exist', async () => {
    const missing = newDelivery({ version: 2 });
    expect(await open().saveDelivery(missing)).toBe(false);
    expect(await open().readDeliveries(missing.consultationId)).toEqual([]);
  });

  it('lets one of many copies begin', async () => {
    const { consultationId } = newDelivery();
    const begun = await Promise.all(Array.from({ length: 10 }, () => open().saveDelivery(newDelivery({ consultationId }))));
    expect(begun.filter(Boolean)).toHaveLength(1);
  });

  it('refuses a delivery that does not fit its schema', async () => {
    const broken = newDelivery({ attemptSince: 'soon' });
    await expect(open().saveDelivery(broken)).rejects.toThrow();
    expect(await open().readDeliveries(broken.consultationId)).toEqual([]);
  });
}
