/** What the database keeps, on any adapter: a suite a noun, and the properties that tie them together. */
import { afterAll, beforeAll, describe } from 'vitest';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { agendaCases } from './agenda-cases.ts';
import { deliveriesCases } from './deliveries-cases.ts';
import { feedbackCases } from './feedback-cases.ts';
import { healthCases } from './health-cases.ts';
import { listingsCases } from './listings-cases.ts';
import { opinionsCases } from './opinions-cases.ts';
import { reliabilityCases } from './reliability-cases.ts';
import { replacedCases } from './replaced-cases.ts';
import { requestsCases } from './requests-cases.ts';
import { roundsCases } from './rounds-cases.ts';
import { runsCases } from './runs-cases.ts';
import { secretUsesCases } from './secret-uses-cases.ts';
import { storedProperties } from './stored-properties.ts';
import { verdictsCases } from './verdicts-cases.ts';

/** Ports under test. The suite uses its own ids and tenants, so they may hold other runs. */
export interface OpenStored {
  readonly stored: StoredPorts;
  close(): Promise<void>;
}

/** Registers the suites; `propertyRuns` is how many random interleavings each property tries. */
export function storedContract(name: string, open: () => Promise<OpenStored>, { propertyRuns = 60 } = {}): void {
  describe(`what is stored ${name}`, () => {
    let opened: OpenStored;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());
    const stored = (): StoredPorts => opened.stored;

    describe('runs', () => runsCases(stored));
    describe('a second round', () => roundsCases(stored));
    describe('seats that are given away', () => replacedCases(stored));
    describe('opinions', () => opinionsCases(stored));
    describe('verdicts', () => verdictsCases(stored));
    describe('deliveries', () => deliveriesCases(stored));
    describe('requests', () => requestsCases(stored));
    describe('health', () => healthCases(stored));
    describe('the agenda of schedules', () => agendaCases(stored));
    describe('uses of secrets', () => secretUsesCases(stored));
    describe('learnt reliability', () => reliabilityCases(stored, propertyRuns));
    describe('feedback', () => feedbackCases(stored));
    describe('listings', () => listingsCases(stored));
    describe('under any interleaving', () => storedProperties(stored, propertyRuns));
  });
}
