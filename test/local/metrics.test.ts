/** The metrics of embedded mode: in the form that a scraper reads, without a word of a question or an answer. */
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { openMetrics } from '../../infra/local/metrics.ts';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { sqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import { sampleMessage, sampleRun } from '../ports/samples.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { recordedLog } from '../support/recorded-log.ts';

async function scraped(): Promise<{ text: string; contentType: string; lines: number }> {
  const [clock, metrics, written] = [fakeClock(), openMetrics(), recordedLog()];
  const database = openDatabase(':memory:');
  const ports = sqlitePorts({ database, clock });
  const queue = sqliteQueue({ database, clock });
  await ports.runs.create(sampleRun({ deadlineAt: '2026-03-01T10:00:10.000Z' }));
  await queue.send('openai', [sampleMessage('expert-0'), sampleMessage('expert-1')]);
  queue.receive('openai', 1);
  clock.advance(15_000);
  const log = metrics.counting(written);
  const opinion = { expert: 'ada', status: 'answered', outcome: 'counted', latencyMs: 1500 };
  log.info('CONSULTATION_ACCEPTED', { question: 'never a label' });
  log.info('OPINION_RECORDED', { ...opinion, costUsd: 0.25 });
  log.info('OPINION_RECORDED', { ...opinion, costUsd: null });
  log.info('OPINION_RECORDED', { ...opinion, outcome: 'duplicate', costUsd: 1 });
  log.error('FUNCTION_FAILED', { function: 'sweep', reason: 'words of "an error"\n' });
  log.info('SCHEDULE_STARTED', { schedule: 'daily' });
  log.warn('SCHEDULE_MISSED', { schedule: 'daily', runs: 4 });
  const schedules = [{ name: 'daily', lastAt: '2026-03-01T06:00:00.000Z', nextAt: '2026-03-02T06:00:00.000Z' }];
  return {
    ...(await metrics.read({ database, folder: tmpdir(), clock, queue, droppedLines: 3, schedules })),
    lines: written.entries.length,
  };
}

describe('the metrics', () => {
  it('hold counts from the log, levels from the database, and the process', async () => {
    const { text, lines } = await scraped();
    for (const line of [
      'circle_consultations_accepted_total 1',
      'circle_opinions_total{expert="ada",status="answered"} 2',
      'circle_cost_usd_total{expert="ada"} 0.25',
      'circle_cost_unknown_total{expert="ada"} 1',
      'circle_function_failures_total{function="sweep"} 1',
      'circle_opinion_seconds_count{expert="ada"} 2',
      'circle_consultations_open 1',
      'circle_consultations_overdue_seconds 5',
      'circle_queue_messages{queue="openai",state="held"} 1',
      'circle_queue_messages{queue="openai",state="waiting"} 1',
      'circle_queue_wait_seconds{queue="openai"} 15',
      'circle_log_lines_dropped 3',
      'circle_schedule_times_total{schedule="daily",outcome="started"} 1',
      'circle_schedule_times_total{schedule="daily",outcome="missed"} 4',
      'circle_schedule_last_run_timestamp_seconds{schedule="daily"} 1772344800',
      'circle_schedule_next_run_timestamp_seconds{schedule="daily"} 1772431200',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(text).toMatch(/^circle_disk_free_bytes \d+$/m);
    expect(text).not.toMatch(/never a label|words of/);
    expect(lines, 'each line is written all the same').toBe(7);
  });

  it('are OpenMetrics: each sample belongs to a family that is described before it, and the text has its end', async () => {
    const { text, contentType } = await scraped();
    expect(contentType).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
    expect(text.endsWith('# EOF\n')).toBe(true);
    let family = '';
    for (const line of text.trimEnd().split('\n').slice(0, -1)) {
      const described = /^# (?:HELP|TYPE) (\w+) /.exec(line)?.[1];
      if (described !== undefined) family = described;
      else
        expect(line).toMatch(new RegExp(`^${family}(?:_total|_bucket|_sum|_count)?(?:\\{[^}]*\\})? (?:[+-]?(?:[0-9.e+-]+|inf)|nan)$`, 'i'));
    }
  });
});
