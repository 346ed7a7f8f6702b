/** What `/metrics` tells of embedded mode, in OpenMetrics: counts are taken from the log's register, levels are read when somebody asks. */
import { statfsSync } from 'node:fs';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../../shared/adapters/local/sqlite-database.ts';
import type { SqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import type { ShownSchedule } from '../../shared/contract/schedule.ts';
import type { LogCode } from '../../shared/log-codes.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Log } from '../../shared/ports/log.ts';

/** The metrics as a scraper gets them. */
export interface MetricsText {
  readonly contentType: string;
  readonly text: string;
}

/** The metrics of one process. */
export interface Metrics {
  /** The log, with what passes through it counted. Nothing of a question or an answer is ever in it. */
  counting(log: Log): Log;
  /** Levels are read from the database of a data folder. `droppedLines` are lines of the log that could not be written. */
  read(from: {
    readonly database: Database;
    readonly folder: string;
    readonly clock: Clock;
    /** The time by which messages wait. */
    readonly queue: Pick<SqliteQueue, 'now'>;
    readonly droppedLines: number;
    readonly schedules: readonly Pick<ShownSchedule, 'name' | 'nextAt' | 'lastAt'>[];
  }): Promise<MetricsText>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Seconds that experts take: from a cached answer to the longest deadline. */
const buckets = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 870];

/** Opens the metrics. */
export function openMetrics(): Metrics {
  const registry = new Registry();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  collectDefaultMetrics({ register: registry });
  const count = countsIn(registry);
  const levels = levelsIn(registry);
  const countingLine =
    (write: Log['info']) =>
    (code: LogCode, fields: Fields = {}) => {
      count[code]?.(fields);
      write(code, fields);
    };
  return {
    counting: (log) => ({ info: countingLine(log.info), warn: countingLine(log.warn), error: countingLine(log.error) }),
    async read(from) {
      levels(from);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

/** What each line of the log adds. */
function countsIn(registry: Registry): Partial<Record<LogCode, (fields: Fields) => void>> {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name: `circle_${name}`, help, labelNames, registers });
  const accepted = counter('consultations_accepted', 'Questions that were accepted.');
  const ended = counter('consultations_ended', 'Consultations that have ended, by status.', ['status']);
  const opinions = counter('opinions', 'Opinions that were stored, by expert and status.', ['expert', 'status']);
  const cost = counter('cost_usd', 'US dollars of calls whose cost is known, by expert.', ['expert']);
  const unknown = counter('cost_unknown', 'Opinions whose cost is not known, by expert.', ['expert']);
  const attempts = counter('attempts_failed', 'Attempts that failed and were repeated, by expert and reason.', ['expert', 'reason']);
  const setAside = counter('messages_set_aside', 'Messages that failed as often as they may, by expert.', ['expert']);
  const failures = counter('function_failures', 'Unexpected errors, by function.', ['function']);
  const webhooks = counter('webhook_attempts', 'Attempts to deliver a webhook, by outcome.', ['outcome']);
  const scheduled = counter('schedule_times', 'Times of schedules, by what became of them.', ['schedule', 'outcome']);
  const onTime = (outcome: string) => (fields: Fields) => scheduled.inc({ schedule: String(fields['schedule']), outcome });
  const restarts = counter('core_restarts', 'Times that the consensus core was started again.');
  const seconds = new Histogram({
    ...{ name: 'circle_opinion_seconds', help: 'Seconds until an expert was heard.', labelNames: ['expert'], buckets, registers },
  });
  return {
    CONSULTATION_ACCEPTED: () => accepted.inc(),
    CONSULTATION_ENDED: ({ status }) => ended.inc({ status: String(status) }),
    CONSULTATION_FAILED: () => ended.inc({ status: 'failed' }),
    CONSULTATION_CANCELLED: () => ended.inc({ status: 'cancelled' }),
    OPINION_RECORDED({ expert: name, status, latencyMs, costUsd, outcome }) {
      if (outcome === 'duplicate') return;
      const expert = String(name);
      opinions.inc({ expert, status: String(status) });
      if (typeof costUsd === 'number') cost.inc({ expert }, costUsd);
      if (costUsd === null) unknown.inc({ expert });
      if (status === 'answered') seconds.observe({ expert }, Number(latencyMs) / 1000);
    },
    EXPERT_ATTEMPT_FAILED: ({ expert, reason }) => attempts.inc({ expert: String(expert), reason: String(reason) }),
    MESSAGE_SET_ASIDE: ({ expert }) => setAside.inc({ expert: String(expert) }),
    FUNCTION_FAILED: ({ function: name }) => failures.inc({ function: String(name) }),
    WEBHOOK_DELIVERED: () => webhooks.inc({ outcome: 'delivered' }),
    WEBHOOK_ATTEMPT_FAILED: () => webhooks.inc({ outcome: 'failed' }),
    WEBHOOK_GIVEN_UP: () => webhooks.inc({ outcome: 'given-up' }),
    SCHEDULE_STARTED: onTime('started'),
    SCHEDULE_REFUSED: onTime('refused'),
    SCHEDULE_SKIPPED: onTime('skipped'),
    SCHEDULE_MISSED: ({ schedule, runs }) => scheduled.inc({ schedule: String(schedule), outcome: 'missed' }, Number(runs)),
    CORE_RESTARTED: () => restarts.inc(),
  };
}

/** Sets the levels from what is stored: each one costs an indexed read of little. */
function levelsIn(registry: Registry): (from: Parameters<Metrics['read']>[0]) => void {
  const registers = [registry];
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name: `circle_${name}`, help, labelNames, registers });
  const open = gauge('consultations_open', 'Consultations that have not ended.');
  const overdue = gauge('consultations_overdue_seconds', 'Seconds by which the latest open consultation is past its deadline.');
  const messages = gauge('queue_messages', 'Messages by queue: waiting for a worker, or in its hands.', ['queue', 'state']);
  const waited = gauge('queue_wait_seconds', 'Seconds that the first message of a queue has waited for a worker.', ['queue']);
  const dead = gauge('dead_letters', 'Dead letters, by queue.', ['queue']);
  const size = gauge('database_bytes', 'Bytes of the database.');
  const free = gauge('disk_free_bytes', 'Bytes that are free below the data folder.');
  const dropped = gauge('log_lines_dropped', 'Lines of the log that could not be written since the start.');
  const setSchedules = scheduleLevels(gauge);
  return ({ database, folder, clock, queue: { now: queueNow }, droppedLines, schedules }) => {
    const now = clock.now();
    const row = (text: string) => Object.values(database.sql(text).get() ?? {})[0];
    open.set(Number(row(`SELECT count(*) FROM runs WHERE status IN ('open', 'closed')`)));
    const deadline = row(`SELECT min(deadlineAt) FROM runs WHERE status IN ('open', 'closed')`);
    overdue.set(typeof deadline === 'string' ? secondsSince(Date.parse(deadline), now) : 0);
    for (const level of [messages, waited, dead]) level.reset();
    const queues = database
      .sql('SELECT provider, held = 1 AS held, count(*) AS n, min(visibleAt) AS at FROM messages GROUP BY provider, held = 1')
      .all();
    for (const { provider, held, n, at } of queues) {
      const queue = String(provider);
      messages.set({ queue, state: held === 1 ? 'held' : 'waiting' }, Number(n));
      if (held !== 1) waited.set({ queue }, secondsSince(Number(at), new Date(queueNow())));
    }
    for (const { provider, n } of database.sql('SELECT provider, count(*) AS n FROM deadLetters GROUP BY provider').all())
      dead.set({ queue: String(provider) }, Number(n));
    size.set(Number(row('PRAGMA page_count')) * Number(row('PRAGMA page_size')));
    const { bavail, bsize } = statfsSync(folder);
    free.set(bavail * bsize);
    dropped.set(droppedLines);
    setSchedules(schedules);
  };
}

/** The last and the next time of each schedule, where there is one. */
function scheduleLevels(gauge: (name: string, help: string, labels: readonly 'schedule'[]) => Gauge<'schedule'>) {
  const last = gauge('schedule_last_run_timestamp_seconds', 'The last time of a schedule at which a consultation began.', ['schedule']);
  const next = gauge('schedule_next_run_timestamp_seconds', 'The next time of a schedule.', ['schedule']);
  const set = (level: Gauge<'schedule'>, schedule: string, at: string | null) => {
    if (at !== null) level.set({ schedule }, Date.parse(at) / 1000);
  };
  return (schedules: Parameters<Metrics['read']>[0]['schedules']): void => {
    for (const { name, lastAt, nextAt } of schedules) {
      set(last, name, lastAt);
      set(next, name, nextAt);
    }
  };
}

function secondsSince(moment: number, now: Date): number {
  return Math.max(0, (now.getTime() - moment) / 1000);
}
