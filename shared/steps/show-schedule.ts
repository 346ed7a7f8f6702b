/** A schedule as the API lists it. */
import type { Schedule } from '../contract/circle.ts';
import type { RunState } from '../contract/run.ts';
import type { ShownSchedule } from '../contract/schedule.ts';
import { visibleStatus } from '../domain/consultation-view.ts';
import { circleName } from '../domain/pick-circle.ts';
import { operator } from '../domain/principal.ts';
import { nextTime } from '../domain/schedule-times.ts';
import { questionOfSchedule } from '../domain/scheduled-question.ts';
import type { Ports } from '../ports/ports.ts';
import { readTimes, type ScheduledTime } from './schedule-past.ts';

/** Times that are listed: each costs one small read. */
const listedTimes = 10;

/** The schedule with its last and next times, as a tenant may see them; what its reviews have come to is looked up by whoever shows it. */
export async function showSchedule(
  name: string,
  schedule: Schedule,
  tenant: string,
  ports: Pick<Ports, 'runs' | 'agenda' | 'clock' | 'knowledge'>,
): Promise<Omit<ShownSchedule, 'review'>> {
  const { cron, timezone, missed, overlap } = schedule;
  const asked = questionOfSchedule(name, schedule);
  const now = ports.clock.now();
  const times = await readTimes(name, schedule, { before: now, count: listedTimes }, seenBy(tenant, ports));
  const last = times.find(({ outcome }) => outcome === 'ran' || outcome === 'refused');
  return {
    ...{ name, cron, timezone, missed, overlap },
    circle: asked.experts ? null : circleName(asked, ports.knowledge),
    question: asked.question,
    nextAt: nextTime(schedule, now)?.toISOString() ?? null,
    lastAt: last?.at.toISOString() ?? null,
    times: times.map(showTime),
  };
}

/** A caller may choose any id, one like a schedule's too: what another tenant has asked is not shown, and what became of it neither. */
function seenBy(tenant: string, { runs, agenda }: Pick<Ports, 'runs' | 'agenda'>): Pick<Ports, 'runs' | 'agenda'> {
  const own = (run: RunState | undefined) => (run?.tenant === tenant ? run : undefined);
  return {
    runs: { ...runs, state: async (id) => own(await runs.state(id)) },
    agenda: { ...agenda, times: async (...which) => (tenant === operator.tenant ? agenda.times(...which) : []) },
  };
}

function showTime({ at, outcome, run, kept }: ScheduledTime): ShownSchedule['times'][number] {
  return {
    at: at.toISOString(),
    outcome,
    consultationId: run?.id ?? null,
    status: run ? visibleStatus(run) : null,
    reason: run?.failure?.message ?? kept?.reason ?? null,
  };
}
