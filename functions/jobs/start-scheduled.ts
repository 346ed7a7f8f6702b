/** Job start-scheduled, at each time of a schedule: asks its question, unless its rule for runs that overlap says otherwise, and tells what was missed before. */
import * as z from 'zod';
import type { Schedule } from '../../shared/contract/circle.ts';
import { name as scheduleName } from '../../shared/contract/question.ts';
import { ownEntry } from '../../shared/domain/own-entry.ts';
import { operator } from '../../shared/domain/principal.ts';
import { scheduledRunId } from '../../shared/domain/schedule-times.ts';
import { questionOfSchedule } from '../../shared/domain/scheduled-question.ts';
import { NotFound } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import {
  cloudBus,
  cloudDeployedFiles,
  cloudHealth,
  cloudKnowledge,
  cloudQueue,
  cloudRuns,
  cloudVerdicts,
  cloudWebhooks,
  cloudWorkflow,
} from '../../shared/runtime/cloud/parts.ts';
import { defineFunction } from '../../shared/runtime/define-function.ts';
import { onAws } from '../../shared/runtime/lambda-door.ts';
import { usableQuestion } from '../../shared/runtime/schemas/schema-threads.ts';
import { acceptQuestion, type NewRequest } from '../../shared/steps/accept-question.ts';
import { isRefusal, keepRefused } from '../../shared/steps/keep-refused.ts';
import { isRunning, readGap, type ScheduledTime } from '../../shared/steps/schedule-past.ts';
import { reviewOfDeployed } from './review-deployed.ts';

type StartPorts = Pick<
  Ports,
  'runs' | 'verdicts' | 'health' | 'webhooks' | 'queue' | 'bus' | 'workflow' | 'deployedFiles' | 'knowledge' | 'clock' | 'log'
>;

/** What has become of a time of a schedule. `waits`: nothing yet, since the run before it has not ended. */
const startOutcome = z.strictObject({ outcome: z.enum(['started', 'refused', 'skipped', 'waits']) });

/** Returns what has become of the time. Safe to repeat: the run is named by the schedule and the time. */
export const startScheduled = defineFunction({
  name: 'start-scheduled',
  input: z.strictObject({
    schedule: scheduleName,
    /** The time of the schedule, however late this comes. */
    at: z.iso.datetime(),
    /** Missed times up to this one have been told. */
    toldUntil: z.iso.datetime().optional(),
    /** Whether the caller comes back with a time that must wait for the run before it. */
    waits: z.boolean().default(false),
  }),
  output: startOutcome,
  async run({ schedule: name, at, toldUntil, waits }, ports: StartPorts): Promise<z.input<typeof startOutcome>> {
    const schedule = ownEntry(ports.knowledge.schedules, name);
    if (!schedule) throw new NotFound(`the schedule "${name}"`);
    const time = new Date(at);
    const gap = await readGap(name, schedule, time, ports);
    const running = schedule.overlap === 'allow' ? undefined : gap.at(-1)?.run;
    if (isRunning(running)) {
      if (schedule.overlap === 'queue' && waits) return { outcome: 'waits' };
      ports.log.warn('SCHEDULE_SKIPPED', { schedule: name, at, running: running?.id, reason: 'the run before it has not ended' });
      return { outcome: 'skipped' };
    }
    tellMissed(name, gap, toldUntil, ports);
    return { outcome: await askScheduled(name, schedule, time, ports) };
  },
});

async function askScheduled(name: string, schedule: Schedule, at: Date, ports: StartPorts): Promise<'started' | 'refused'> {
  const { log, workflow } = ports;
  const id = scheduledRunId(name, at);
  const request: NewRequest = { id, tenant: operator.tenant, door: 'schedule' };
  const known = await ports.runs.state(id);
  if (known && !isRunning(known)) return 'started';
  if (!known) {
    const refusal = await refusalOf(name, schedule, request, ports);
    if (refusal !== undefined) {
      log.warn('SCHEDULE_REFUSED', { schedule: name, at: at.toISOString(), consultationId: id, reason: refusal });
      return 'refused';
    }
    log.info('SCHEDULE_STARTED', { schedule: name, at: at.toISOString(), consultationId: id });
  }
  await workflow.start(id, { consultationId: id });
  return 'started';
}

/** Accepts the question; returns why it was refused, in words, once that is kept. */
async function refusalOf(name: string, schedule: Schedule, request: NewRequest, ports: StartPorts): Promise<string | undefined> {
  let question = await usableQuestion(questionOfSchedule(name, schedule));
  try {
    // What is deployed is read once: a repeated call finds the run, and not what has become of it since.
    if (schedule.review !== undefined) question = await usableQuestion(await reviewOfDeployed(name, schedule.review, ports));
    await acceptQuestion(question, request, ports);
    return undefined;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await keepRefused(question, request, error, ports);
    return error.message;
  }
}

/** Tells once of the times at which nothing has run, since the newest run. */
function tellMissed(name: string, gap: readonly ScheduledTime[], toldUntil: string | undefined, { log }: Pick<Ports, 'log'>): void {
  const missed = gap.filter(({ outcome, at }) => outcome === 'missed' && (toldUntil === undefined || at.toISOString() > toldUntil));
  if (missed.length === 0) return;
  log.warn('SCHEDULE_MISSED', { schedule: name, runs: missed.length, since: missed.at(-1)?.at.toISOString() });
}

// called by EventBridge Scheduler
export const handler = onAws(startScheduled, [
  cloudBus,
  cloudDeployedFiles,
  cloudHealth,
  cloudKnowledge,
  cloudQueue,
  cloudRuns,
  cloudVerdicts,
  cloudWebhooks,
  cloudWorkflow,
]);
