/** Job start-scheduled, at each time of a schedule: asks its question, unless its rule for runs that overlap says otherwise, and tells what was missed before. */
import * as z from 'zod';
import { name as scheduleName } from '../../shared/contract/question.ts';
import { ownEntry } from '../../shared/domain/own-entry.ts';
import { NotFound } from '../../shared/errors.ts';
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
import { type StartPorts, startTime } from './start-time.ts';

/** Returns what has become of the time. Safe to repeat: the run is named by the schedule and the time. */
export const startScheduled = defineFunction({
  name: 'start-scheduled',
  input: z.strictObject({
    schedule: scheduleName,
    /** The time of the schedule, however late this comes. */
    at: z.iso.datetime(),
    /** Missed times up to this one have been told. */
    toldUntil: z.iso.datetime().optional(),
  }),
  output: z.strictObject({ outcome: z.enum(['started', 'refused', 'skipped', 'waits']) }),
  async run({ schedule: name, at, toldUntil }, ports: StartPorts) {
    const schedule = ownEntry(ports.knowledge.schedules, name);
    if (!schedule) throw new NotFound(`the schedule "${name}"`);
    return { outcome: await startTime({ name, schedule, at: new Date(at), toldUntil }, ports) };
  },
});

// called by EventBridge Scheduler
export const handler = onAws(startScheduled, [
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
