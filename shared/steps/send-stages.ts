/** Sends the messages of a run's experts: of all of them, or of those stages that are asked, with an alarm for the one that comes next. */

import { isQueued, type QueuedProviderKind, queuedProviderKinds } from '../contract/expert.ts';
import type { Run, RunState } from '../contract/run.ts';
import type { SeatMessage } from '../contract/workflow.ts';
import { stageExperts } from '../domain/asked.ts';
import { alarmSeconds } from '../domain/strategy.ts';
import type { Ports } from '../ports/ports.ts';
import { existingState } from './require-run.ts';
import { timeLeft } from './run-time.ts';

type SendPorts = Pick<Ports, 'runs' | 'queue' | 'clock' | 'log'>;

/** Sends what is not known to be sent. Safe to repeat: what was sent twice is handled once. Returns the run as it is afterwards. */
export async function sendStages(run: Run, ports: SendPorts): Promise<RunState> {
  const experts = unsentExperts(run);
  for (const provider of queuedProviderKinds) {
    const messages = run.seats
      .filter((seat) => seat.provider === provider && experts.has(seat.expert))
      .map(({ expert }) => messageOf(run, expert));
    if (messages.length > 0) await ports.queue.send(provider, messages);
  }
  await sendAlarm(run, ports);
  // Another stage may have begun meanwhile, whose messages are not among these.
  await ports.runs.markSent(run.id, run.stages?.begun.length);
  ports.log.info('CONSULTATION_ASKED', { consultationId: run.id, seats: experts.size });
  return existingState(run.id, ports);
}

function unsentExperts(run: Run): ReadonlySet<string> {
  const { stages, experts, arrivals } = run;
  if (stages === undefined) return new Set(experts);
  const heard = new Set(arrivals);
  const unsent = stages.begun.flatMap((_, stage) => (stage < stages.sent ? [] : stageExperts(run, stage)));
  return new Set(unsent.filter((expert) => !heard.has(expert)));
}

/** A stage that hangs, or whose worker was lost, must not keep the next one from being asked in time. */
async function sendAlarm(run: Run, { queue, clock }: SendPorts): Promise<void> {
  const { stages, hedgeSeconds } = run;
  const stage = stages?.begun.length ?? 0;
  const left = (stages?.plan.length ?? 0) - stage;
  const place = placeOfAlarm(run, stage);
  if (left <= 0 || place === undefined) return;
  const seconds = alarmSeconds({ leftMs: timeLeft(run, clock), stagesLeft: left, hedgeSeconds });
  await queue.send(place.provider, [{ ...messageOf(run, place.expert), stage }], seconds);
}

/** An alarm rings at a worker, of which people have none. */
function placeOfAlarm(run: Run, stage: number): { readonly provider: QueuedProviderKind; readonly expert: string } | undefined {
  const next = new Set(stageExperts(run, stage));
  const queued = run.seats.flatMap(({ provider, expert }) => (isQueued(provider) ? [{ provider, expert }] : []));
  return queued.find(({ expert }) => next.has(expert)) ?? queued[0];
}

function messageOf({ id, tenant, deadlineAt }: Run, expert: string): SeatMessage {
  return { consultationId: id, expert, tenant, deadlineAt };
}
