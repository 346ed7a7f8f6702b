/** Follows a consultation to its end, from any place in it. */

import type { ConsultationEvent } from '../contract/event.ts';
import type { Attempt, AttemptNote } from '../contract/opinion.ts';
import { opinionName, storedCount } from '../contract/rounds.ts';
import type { Run } from '../contract/run.ts';
import { withReplacements } from '../contract/seats-now.ts';
import { endId, eventsOf } from '../domain/consultation-events.ts';
import { visibleStatus } from '../domain/consultation-view.ts';
import type { Ports } from '../ports/ports.ts';
import { existingRun, existingState } from './require-run.ts';

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
  /** Moment of the monotonic clock after which the following ends, wherever the consultation is. */
  readonly until: number;
  /** Ends the following. */
  readonly signal?: AbortSignal | undefined;
}

type FollowPorts = Pick<Ports, 'runs' | 'opinions' | 'verdicts' | 'clock'>;

/** Milliseconds between two looks at a run that is silent: attempts wake nobody. */
const lookMs = 2000;

/**
 * Every event behind `after` (0 for all), each as soon as it is stored, with heartbeats in between; returns after the last one.
 * Throws `NotFound`.
 */
export async function* followConsultation(
  consultationId: string,
  after: number,
  ports: FollowPorts,
  { heartbeatMs, until, signal }: Following,
): AsyncGenerator<ConsultationEvent | Heartbeat, void> {
  const now = () => ports.clock.monotonic();
  const told = new Map<string, number>();
  let seen = after;
  let spokenAt = now();
  // What was asked stays: each further look takes the state alone.
  const whole = await existingRun(consultationId, ports);
  while (!signal?.aborted) {
    const run = withReplacements({ ...whole, ...(await existingState(consultationId, ports)) });
    const news = await newsBehind(seen, run, told, ports);
    yield* news;
    if (visibleStatus(run) !== 'open') return;
    seen = news.at(-1)?.id ?? seen;
    if (news.length > 0) spokenAt = now();
    if (now() - spokenAt >= heartbeatMs) {
      yield { type: 'heartbeat', asked: run.experts.length, heard: run.arrivals.length };
      spokenAt = now();
    }
    if (now() >= until) return;
    // No look may come behind the time of a heartbeat: whoever listens counts on it.
    const silentMs = Math.max(0, spokenAt + heartbeatMs - now());
    await ports.runs.waitForArrival(consultationId, storedCount(run), Math.min(lookMs, silentMs, until - now()));
  }
}

/** Events that are new, and attempts that have not been `told`. */
async function newsBehind(seen: number, run: Run, told: Map<string, number>, ports: FollowPorts): Promise<readonly ConsultationEvent[]> {
  if (seen >= endId(run)) return [];
  const [{ opinions, rounds, attempts }, verdict] = await Promise.all([ports.opinions.read(run.id), ports.verdicts.get(run.id)]);
  const events = eventsOf(run, opinions, attempts, verdict, rounds).filter(({ id }) => id > seen);
  if (visibleStatus(run) !== 'open') return events;
  const id = events.at(-1)?.id ?? seen;
  const failed = attempts.flatMap(failedAttempt).filter((attempt) => told.get(opinionName(attempt)) !== attempt.attempts);
  for (const attempt of failed) told.set(opinionName(attempt), attempt.attempts);
  return [...events, ...failed.map((attempt) => ({ type: 'attempt' as const, id, attempt }))];
}

/** The failed attempt that a note tells of: a call that has only begun is no news. */
function failedAttempt({ consultationId, expert, round, attempts, error, at, underWay }: AttemptNote): readonly Attempt[] {
  const failed = underWay ? attempts - 1 : attempts;
  return error && failed > 0 ? [{ consultationId, expert, ...(round && { round }), attempts: failed, error, at }] : [];
}
