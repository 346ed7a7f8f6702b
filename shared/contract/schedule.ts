/** Schedules as the API lists them: when each runs next, and what became of its last times. */
import * as z from 'zod';
import { overlapRule } from './circle.ts';
import { consultationStatus } from './consultation.ts';
import { consultationId, name } from './question.ts';

/** Name of the failure of a run that was refused. */
export const refusedType = 'Refused';

/** What became of a time of a schedule. */
export const scheduledOutcome = z.enum(['ran', 'refused', 'skipped', 'missed']);
export type ScheduledOutcome = z.infer<typeof scheduledOutcome>;

/** A time of a schedule that is over. */
const shownTime = z.strictObject({
  at: z.iso.datetime(),
  outcome: scheduledOutcome.describe(
    '`ran`: there is a consultation; `refused`: its question was refused, and the consultation holds the reason; `skipped`: the run before it had ' +
      'not ended; `missed`: nothing was there to run it.',
  ),
  consultationId: consultationId.nullable().describe('Null where nothing was asked.'),
  status: consultationStatus.nullable(),
  reason: z.string().nullable().describe('Why there is no verdict, for people; null where that has no reason of its own.'),
});

/** One row of `GET /v1/schedules`. */
export const shownSchedule = z
  .strictObject({
    name,
    cron: z.string(),
    timezone: z.string(),
    missed: z.enum(['run', 'tell']).describe('What becomes of runs that were missed: the newest is made up, or they are told.'),
    overlap: overlapRule.describe('What becomes of a run while the one before it has not ended.'),
    circle: name.nullable().describe('The circle that is asked; null where experts are named instead.'),
    question: z.string(),
    nextAt: z.iso.datetime().nullable().describe('Null where no time will come.'),
    lastAt: z.iso
      .datetime()
      .nullable()
      .describe('The last time at which a consultation began; null where none is known among the last times.'),
    times: z.array(shownTime).describe('The last times, newest first, as far back as the schedule is known to have run.'),
  })
  .meta({ id: 'ShownSchedule', description: 'A recurring consultation: when it runs next, and what became of its last times.' });
export type ShownSchedule = z.infer<typeof shownSchedule>;
