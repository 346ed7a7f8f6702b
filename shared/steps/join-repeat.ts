/** A repeated request joins the consultation of the first, and what became of its answer is kept for the next repeat. */
import { randomUUID } from 'node:crypto';
import type { AnswerState, KeptRequest } from '../contract/kept-request.ts';
import type { Run } from '../contract/run.ts';
import { canBeJoined, joinableUntil, type Repeating, repeatable, repeatableStates } from '../domain/repeats.ts';
import type { Ports } from '../ports/ports.ts';
import type { Idempotency } from '../ports/runs.ts';

type JoinPorts = Pick<Ports, 'requests' | 'runs' | 'clock'>;

/** A place at which somebody waits for an answer. */
export interface Place {
  readonly fingerprint: string;
  readonly request: KeptRequest;
}

/** The run that a request repeats, now held by this request; undefined where it repeats none. */
export async function joinRepeat(
  fingerprint: string,
  repeating: Repeating,
  ports: JoinPorts,
): Promise<{ readonly run: Run; readonly place: Place } | undefined> {
  const { requests, runs, clock } = ports;
  const now = clock.now();
  const earlier = await requests.list(fingerprint, repeatableStates(repeating));
  for (const kept of repeatable(earlier, repeating, now)) {
    const run = await runs.get(kept.consultationId);
    if (run === undefined || !canBeJoined(run, now)) continue;
    const request = { ...kept, holder: randomUUID(), state: 'awaited' as const, at: now.toISOString(), until: joinableUntil(run, now) };
    // Another repeat may have been quicker: each answer that was lost is given to one. Whoever wants what is there need not be the one.
    const held = await requests.change(fingerprint, kept.holder, request);
    if (held || repeating.said === 'join') return { run, place: { fingerprint, request } };
  }
  return undefined;
}

/**
 * The key under which a request makes its run that wants what is there and has found nothing: several at the same moment have the same one,
 * so one run is made. It names the run before it, where that can no longer be joined.
 */
export async function keyToJoin(tenant: string, fingerprint: string, { runs, clock }: Pick<Ports, 'runs' | 'clock'>): Promise<Idempotency> {
  const now = clock.now();
  // Those of earlier hours need not be walked through.
  const hour = now.toISOString().slice(0, 13);
  for (let before = ''; ; ) {
    const idempotency = { key: `join ${fingerprint} ${hour} ${before}`, digest: fingerprint };
    const earlier = await runs.findKey(tenant, idempotency);
    if (earlier === undefined) return idempotency;
    const run = await runs.state(earlier.existingId);
    if (run !== undefined && canBeJoined(run, now)) return idempotency;
    before = earlier.existingId;
  }
}

/** Keeps that somebody waits for the answer of a run. */
export async function awaitAnswer(fingerprint: string, run: Run, { requests, clock }: Omit<JoinPorts, 'runs'>): Promise<Place> {
  const now = clock.now();
  const { id: consultationId } = run;
  const request: KeptRequest = {
    consultationId,
    holder: randomUUID(),
    state: 'awaited',
    at: now.toISOString(),
    until: joinableUntil(run, now),
  };
  await requests.add(fingerprint, request);
  return { fingerprint, request };
}

/**
 * Keeps what became of the answer at a place; false if another request has taken the place. `forMs` is how long it may be asked for again
 * where that is shorter than usual.
 */
export async function settleAnswer(
  { fingerprint, request }: Place,
  state: AnswerState,
  { requests, runs, clock }: JoinPorts,
  forMs?: number,
): Promise<boolean> {
  const run = await runs.state(request.consultationId);
  if (run === undefined) return false;
  const now = clock.now();
  const until = forMs === undefined ? joinableUntil(run, now) : new Date(now.getTime() + forMs).toISOString();
  return requests.change(fingerprint, request.holder, { ...request, state, at: now.toISOString(), until });
}
