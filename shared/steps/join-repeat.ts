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
  /** It is in the store already. */
  readonly kept: boolean;
}

/** What is found of earlier requests. */
export interface Found {
  /** The run that a request repeats, now held by this request; absent where it repeats none. */
  readonly joined?: { readonly run: Run; readonly place: Place };
  /** The newest consultation that is known of the question, whether it can be joined or not. */
  readonly newest: string | undefined;
}

/** Looks for the run that a request repeats. */
export async function joinRepeat(fingerprint: string, repeating: Repeating, ports: JoinPorts): Promise<Found> {
  const { requests, runs, clock } = ports;
  const now = clock.now();
  const earlier = await requests.list(fingerprint, repeatableStates(repeating));
  const newest = earlier.at(-1)?.consultationId;
  for (const kept of repeatable(earlier, repeating, now)) {
    const run = await runs.get(kept.consultationId);
    if (run === undefined || !canBeJoined(run, now)) continue;
    const request = { ...kept, holder: randomUUID(), state: 'awaited' as const, at: now.toISOString(), until: joinableUntil(run, now) };
    // Another repeat may have been quicker: each answer that was lost is given to one. Whoever wants what is there need not be the one.
    const held = await requests.change(fingerprint, kept.holder, request);
    if (held || repeating.said === 'join') return { joined: { run, place: { fingerprint, request, kept: true } }, newest };
  }
  return { newest };
}

/**
 * The key under which a request makes its run that wants what is there and has found nothing: several at the same moment have the same one,
 * so one run is made. It names the run before it: `newest`, as the request found it, so that none of those that failed before is looked at again.
 * Where none is known any more, an hour takes its place, and the one before it for whoever comes just behind its end.
 */
export async function keyToJoin(
  tenant: string,
  fingerprint: string,
  newest: string | undefined,
  { runs, clock }: Pick<Ports, 'runs' | 'clock'>,
): Promise<Idempotency> {
  const now = clock.now();
  const hours = [...new Set([now.getTime() - lateMs, now.getTime()].map((ms) => new Date(ms).toISOString().slice(0, 13)))];
  const found = [];
  for (const start of newest === undefined ? hours : [newest]) {
    const walked = await lastKey(tenant, fingerprint, start, { runs, now });
    if (walked.joins) return walked.idempotency;
    found.push(walked.idempotency);
  }
  return found.at(-1) ?? { key: `join ${fingerprint} ${hours.at(-1)} `, digest: fingerprint };
}

/** Milliseconds within which a run that was asked for is made. */
const lateMs = 30_000;

/** The first key of a row that is free, or whose run can be joined. */
async function lastKey(
  tenant: string,
  fingerprint: string,
  start: string,
  { runs, now }: { readonly runs: Ports['runs']; readonly now: Date },
): Promise<{ readonly idempotency: Idempotency; readonly joins: boolean }> {
  for (let before = ''; ; ) {
    const idempotency = { key: `join ${fingerprint} ${start} ${before}`, digest: fingerprint };
    const earlier = await runs.findKey(tenant, idempotency);
    if (earlier === undefined) return { idempotency, joins: false };
    const run = await runs.state(earlier.existingId);
    if (run !== undefined && canBeJoined(run, now)) return { idempotency, joins: true };
    before = earlier.existingId;
  }
}

/** The place of whoever waits for the answer of a run; kept at once unless the answer is told at once, which keeps it with what became of it. */
export async function awaitAnswer(
  fingerprint: string,
  run: Run,
  toldAtOnce: boolean,
  { requests, clock }: Omit<JoinPorts, 'runs'>,
): Promise<Place> {
  const now = clock.now();
  const { id: consultationId } = run;
  const request: KeptRequest = {
    consultationId,
    holder: randomUUID(),
    state: 'awaited',
    at: now.toISOString(),
    until: joinableUntil(run, now),
  };
  if (!toldAtOnce) await requests.add(fingerprint, request);
  return { fingerprint, request, kept: !toldAtOnce };
}

/**
 * Keeps what became of the answer at a place; false if another request has taken the place. `forMs` is how long it may be asked for again
 * where that is shorter than usual.
 */
export async function settleAnswer(
  { fingerprint, request, kept }: Place,
  state: AnswerState,
  { requests, runs, clock }: JoinPorts,
  forMs?: number,
): Promise<boolean> {
  const run = await runs.state(request.consultationId);
  if (run === undefined) return false;
  const now = clock.now();
  const until = forMs === undefined ? joinableUntil(run, now) : new Date(now.getTime() + forMs).toISOString();
  const settled = { ...request, state, at: now.toISOString(), until };
  if (kept) return requests.change(fingerprint, request.holder, settled);
  await requests.add(fingerprint, settled);
  return true;
}
