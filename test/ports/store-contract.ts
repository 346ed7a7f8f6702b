/** What every store does. Run it on each adapter; the parts of the suite lie in files of their own. */
import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../../shared/ports.ts';
import { storeDeliveryCases } from './store-delivery-cases.ts';
import { storeListingCases } from './store-listing-cases.ts';
import { storeOpinionCases } from './store-opinion-cases.ts';
import { storeProperties } from './store-properties.ts';
import { storeReliabilityCases } from './store-reliability-cases.ts';
import { storeRunCases } from './store-run-cases.ts';

/** A store under test. The suite uses its own ids and tenants, so it may hold other runs. */
export interface OpenStore {
  readonly store: Store;
  close(): Promise<void>;
}

/** Registers the suite; `propertyRuns` is how many random interleavings each property tries. */
export function storeContract(name: string, open: () => Promise<OpenStore>, { propertyRuns = 60 } = {}): void {
  describe(`the store ${name}`, () => {
    let opened: OpenStore;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());
    const store = (): Store => opened.store;

    describe('runs', () => storeRunCases(store));
    describe('opinions', () => storeOpinionCases(store));
    describe('deliveries', () => storeDeliveryCases(store));
    describe('learnt reliability', () => storeReliabilityCases(store, propertyRuns));
    describe('listings', () => storeListingCases(store));
    describe('under any interleaving', () => storeProperties(store, propertyRuns));
  });
}
