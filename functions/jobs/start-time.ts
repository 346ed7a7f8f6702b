/**
 * What becomes of a time of a schedule: it runs, is refused or left out, or waits for the run before it. What must not be lost is written
 * down before it is acted on, and struck out behind that. Safe to repeat: the run is named by the schedule and the time.
 */
import { owesRuns, type Schedule } from '../../shared/contract/circle.ts';
import { refusedType } from '../../shared/contract/schedule.ts';
import { operator } from '../../shared/domain/principal.ts';
import { scheduledRunId } from '../../shared/domain/schedule-times.ts';
import { questionOfSchedule } from '../../shared/domain/scheduled-question.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { usableQuestion } from '../../shared/runtime/schemas/schema-threads.ts';
import { acceptNamed, type NewRequest } from '../../shared/steps/accept-question.ts';
import { isRefusal, keepRefused } from '../../shared/steps/keep-refused.ts';
import { keepMissed, keepOutcome } from '../../shared/steps/keep-time.ts';
import { enterTime, type Owed, readEntry } from '../../shared/steps/schedule-agenda.ts';
import { isRunning, readGap, type ScheduledTime } from '../../shared/steps/schedule-past.ts';

import { reviewOfDeployed } from './review-deployed.ts';

export type StartPorts = Pick<
  Ports,
  'runs' | 'verdicts' | 'health' | 'agenda' | 'webhooks' | 'queue' | 'bus' | 'workflow' | 'deployedFiles' | 'knowledge' | 'clock' | 'log'
>;

/** `waits`: nothing yet, since the run before it has not ended; it is started once that has. */
export type StartOutcome = 'started' | 'refused' | 'skipped' | 'waits';

/** A time of a schedule, and what is told of its past. */
export interface DueTime {
  readonly name: string;
  readonly schedule: Schedule;
  readonly at: Date;
  /** Missed times up to this one have been told. */
  readonly toldUntil?: string | undefined;
  /** The times of which this one is made up, newest first. @default nothing is made up */
  readonly missed?: readonly Date[] | undefined;
}

/** Starts the run of a time, or says why not; one that waits since before goes first. */
export async function startTime(due: DueTime, ports: StartPorts): Promise<StartOutcome> {
  const { name, schedule, at } = due;
  // Also where somebody is at work on that one: this time may wait behind its run alone, and whoever comes second finds the run.
  const owed = schedule.overlap === 'queue' ? (await readEntry(name, ports))?.owes : undefined;
  if (owed !== undefined && owed < at.toISOString()) {
    const earlier = await startOne({ name, schedule, at: new Date(owed) }, ports);
    // The run before both may end between two looks: whoever came first still goes first.
    if (earlier === 'waits') return holdBack(due, scheduledRunId(name, new Date(owed)), ports);
  }
  return startOne(due, ports);
}

async function startOne(due: DueTime, ports: StartPorts): Promise<StartOutcome> {
  const { name, schedule, at } = due;
  const gap = await readGap(name, schedule, at, ports);
  const running = schedule.overlap === 'allow' ? undefined : gap.at(-1)?.run;
  if (isRunning(running)) return holdBack(due, running?.id, ports);
  await promise(due, ports);
  try {
    await tellMissed(due, gap, ports);
    const outcome = await askScheduled(due, ports);
    await keepOutcome(due, outcome === 'refused' ? { outcome } : { outcome: 'ran' }, ports);
    await settle(due, ports);
    return outcome;
  } catch (error) {
    await letGo(due, ports);
    throw error;
  }
}

/** Has a time wait for the run before it, if the schedule wants that and no other one waits; else it is left out. */
async function holdBack(due: DueTime, running: string | undefined, ports: StartPorts): Promise<StartOutcome> {
  const { name, schedule, at } = due;
  const time = at.toISOString();
  if (schedule.overlap === 'queue') {
    const { before, after } = await enterTime(name, at, (owed) => (owed.owes === undefined ? { owes: time } : owed), ports);
    if (after.owes === time) {
      if (before?.owes !== time) ports.log.info('SCHEDULE_WAITS', { schedule: name, at: time, running });
      return 'waits';
    }
  }
  const reason = 'the run before it has not ended';
  await keepOutcome(due, { outcome: 'skipped', reason }, ports);
  await settle(due, ports);
  ports.log.warn('SCHEDULE_SKIPPED', { schedule: name, at: time, running, reason });
  return 'skipped';
}

/** Writes down that the time is about to run. Where none may wait, an earlier one that could not begin gives way: the question is about the present. */
async function promise({ name, schedule, at }: DueTime, ports: StartPorts): Promise<void> {
  if (!owesRuns(schedule)) return;
  const time = at.toISOString();
  const begun = ports.clock.now().toISOString();
  const stays = (owed: string) => owed !== time && (schedule.overlap === 'queue' || owed > time);
  await enterTime(name, at, (owed) => (owed.owes !== undefined && stays(owed.owes) ? owed : { owes: time, begun }), ports);
}

/** Strikes the time out, whatever has become of it. */
async function settle({ name, schedule, at }: DueTime, ports: StartPorts): Promise<void> {
  if (!owesRuns(schedule)) return;
  const time = at.toISOString();
  await enterTime(name, at, (owed) => (owed.owes === time ? {} : owed), ports);
}

/** The time is owed as before, and nobody is at work on it any more. What cannot be written now ends with its hour. */
async function letGo({ name, schedule, at }: DueTime, ports: StartPorts): Promise<void> {
  if (!owesRuns(schedule)) return;
  const time = at.toISOString();
  const idle = (owed: Owed) => (owed.owes === time ? { owes: time } : owed);
  await enterTime(name, at, idle, ports).catch(() => undefined);
}

async function askScheduled({ name, schedule, at }: DueTime, ports: StartPorts): Promise<'started' | 'refused'> {
  const { log, workflow } = ports;
  const id = scheduledRunId(name, at);
  const request: NewRequest = { id, tenant: operator.tenant, subject: operator.subject, door: 'schedule' };
  const known = await ports.runs.state(id);
  if (known && !isRunning(known)) return known.failure?.type === refusedType ? 'refused' : 'started';
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
    await acceptNamed(question, request, ports);
    return undefined;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await keepRefused(question, request, error, ports);
    return error.message;
  }
}

/** Tells once of the times at which nothing has run, since the newest run, and keeps them as missed. */
async function tellMissed(
  { name, schedule, toldUntil = '', missed }: DueTime,
  gap: readonly ScheduledTime[],
  ports: Pick<Ports, 'agenda' | 'log'>,
): Promise<void> {
  const found = gap.filter(({ outcome }) => outcome === 'missed');
  await keepMissed({ name, schedule, missed: found.filter(({ kept }) => kept === undefined).map(({ at }) => at) }, ports);
  const told = missed ?? found.flatMap(({ at }) => (at.toISOString() > toldUntil ? [at] : []));
  if (told.length === 0) return;
  const madeUp = missed !== undefined && { madeUp: true };
  ports.log.warn('SCHEDULE_MISSED', { schedule: name, runs: told.length, since: told.at(-1)?.toISOString(), ...madeUp });
}
