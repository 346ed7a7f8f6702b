/** How long a run has been under way, and how long it has left: by the machine that has accepted it, so that nobody who sets a clock changes either. */
import { between } from '../contract/machine-time.ts';
import type { RunState } from '../contract/run.ts';
import type { Clock } from '../ports/clock.ts';

type Began = Pick<RunState, 'createdAt' | 'machine'>;

/** The present moment by the clock that a run was accepted under. The clock on the wall where the machine was started anew since, or never kept its time. */
export function momentOf({ createdAt, machine }: Began, clock: Pick<Clock, 'now' | 'machine'>): Date {
  const passed = between(machine, clock.machine());
  return passed === undefined ? clock.now() : new Date(Date.parse(createdAt) + passed);
}

/** Milliseconds that are left until a run's deadline. */
export function timeLeft(run: Began & Pick<RunState, 'deadlineAt'>, clock: Pick<Clock, 'now' | 'machine'>): number {
  return Date.parse(run.deadlineAt) - momentOf(run, clock).getTime();
}

/** Whether a run's deadline has passed. The time that the machine slept does not count. */
export function isOverdue(run: Began & Pick<RunState, 'deadlineAt'>, clock: Pick<Clock, 'now' | 'machine' | 'slept'>): boolean {
  return timeLeft(run, clock) + clock.slept(new Date(run.createdAt), run.machine) < 0;
}

/** Milliseconds since a run was accepted. */
export function ageOf(run: Began, clock: Pick<Clock, 'now' | 'machine'>): number {
  return Math.max(0, momentOf(run, clock).getTime() - Date.parse(run.createdAt));
}
