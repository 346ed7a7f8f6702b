/** Gives the seats of experts that have failed before they had answered to the next candidates, and asks these. */

import { isQueued } from '../contract/expert.ts';
import type { RunState } from '../contract/run.ts';
import { nextReplacement } from '../domain/stand-ins.ts';
import type { Ports } from '../ports/ports.ts';
import { existingRun, existingState } from './require-run.ts';
import { momentOf } from './run-time.ts';

type ReplacePorts = Pick<Ports, 'runs' | 'queue' | 'clock' | 'log'>;

/**
 * The run with every seat given away that can be. Whoever gives one away sends its message; `again` sends what is not known to have been sent, since
 * that may have broken off. Safe to repeat and to race.
 */
export async function replaceSeats(run: RunState, ports: ReplacePorts, again = false): Promise<RunState> {
  let now = again ? await sendToStandIns(run, ports) : run;
  while (nextReplacement(now, momentOf(now, ports.clock)) !== undefined) {
    const { replaced, run: after } = await ports.runs.replaceSeat(run.id, (state) => nextReplacement(state, momentOf(state, ports.clock)));
    if (replaced === undefined) return after;
    const { seat, by, reason } = replaced;
    ports.log.info('SEAT_REPLACED', { consultationId: run.id, expert: seat, by, reason });
    now = await sendToStandIns(after, ports, by);
  }
  return now;
}

/** The run as it is by now, where somebody may have been heard since who has failed, or who has sat down; else the run as it was. */
export async function afterReplacing(run: RunState, ports: ReplacePorts): Promise<RunState> {
  if ((run.spare?.length ?? 0) === (run.replaced?.length ?? 0)) return run;
  const now = await existingState(run.id, ports);
  return now.experts.length > run.experts.length || nextReplacement(now, momentOf(now, ports.clock)) !== undefined ? now : run;
}

/** Sends the message of one expert, or of all whose message is not known to be sent. Who is asked without a queue needs none. */
async function sendToStandIns(run: RunState, { runs, queue }: ReplacePorts, only?: string): Promise<RunState> {
  const unsent = (run.replaced ?? []).filter(({ by, sent }) => !sent && (only === undefined || by === only)).map(({ by }) => by);
  if (unsent.length === 0) return run;
  const { id, tenant, deadlineAt, seats } = await existingRun(run.id, { runs });
  for (const { expert, provider } of seats.filter((seat) => unsent.includes(seat.expert))) {
    if (isQueued(provider) && !run.arrivals.includes(expert))
      await queue.send(provider, [{ consultationId: id, expert, tenant, deadlineAt }]);
    await runs.markJoined(id, expert);
  }
  return existingState(id, { runs });
}
