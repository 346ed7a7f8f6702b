/** A run as a caller sees it. */

import type { Consultation, ConsultationStatus } from '../contract/consultation.ts';
import type { AttemptNote, Opinion } from '../contract/opinion.ts';
import type { Run } from '../contract/run.ts';
import type { Verdict } from '../contract/verdict.ts';
import { schemaOf } from './kept-schema.ts';
import { missingSeats } from './missing-seats.ts';
import { loweredFloor } from './quorum.ts';
import { hasVerdict } from './reliability.ts';
import { durationOf } from './run-time.ts';
import { sharedFailure } from './shared-failure.ts';
import { shownAddress } from './shown-address.ts';
import { selectionNow } from './stand-ins.ts';
import { demoNotice } from './verdict.ts';
import { withoutUndefined } from './without-undefined.ts';

/** The status a caller sees: a closed run is still open to it, since its verdict is to come. */
export function visibleStatus(run: Pick<Run, 'status'>): ConsultationStatus {
  return run.status === 'closed' ? 'open' : run.status;
}

/** The answer to `GET /v1/consultations/{id}`. */
export function viewConsultation(
  run: Run,
  opinions: readonly Opinion[],
  attempts: readonly AttemptNote[],
  verdict: Verdict | undefined,
  rounds?: readonly Opinion[],
): Consultation {
  const status = visibleStatus(run);
  const ended = status !== 'open';
  return {
    id: run.id,
    status,
    question: run.question,
    kind: run.kind,
    circle: run.circle,
    quorum: run.quorum,
    ...loweredFloor(run),
    verdict: verdict && hasVerdict(run) ? { ...verdict, missing: missingNow(verdict, missingSeats(run, opinions, attempts)) } : null,
    opinions: ended ? [...opinions, ...absentOpinions(run, opinions, attempts)] : [...opinions],
    pending: ended ? [] : pendingSeats(run, opinions, attempts),
    cost: costOf(run, allOf(opinions, rounds), ended ? attempts : []),
    timing: timingOf(run, opinions),
    ...withoutUndefined({
      earlier: earlierOf(opinions, rounds),
      options: run.options,
      messages: run.messages,
      instructions: run.instructions,
      images: run.images,
      review: run.review && { files: run.review.files.map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text) })) },
      schema: run.schema === undefined ? undefined : schemaOf(run.schema),
      sampling: run.sampling,
      queryType: run.queryType,
      priority: run.priority,
      selection: selectionNow(run),
      stated: shownStated(run.stated),
      metadata: run.metadata,
      failure: failureOf(run, opinions),
      notice: run.demo ? demoNotice : undefined,
    }),
  };
}

/** What the request stated, but for a webhook whose address is not shown whole: asked again, it would go elsewhere. */
function shownStated({ webhook, ...stated }: NonNullable<Run['stated']> = {}): Run['stated'] {
  const isShown = webhook !== undefined && shownAddress(webhook.url) === new URL(webhook.url).href;
  const shown = { ...stated, ...(isShown && { webhook }) };
  return Object.keys(shown).length === 0 ? undefined : shown;
}

function allOf(opinions: readonly Opinion[], rounds: readonly Opinion[] = opinions): readonly Opinion[] {
  return rounds;
}

/** Opinions of any round that do not stand; undefined where nobody was asked twice. */
function earlierOf(opinions: readonly Opinion[], rounds: readonly Opinion[] | undefined): Opinion[] | undefined {
  return rounds?.filter((one) => !opinions.includes(one));
}

/** Why there is no answer, where one thing says it for all. */
function failureOf({ status, failure }: Run, opinions: readonly Opinion[]): Consultation['failure'] {
  return status === 'no-quorum' ? sharedFailure(opinions) : failure;
}

/**
 * What was spent. Of an expert whose opinion is not in when the run has ended, what is written down counts: its call was interrupted, or
 * is still under way, and will be billed either way.
 */
export function costOf(
  { costUsd }: Pick<Run, 'costUsd'>,
  opinions: readonly Opinion[],
  notes: readonly AttemptNote[],
): Consultation['cost'] {
  const unheard = notes.reduce((sum, note) => sum + (note.costUsd ?? 0), 0);
  const unknown = [...opinions, ...notes].filter((one) => one.costUsd === null).map(({ expert }) => expert);
  return { usd: roundUsd(costUsd + unheard), unknown: [...new Set(unknown)] };
}

/** What is known by now of those whom the verdict misses: an expert that was heard after the end has one status, and no second one. */
function missingNow({ missing }: Verdict, known: Verdict['missing']): Verdict['missing'] {
  const now = new Map(known.map((one) => [one.expert, one]));
  return missing.map((one) => now.get(one.expert) ?? one);
}

/** Where no machine has measured it, a clock that was set back makes nothing shorter than the slowest answer that was waited for. */
function timingOf(run: Run, opinions: readonly Opinion[]): Consultation['timing'] {
  const { createdAt, deadlineAt, endedAt = null } = run;
  if (endedAt === null) return { createdAt, deadlineAt, endedAt, durationMs: null };
  const waited = opinions.filter(({ status }) => status === 'answered').map(({ latencyMs }) => latencyMs);
  return { createdAt, deadlineAt, endedAt, durationMs: Math.max(durationOf(run) ?? 0, ...waited) };
}

/** Seats of an ended run that have no stored opinion: still on their way, and shown with the reason known so far. */
function absentOpinions(run: Run, opinions: readonly Opinion[], attempts: readonly AttemptNote[]): Opinion[] {
  const stored = new Set(opinions.map((opinion) => opinion.expert));
  const endedAt = run.endedAt ?? run.deadlineAt;
  return missingSeats(run, opinions, attempts)
    .filter(({ expert }) => !stored.has(expert))
    .flatMap(({ expert, status, error }) => {
      const seat = run.seats.find((candidate) => candidate.expert === expert);
      if (!seat) return [];
      const { usage, costUsd } = attempts.find((note) => note.expert === expert) ?? {};
      return [
        {
          expert,
          provider: seat.provider,
          model: seat.model,
          family: seat.family,
          status: run.status === 'cancelled' ? 'cancelled' : status,
          error,
          latencyMs: durationOf(run) ?? 0,
          receivedAt: endedAt,
          // What has been called will be billed, whether its answer comes or not.
          ...withoutUndefined({ usage, costUsd }),
        } satisfies Opinion,
      ];
    });
}

function pendingSeats(run: Run, opinions: readonly Opinion[], attempts: readonly AttemptNote[]): Consultation['pending'] {
  const stored = new Set(opinions.map((opinion) => opinion.expert));
  return run.seats
    .filter((seat) => !stored.has(seat.expert))
    .map((seat) => {
      const attempt = attempts.find((candidate) => candidate.expert === seat.expert);
      return { expert: seat.expert, ...(attempt?.error ? { reason: attempt.error.message } : {}) };
    });
}

/** Sums of floating-point prices, without their noise: a millionth of a cent is below any price list. */
function roundUsd(usd: number): number {
  return Math.round(usd * 1e8) / 1e8;
}
