/** What a question would use, from its run as it would be accepted: nothing is stored. */
import type { Estimate } from '../contract/estimate.ts';
import type { Run } from '../contract/run.ts';
import { estimateRun } from '../domain/estimate.ts';
import { type Past, pastFigures } from '../domain/past-figures.ts';
import { readingOf } from '../domain/reading-of.ts';
import { hasVerdict } from '../domain/reliability.ts';
import { messageOf } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import { planOf } from './plan-stages.ts';

/** Consultations that are looked at: each takes two reads. */
const looked = 10;

type EstimatePorts = Pick<Ports, 'listings' | 'opinions' | 'verdicts' | 'reliability' | 'consensus' | 'knowledge' | 'clock' | 'log'>;

/** The estimate of a run. Where what is stored cannot be read, assumptions take its place. */
export async function estimateConsultation(run: Run, ports: EstimatePorts): Promise<Estimate> {
  const { knowledge } = ports;
  const plan = (await planOf(run, ports)) ?? [run.experts.map((_, place) => place)];
  const past = await pastOf(run, ports).catch((error: unknown) => {
    ports.log.warn('ESTIMATE_ASSUMED', { circle: run.circle, reason: messageOf(error) });
    return [];
  });
  return estimateRun(run, plan, readingOf(run, run.seats, knowledge), pastFigures(past, run.strategy ?? 'all'), knowledge);
}

/** The newest consultations of the caller with the same circle that have a verdict. */
async function pastOf({ tenant, circle }: Run, { listings, opinions, verdicts }: EstimatePorts): Promise<readonly Past[]> {
  const { runs } = await listings.page({ tenant, circle, limit: looked });
  const ended = runs.filter(hasVerdict);
  return Promise.all(
    ended.map(async ({ id }) => {
      const [read, verdict] = await Promise.all([opinions.read(id), verdicts.get(id)]);
      return { opinions: read.opinions, verdict };
    }),
  );
}
