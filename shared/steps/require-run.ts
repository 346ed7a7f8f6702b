/** Reading a run that has to exist. */
import type { Run, RunState } from '../contract/run.ts';
import type { Principal } from '../domain/principal.ts';
import { NotFound } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';

/**
 * The run of a principal: the only way for a door to get at one. Throws `NotFound` for a run that does not exist, and the same for one of
 * another tenant, so that nobody learns of it.
 */
export async function requireRun({ tenant }: Principal, consultationId: string, ports: Pick<Ports, 'runs'>): Promise<Run> {
  const run = await ports.runs.get(consultationId);
  if (run?.tenant !== tenant) throw new NotFound(`consultation ${consultationId}`);
  return run;
}

/** The state of a principal's run, which is a small read. Throws `NotFound` like `requireRun`. */
export async function requireState({ tenant }: Principal, consultationId: string, ports: Pick<Ports, 'runs'>): Promise<RunState> {
  const run = await ports.runs.state(consultationId);
  if (run?.tenant !== tenant) throw new NotFound(`consultation ${consultationId}`);
  return run;
}

/** The state of the run of a message or a state, whose sender has been let in before. Throws `NotFound`. */
export async function existingState(consultationId: string, { runs }: Pick<Ports, 'runs'>): Promise<RunState> {
  const run = await runs.state(consultationId);
  if (!run) throw new NotFound(`consultation ${consultationId}`);
  return run;
}

/** The run of a message or a state, whose sender has been let in before. Throws `NotFound`. */
export async function existingRun(consultationId: string, { runs }: Pick<Ports, 'runs'>): Promise<Run> {
  const run = await runs.get(consultationId);
  if (!run) throw new NotFound(`consultation ${consultationId}`);
  return run;
}
