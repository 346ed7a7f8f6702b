/** What the reviews of a schedule have come to: the newest one that has ended, beside the one before. */
import { type DeployedReview, saySource, scheduleSubject } from '../../shared/contract/deployed-review.ts';
import type { ReviewReport } from '../../shared/contract/review.ts';
import type { LastReview, ScheduledReview, ShownSchedule } from '../../shared/contract/schedule.ts';
import type { Severity } from '../../shared/contract/severity.ts';
import type { Principal } from '../../shared/domain/principal.ts';
import { historyOf, wasHeard } from '../../shared/review/finding-history.ts';
import type { PastReview } from '../../shared/review/past-review.ts';
import { requireRun } from '../../shared/steps/require-run.ts';
import { readConsultation } from './ask-circle.ts';
import type { ApiPorts } from './options.ts';
import { pastReview, viewOf } from './review-view.ts';

type ReadPorts = Pick<ApiPorts, 'runs' | 'opinions' | 'verdicts'>;

/** What a schedule reviews, with its newest review among these times. */
export async function showScheduledReview(
  name: string,
  review: DeployedReview,
  times: ShownSchedule['times'],
  principal: Principal,
  ports: ReadPorts,
): Promise<ScheduledReview> {
  const of = { of: saySource(review), subject: scheduleSubject(name) };
  const ended = times.filter(({ outcome, status }) => outcome === 'ran' && status !== null && status !== 'open');
  const [newest, ...earlier] = ended.flatMap(({ consultationId }) => consultationId ?? []);
  if (newest === undefined) return { ...of, last: null };
  const last = await readReview(newest, principal, ports);
  return { ...of, last: last === undefined ? null : summarise(last, await heardBefore(earlier, principal, ports)) };
}

/** A review with its report, and as its findings are followed. */
interface EndedReview {
  readonly report: ReviewReport;
  readonly past: PastReview;
}

/** Undefined where a run of the schedule was no review: it asked a question then. */
async function readReview(id: string, principal: Principal, ports: ReadPorts): Promise<EndedReview | undefined> {
  const run = await requireRun(principal, id, ports);
  const consultation = await readConsultation(principal, id, ports);
  const [past] = pastReview(run, consultation);
  if (past === undefined) return undefined;
  const { report } = await viewOf(run, consultation);
  return report === null ? undefined : { report, past };
}

/** Reviews before the newest that are looked at: each is as large as what was reviewed. */
const mostLookedAt = 3;

async function heardBefore(ids: readonly string[], principal: Principal, ports: ReadPorts): Promise<PastReview | undefined> {
  for (const id of ids.slice(0, mostLookedAt)) {
    const past = (await readReview(id, principal, ports))?.past;
    if (past !== undefined && wasHeard(past)) return past;
  }
  return undefined;
}

function summarise({ report, past }: EndedReview, before: PastReview | undefined): LastReview {
  const { verdict, exitCode, because, findings, notReviewed } = report;
  const of = (severity: Severity) => findings.filter((one) => one.severity === severity).length;
  return {
    ...{ id: past.id, at: past.at, verdict, exitCode, because, notReviewed: notReviewed.length },
    findings: { critical: of('critical'), high: of('high'), medium: of('medium'), low: of('low'), info: of('info') },
    ...changesSince(before, past),
  };
}

function changesSince(before: PastReview | undefined, last: PastReview): Pick<LastReview, 'since' | 'newFindings' | 'goneFindings'> {
  if (before === undefined) return { since: null, newFindings: null, goneFindings: null };
  const history = historyOf([before, last]);
  return {
    since: { review: before.id, at: before.at },
    newFindings: history.filter(({ firstSeen }) => firstSeen.review === last.id).length,
    goneFindings: history.filter(({ goneSince }) => goneSince?.review === last.id).length,
  };
}
