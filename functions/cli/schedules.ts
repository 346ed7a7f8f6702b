/** `circle schedules`: when each runs next, and what became of its last times. */
import type { ScheduledReview } from '../../shared/contract/schedule.ts';
import { lastReviewWords, scheduledTimeWords } from '../../shared/domain/words.ts';
import { type Address, openClient } from './client.ts';
import { printAnswer } from './list.ts';

/** Prints the schedules, each with its last times, or JSON. */
export async function listSchedules(asJson: boolean, address: Address): Promise<void> {
  const schedules = await openClient(address).schedules();
  const rows = schedules.flatMap(({ name, cron, timezone, nextAt, review, times }) => [
    [name, nextAt ?? 'never', 'next', `${cron} in ${timezone}`],
    ...(review ? reviewRows(review) : []),
    ...times.map((time) => ['', time.at, scheduledTimeWords(time), time.consultationId ?? '']),
  ]);
  const none = [['circles.yaml declares no schedules']];
  printAnswer({ schedules }, rows.length === 0 ? none : [['SCHEDULE', 'TIME', 'WHAT BECAME OF IT', 'CONSULTATION'], ...rows], asJson);
}

function reviewRows({ of, last }: ScheduledReview): readonly (readonly string[])[] {
  const reviewed = ['', last?.at ?? '', `reviews ${of}`, ''];
  return last === null ? [reviewed] : [reviewed, ['', '', lastReviewWords(last), last.id]];
}
