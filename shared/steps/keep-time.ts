/** Keeps what became of a time of a schedule, with the times that the schedule has now: neither is worked out anew from what it is set to later. */
import type { Schedule } from '../contract/circle.ts';
import type { KeptTime } from '../contract/schedule.ts';
import type { Ports } from '../ports/ports.ts';

/** A time of a schedule. */
interface TimeOfSchedule {
  readonly name: string;
  readonly schedule: Schedule;
  readonly at: Date;
}

/** Keeps one outcome. Safe to repeat. */
export async function keepOutcome(
  { name, schedule, at }: TimeOfSchedule,
  became: Pick<KeptTime, 'outcome' | 'reason'>,
  { agenda }: Pick<Ports, 'agenda'>,
): Promise<void> {
  const { cron, timezone } = schedule;
  await agenda.keepTime({ schedule: name, at: at.toISOString(), ...became, cron, timezone });
}

/** Keeps times as missed; one of which anything else is known stays. */
export async function keepMissed(
  { name, schedule, missed }: Omit<TimeOfSchedule, 'at'> & { readonly missed: readonly Date[] },
  ports: Pick<Ports, 'agenda'>,
): Promise<void> {
  await Promise.all(missed.map((at) => keepOutcome({ name, schedule, at }, { outcome: 'missed' }, ports)));
}
