/** Who has a seat of a run by now: those that it began with, and behind them those that sit in the place of one that has failed. */
import type { RunQuestion, RunState } from './run.ts';

type Seated = Pick<RunState, 'experts' | 'replaced'> & Partial<Pick<RunQuestion, 'seats' | 'standIns'>>;

/** The run with everybody who has a seat by now among its experts and seats. Given one that has them already, it changes nothing. */
export function withReplacements<Run extends Seated>(run: Run): Run {
  const { experts, replaced, seats, standIns = [] } = run;
  if (replaced === undefined) return run;
  const joined = replaced.map(({ by }) => by).filter((by) => !experts.includes(by));
  const all = joined.length === 0 ? experts : [...experts, ...joined];
  if (seats === undefined) return { ...run, experts: all };
  const more = all.slice(seats.length).flatMap((expert) => standIns.find((seat) => seat.expert === expert) ?? []);
  return { ...run, experts: all, seats: more.length === 0 ? seats : [...seats, ...more] };
}

/** The experts that a run began with. */
export function firstSeated({ experts, replaced = [] }: Pick<RunState, 'experts' | 'replaced'>): readonly string[] {
  return experts.slice(0, experts.length - replaced.length);
}
