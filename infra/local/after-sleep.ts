/** What a machine that has slept owes its consultations: their experts have not had the time that the clocks say. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RunState } from '../../shared/contract/run.ts';
import { roundsHeard } from '../../shared/domain/debate.ts';
import { endingRule } from '../../shared/domain/quorum.ts';
import type { Listings } from '../../shared/ports/listings.ts';
import type { Ports } from '../../shared/ports/ports.ts';

/** Milliseconds that a run is held open at most: the state that closes it has 30 s. */
const longestMs = 25_000;
const lookMs = 100;

type SleepPorts = Pick<Ports, 'runs' | 'clock' | 'log'>;

/**
 * Before a run is closed at its deadline: where the machine has slept since the run began, waits for the experts who are still at work, as
 * long as the machine has slept, and no longer than the state machine allows.
 */
export async function waitAfterSleep(consultationId: string, { runs, clock, log }: SleepPorts): Promise<void> {
  const run = await runs.state(consultationId);
  const sleptMs = run?.status === 'open' ? clock.slept(new Date(run.createdAt), run.machine) : 0;
  if (sleptMs === 0) return;
  log.warn('MACHINE_SLEPT', { consultationId, seconds: Math.round(sleptMs / 1000) });
  const until = clock.monotonic() + Math.min(sleptMs, longestMs);
  while (clock.monotonic() < until) {
    const now = await runs.state(consultationId);
    if (now?.status !== 'open' || isOver(now)) return;
    await pause(lookMs);
  }
}

function isOver(run: RunState): boolean {
  const rule = endingRule(run);
  return (rule === 'all' || rule === 'impossible') && roundsHeard(run);
}

/**
 * Overdue runs that nobody looks after. A run whose execution runs here has a timer of its own, which a clock that is set forward, or a
 * machine that has slept, does not hurry.
 */
export function leftOver(listings: Listings, running: () => readonly string[]): Listings {
  return {
    ...listings,
    async overdue(before, limit) {
      const here = new Set(running());
      return (await listings.overdue(before, limit + here.size)).filter(({ id }) => !here.has(id)).slice(0, limit);
    },
  };
}
