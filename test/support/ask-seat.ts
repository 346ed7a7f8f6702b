/** Has an expert of a run answer, as its worker does. */
import { askExpert } from '../../functions/experts/ask-expert.ts';
import type { Opinion } from '../../shared/contract/opinion.ts';
import type { Run } from '../../shared/contract/run.ts';
import type { Model } from '../../shared/ports/model.ts';
import type { TestPorts } from './ports.ts';

/** Asks the model for the named expert of the run. Throws where it has no seat. */
export function askSeat(run: Run, expert: string, model: Model, ports: TestPorts): Promise<Opinion> {
  const seat = run.seats.find((candidate) => candidate.expert === expert);
  if (!seat) throw new Error(`${expert} has no seat`);
  return askExpert(run, seat, model, ports);
}
