/** What every event bus does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsultationEnded, consultationEnded } from '../../shared/contract/workflow.ts';
import type { Bus } from '../../shared/ports/bus.ts';
import { eventually, unique } from './samples.ts';

/** A bus under test, with a listener who hears everything. */
export interface OpenBus {
  readonly bus: Bus;
  /** The events heard so far, as parsed JSON. */
  heard(): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

function sampleEvent(overrides: Partial<ConsultationEnded> = {}): ConsultationEnded {
  return {
    type: 'ConsultationDecided',
    consultationId: unique('run'),
    tenant: 'tenant-a',
    circle: 'default',
    status: 'decided',
    agreement: 0.75,
    confidence: null,
    stability: { unchanged: 0.5 },
    independent: 1.5,
    reliability: { weighs: false },
    costUsd: 0.5,
    costUnknown: [],
    endedAt: '2026-03-01T10:00:30.000Z',
    ...overrides,
  };
}

export function busContract(name: string, open: () => Promise<OpenBus>): void {
  describe(`the bus ${name}`, () => {
    let opened: OpenBus;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    const hear = (consultationId: string): Promise<ConsultationEnded> =>
      eventually(async () => {
        const events = (await opened.heard()).map((event) => consultationEnded.parse(event));
        return events.find((event) => event.consultationId === consultationId);
      });

    it.each([
      sampleEvent(),
      sampleEvent({ type: 'ConsultationFailed', status: 'failed', agreement: null }),
      sampleEvent({ type: 'ConsultationCancelled', status: 'cancelled', agreement: null }),
    ])('tells a listener of $type', async (event) => {
      await opened.bus.publish(event);
      expect(await hear(event.consultationId)).toEqual(event);
    });

    it('refuses an event that does not fit its schema', async () => {
      const broken = { ...sampleEvent(), endedAt: 'yesterday' };
      await expect(opened.bus.publish(broken)).rejects.toThrow();
    });

    it('takes an event that says the same again', async () => {
      const event = sampleEvent();
      await opened.bus.publish(event);
      await opened.bus.publish(event);
      expect(await hear(event.consultationId)).toEqual(event);
    });
  });
}
