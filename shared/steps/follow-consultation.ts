/** Follows a consultation to its end, from any place in it. */
import type { ConsultationEvent } from '../contract/event.ts';
import { endId, eventsOf } from '../domain/consultation-events.ts';
import { visibleStatus } from '../domain/consultation-view.ts';
import { NotFound } from '../errors.ts';
import type { Ports } from '../ports.ts';

/** What a follower sees while nothing happens: that the circle is still there, and how far it is. */
export interface Heartbeat {
  readonly type: 'heartbeat';
  readonly asked: number;
  /** Experts whose opinion is in, whatever it is. */
  readonly heard: number;
}

/** How long to follow, in milliseconds. */
export interface Following {
  /** Nothing happens for this long: a heartbeat. */
  readonly heartbeatMs: number;
  /** Epoch milliseconds after which the following ends, wherever the consultation is. */
  readonly until: number;
  /** Ends the following. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Every event behind `after` (0 for all), each as soon as it is stored, with heartbeats in between; returns after the last one.
 * Throws `NotFound`.
 */
export async function* followConsultation(
  consultationId: string,
  after: number,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { heartbeatMs, until, signal }: Following,
): AsyncGenerator<ConsultationEvent | Heartbeat, void> {
  let seen = after;
  for (;;) {
    const run = await store.getRun(consultationId);
    if (!run) throw new NotFound(`consultation ${consultationId}`);
    const before = seen;
    if (seen < endId(run)) {
      const [{ opinions, attempts }, verdict] = await Promise.all([store.readOpinions(consultationId), store.getVerdict(consultationId)]);
      for (const event of eventsOf(run, opinions, attempts, verdict)) {
        if (event.id <= seen) continue;
        yield event;
        seen = event.id;
      }
    }
    if (visibleStatus(run) !== 'open') return;
    if (seen === before) yield { type: 'heartbeat', asked: run.seats.length, heard: run.arrivals.length };
    const leftMs = until - clock.now().getTime();
    if (leftMs <= 0 || signal?.aborted) return;
    await store.waitForArrival(consultationId, run.arrivals.length, Math.min(heartbeatMs, leftMs));
    if (signal?.aborted) return;
  }
}
