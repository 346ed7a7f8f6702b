/** Job start-owed, over and over: starts the runs that schedules owe, which wait for a run before them, were about to begin, or were missed and are made up. */
import * as z from 'zod';
import { owesRuns, type Schedule } from '../../shared/contract/circle.ts';
import { ownEntry } from '../../shared/domain/own-entry.ts';
import { messageOf } from '../../shared/errors.ts';
import {
  cloudAgenda,
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
import { isUnderWay, openEntry, unsettledTimes } from '../../shared/steps/schedule-agenda.ts';
import { type StartOutcome, type StartPorts, startTime } from './start-time.ts';

/** Seconds for which a call in the cloud is tried again, and one round of this job: whoever is late by less is still on the way. */
const lateSeconds = 660;
/** Seconds for which somebody may be at work on one time: above what either job may run in the cloud. */
const workSeconds = 330;

/** Returns how many runs it has started. Safe to repeat and to race: each run is named by its schedule and time. */
export const startOwed = defineFunction({
  name: 'start-owed',
  input: z.looseObject({
    /** Seconds after which a time that nobody has come with was missed. */
    lateSeconds: z.number().nonnegative().default(lateSeconds),
    /** Seconds for which somebody else may be at work on one time; 0 where nobody else is. */
    workSeconds: z.number().nonnegative().default(workSeconds),
  }),
  output: z.strictObject({ started: z.int() }),
  async run({ lateSeconds: late, workSeconds: work }, ports: StartPorts) {
    await forget(ports);
    const before = new Date(ports.clock.now().getTime() - late * 1000);
    let started = 0;
    for (const [name, schedule] of Object.entries(ports.knowledge.schedules)) {
      if (!owesRuns(schedule)) continue;
      const outcomes = await startWhatIsOwed(name, schedule, { before, work }, ports).catch((error: unknown) => {
        // One schedule whose run cannot be started must not keep the others waiting.
        ports.log.error('FUNCTION_FAILED', { function: 'start-owed', schedule: name, reason: messageOf(error) });
        return [];
      });
      started += outcomes.filter((outcome) => outcome === 'started').length;
    }
    return { started };
  },
});

/** Schedules that are gone, or promise nothing any more. */
async function forget({ agenda, knowledge }: StartPorts): Promise<void> {
  for (const entry of await agenda.list()) {
    const schedule = ownEntry(knowledge.schedules, entry.schedule);
    if (!schedule || !owesRuns(schedule)) await agenda.change(entry.schedule, entry, undefined);
  }
}

/** What waits goes first; then the newest time that was missed, since newer ones ask about the present better than older ones. */
async function startWhatIsOwed(
  name: string,
  schedule: Schedule,
  { before, work }: { readonly before: Date; readonly work: number },
  ports: StartPorts,
): Promise<readonly StartOutcome[]> {
  const entry = await openEntry(name, schedule, ports);
  const outcomes: StartOutcome[] = [];
  if (entry.owes !== undefined && !isUnderWay(entry, work, ports))
    outcomes.push(await startTime({ name, schedule, at: new Date(entry.owes) }, ports));
  const missed = schedule.missed === 'run' ? unsettledTimes(schedule, entry, ports.clock.now()) : [];
  const [newest] = missed;
  if (newest !== undefined && newest < before) outcomes.push(await startTime({ name, schedule, at: newest, missed }, ports));
  return outcomes;
}

// called by EventBridge Scheduler
export const handler = onAws(startOwed, [
  cloudBus,
  cloudDeployedFiles,
  cloudHealth,
  cloudKnowledge,
  cloudAgenda,
  cloudQueue,
  cloudRuns,
  cloudVerdicts,
  cloudWebhooks,
  cloudWorkflow,
]);
