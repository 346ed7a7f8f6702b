/** Job relearn, daily: estimates the experts of each circle anew, from its latest consultations and all feedback on them jointly. */
import * as z from 'zod';
import { type ReliabilityKey, type ReliabilityState, teachingKind } from '../../shared/contract/reliability.ts';
import type { RunRow } from '../../shared/contract/run.ts';
import { tenants } from '../../shared/domain/principal.ts';
import { addStates, hasVerdict, nothingLearnt } from '../../shared/domain/reliability.ts';
import { CircleError, messageOf } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { StoredReliability } from '../../shared/ports/reliability.ts';
import { cloudConsensus, cloudKnowledge, cloudListings, cloudReliability } from '../../shared/runtime/cloud/parts.ts';
import { defineFunction } from '../../shared/runtime/define-function.ts';
import { onAws } from '../../shared/runtime/lambda-door.ts';

type RelearnPorts = Pick<Ports, 'listings' | 'reliability' | 'consensus' | 'knowledge' | 'clock' | 'log'>;

/** Consultations of one circle and kind that are estimated from: the latest ones. */
const latest = 500;
/** Days back: four half-lives, beyond which a judged answer counts for less than a sixteenth. */
const windowDays = 360;
/** Consultations that the core estimates jointly: it holds them in memory, and has a minute in the cloud. */
const jointly = 100;
const pageSize = 100;
const msPerDay = 86_400_000;

/** What is estimated together, and what was known of it before its consultations were listed. */
interface Lessons {
  readonly key: ReliabilityKey;
  readonly before: StoredReliability;
  readonly consultationIds: string[];
}

/** Returns how many states it has replaced, and how many another run of this job has replaced meanwhile. */
export const relearn = defineFunction({
  name: 'relearn',
  input: z.looseObject({}),
  output: z.strictObject({ relearnt: z.int(), left: z.int() }),
  async run(_, ports: RelearnPorts) {
    const lessons = await collectLessons(ports);
    const outcomes = new Map<'relearnt' | 'left' | 'failed', number>();
    for (const one of lessons) {
      const outcome = await relearnOrReport(one, ports);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    const failed = outcomes.get('failed') ?? 0;
    if (failed > 0) throw new CircleError('RelearnFailed', `${failed} of ${lessons.length} states were not estimated`, { retryable: true });
    return { relearnt: outcomes.get('relearnt') ?? 0, left: outcomes.get('left') ?? 0 };
  },
});

/**
 * The states first, then the consultations that had ended by then: what is learnt from later ones is added to a state meanwhile, and
 * stays.
 */
async function collectLessons(ports: RelearnPorts): Promise<readonly Lessons[]> {
  const now = ports.clock.now();
  const lessons = await readStates(ports);
  for (const tenant of tenants) {
    for await (const run of runsSince(new Date(now.getTime() - windowDays * msPerDay), tenant, ports.listings)) {
      const ids = lessons.get(nameOf(run))?.consultationIds;
      if (ids && ids.length < latest && teachesBy(run, now)) ids.push(run.id);
      if ([...lessons.values()].every(({ consultationIds }) => consultationIds.length >= latest)) break;
    }
  }
  return [...lessons.values()].filter(
    ({ before, consultationIds }) => consultationIds.length > 0 || Object.keys(before.state.experts).length > 0,
  );
}

/** What is known of each circle and kind, by name. */
async function readStates({ reliability, knowledge }: RelearnPorts): Promise<ReadonlyMap<string, Lessons>> {
  const keys = tenants.flatMap((tenant) =>
    Object.keys(knowledge.circles).flatMap((circle) => teachingKind.options.map((kind) => ({ tenant, circle, kind }))),
  );
  const states = new Map<string, Lessons>();
  for (const key of keys) states.set(nameOf(key), { key, before: await reliability.read(key), consultationIds: [] });
  return states;
}

function nameOf({ tenant, circle, kind }: Pick<RunRow, 'tenant' | 'circle' | 'kind'>): string {
  return `${circle} ${kind} ${tenant}`;
}

function teachesBy(run: RunRow, moment: Date): boolean {
  return run.learning !== 'off' && hasVerdict(run) && run.endedAt !== undefined && Date.parse(run.endedAt) <= moment.getTime();
}

async function* runsSince(after: Date, tenant: string, listings: Ports['listings']): AsyncGenerator<RunRow> {
  let cursor: string | undefined;
  do {
    const page = await listings.page({ tenant, limit: pageSize, after: after.toISOString(), cursor });
    yield* page.runs;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/** One circle that cannot be estimated must not keep the others from learning; the job fails in the end, so that the alarm rings. */
async function relearnOrReport(lessons: Lessons, ports: RelearnPorts): Promise<'relearnt' | 'left' | 'failed'> {
  const { circle, kind } = lessons.key;
  const consultations = lessons.consultationIds.length;
  try {
    const replaced = await relearnOne(lessons, ports);
    ports.log.info(replaced ? 'RELIABILITY_RELEARNT' : 'RELIABILITY_LEFT', { circle, kind, consultations });
    return replaced ? 'relearnt' : 'left';
  } catch (error) {
    ports.log.error('FUNCTION_FAILED', { function: 'relearn', circle, kind, consultations, reason: messageOf(error) });
    return 'failed';
  }
}

async function relearnOne({ key, before, consultationIds }: Lessons, { reliability, consensus }: RelearnPorts): Promise<boolean> {
  let state: ReliabilityState = nothingLearnt;
  for (let from = 0; from < consultationIds.length; from += jointly) {
    state = addStates(state, await consensus.relearn(consultationIds.slice(from, from + jointly)));
  }
  return reliability.replace(key, before, state);
}

// called by EventBridge Scheduler
export const handler = onAws(relearn, [cloudConsensus, cloudKnowledge, cloudListings, cloudReliability]);
