/** Reading a run that has to exist. */
import type { Run } from '../contract/consultation.ts';
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

/** The run of a message or a state, whose sender has been let in before. Throws `NotFound`. */
export async function existingRun(consultationId: string, { runs }: Pick<Ports, 'runs'>): Promise<Run> {
  const run = await runs.get(consultationId);
  if (!run) throw new NotFound(`consultation ${consultationId}`);
  return run;
}
