/** What the servers of a month have said of their consultations, read day by day: the oldest are removed meanwhile. */
import { type CircleClient, circleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { ShownDelivery } from '../../../shared/contract/delivery.ts';
import type { ShownSchedule } from '../../../shared/contract/schedule.ts';
import { type Machine, machineKey } from './machine.ts';

export interface Known {
  readonly consultations: () => readonly Consultation[];
  /** By consultation. */
  readonly deliveries: () => ReadonlyMap<string, readonly ShownDelivery[]>;
  readonly schedules: () => readonly ShownSchedule[];
  /** Reads what is new, and again what had not come to its end. */
  read(): Promise<void>;
}

/** Opens what is known, with nothing in it. */
export function openKnown(machine: Machine): Known {
  const consultations = new Map<string, Consultation>();
  const deliveries = new Map<string, readonly ShownDelivery[]>();
  let schedules: readonly ShownSchedule[] = [];
  const isSettled = (id: string) =>
    consultations.has(id) &&
    consultations.get(id)?.status !== 'open' &&
    deliveries.get(id)?.every(({ state }) => state !== 'pending') !== false;
  const look = async (client: CircleClient, id: string) => {
    if (isSettled(id)) return;
    const one = await client.get(id);
    consultations.set(id, one);
    if (one.circle === 'told') deliveries.set(id, await client.deliveries(id));
  };
  return {
    consultations: () => [...consultations.values()],
    deliveries: () => deliveries,
    schedules: () => schedules,
    async read() {
      const client = circleClient({ url: machine.server().url, key: machineKey });
      schedules = await client.schedules();
      let cursor: string | null = null;
      do {
        const page = await client.list({ limit: 100, ...(cursor !== null && { cursor }) });
        for (const { id } of page.consultations) await look(client, id);
        cursor = page.cursor;
      } while (cursor !== null);
    },
  };
}
