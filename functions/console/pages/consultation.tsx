/** A consultation: who has answered so far, the verdict, and what it rests on. */
import { useEffect } from 'preact/hooks';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import { AnswerPart } from '../parts/answer-form.tsx';
import { Claims } from '../parts/claims.tsx';
import { ConsultationTools } from '../parts/consultation-tools.tsx';
import { Deliveries } from '../parts/deliveries.tsx';
import { Dissent } from '../parts/dissent.tsx';
import { Effort } from '../parts/effort.tsx';
import { ExpertCards } from '../parts/expert-cards.tsx';
import { Correction, FeedbackPart } from '../parts/feedback.tsx';
import { HeatMap } from '../parts/heat-map.tsx';
import { Failure, Page } from '../parts/page.tsx';
import { Prose } from '../parts/prose.tsx';
import { RankingTable } from '../parts/ranking-table.tsx';
import { ReviewedFiles, ReviewFindings } from '../parts/review.tsx';
import { Status } from '../parts/status.tsx';
import { Synthesis } from '../parts/synthesis.tsx';
import { useNow } from '../parts/use-now.ts';
import { VerdictCard } from '../parts/verdict-card.tsx';
import { announce } from '../state/announce.ts';
import { useFollowed } from '../state/follow.ts';
import { useLoaded } from '../state/loaded.ts';
import { sayDuration, sayMoment, sayStatus, sayUsd } from '../text/format.ts';
import { type Seat, seatsOf } from '../text/live.ts';
import { readReview, titleOf } from '../text/review.ts';

/** Characters of a question that make a heading; a longer one stands below it. */
const headingMax = 140;
/** What is shown of a longer question: people come for the answer. */
const ofQuestion = { characters: 600, lines: 8 };

export function ConsultationPage({ client, id }: { readonly client: CircleClient; readonly id: string }) {
  const { consultation, order, failure, take } = useFollowed(client, id);
  const found = consultation.value;
  if (!found) {
    const message = failure.value;
    return <Page title="Consultation">{message === undefined ? <p class="hint">Looking it up…</p> : <Failure message={message} />}</Page>;
  }
  const { heading, rest } = headingOf(found);
  return (
    <Page title={heading} name={heading.slice(0, 60)} tools={<ConsultationTools client={client} consultation={found} take={take} />}>
      {rest !== '' && (
        <div class="question">
          <Prose text={rest} shown={ofQuestion} headings={2} />
        </div>
      )}
      <Facts consultation={found} />
      {failure.value !== undefined && <Failure message={failure.value} />}
      {found.notice !== undefined && <p class="notice">{found.notice}</p>}
      <Told consultation={found} />
      {found.failure && <Failure message={`${found.failure.message} (${found.failure.type})`} />}
      {found.status === 'open' && <AnswerPart client={client} consultation={found} take={take} />}
      <Outcome client={client} consultation={found} seats={seatsOf(found, order.value)} />
    </Page>
  );
}

interface OutcomeProps {
  readonly client: CircleClient;
  readonly consultation: Consultation;
  readonly seats: readonly Seat[];
}

/** What the experts say, and what comes of it. */
function Outcome({ client, consultation, seats }: OutcomeProps) {
  const { id, verdict, status } = consultation;
  const judged = verdict !== null;
  const { value, failure, again } = useLoaded(async (signal) => (judged ? client.listFeedback(id, { signal }) : []), [client, id, judged]);
  const review = readReview(consultation);
  const given = value.value ?? [];
  return (
    <>
      {verdict && (
        <VerdictCard consultation={consultation} verdict={verdict}>
          <Correction last={given.at(-1)} verdict={verdict} />
        </VerdictCard>
      )}
      {review && <ReviewFindings review={review} open={status === 'open'} />}
      <ExpertCards consultation={consultation} seats={seats} review={review !== undefined} />
      {review && <ReviewedFiles review={review} />}
      {verdict && <Evidence consultation={consultation} verdict={verdict} seats={seats} review={review !== undefined} />}
      {failure.value !== undefined && <Failure message={failure.value} again={again} />}
      {verdict && <FeedbackPart client={client} consultation={consultation} verdict={verdict} given={given} again={again} />}
      {status !== 'open' && <Deliveries client={client} id={id} />}
    </>
  );
}

interface Decided {
  readonly consultation: Consultation;
  readonly verdict: NonNullable<Consultation['verdict']>;
  readonly seats: readonly Seat[];
  /** The dissent of a review is its votes: lists of findings are no texts to compare. */
  readonly review: boolean;
}

/** What the verdict rests on, each where there is something to show. */
function Evidence({ consultation, verdict, seats, review }: Decided) {
  const decided = consultation.status === 'decided';
  return (
    <>
      {verdict.ranking && <RankingTable ranking={verdict.ranking} />}
      <HeatMap verdict={verdict} decided={decided} />
      {decided && !review && <Dissent consultation={consultation} verdict={verdict} />}
      {verdict.synthesis && <Synthesis synthesis={verdict.synthesis} />}
      {verdict.claims && verdict.claims.length > 0 && <Claims claims={verdict.claims} />}
      <Effort opinions={seats.flatMap(({ opinion }) => opinion ?? [])} />
    </>
  );
}

function Facts({
  consultation: { id, status, kind, circle, cost, timing, metadata = {}, options = [] },
}: {
  readonly consultation: Consultation;
}) {
  const unknown = cost.unknown.length > 0 ? `, and that of ${cost.unknown.join(', ')}, which is not known` : '';
  return (
    <dl class="facts">
      <div>
        <dt>Status</dt>
        <dd>
          <Status status={status} />
        </dd>
      </div>
      <div>
        <dt>Circle</dt>
        <dd>
          {circle}, {kind}
        </dd>
      </div>
      {options.length > 0 && (
        <div>
          <dt>Options</dt>
          <dd dir="auto">{options.join(' · ')}</dd>
        </div>
      )}
      <div>
        <dt>Asked</dt>
        <dd>{sayMoment(timing.createdAt)}</dd>
      </div>
      <div>
        <dt>Time</dt>
        <dd>
          {timing.durationMs === null ? <Elapsed since={timing.createdAt} until={timing.deadlineAt} /> : sayDuration(timing.durationMs)}
        </dd>
      </div>
      <div>
        <dt>Cost</dt>
        <dd>
          {sayUsd(cost.usd)}
          {unknown}
        </dd>
      </div>
      {Object.entries(metadata).map(([name, value]) => (
        <div key={name}>
          <dt dir="auto">{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
      <div>
        <dt>Id</dt>
        <dd class="id">{id}</dd>
      </div>
    </dl>
  );
}

/** Seconds since the question was asked, while somebody looks. */
function Elapsed({ since, until }: { readonly since: string; readonly until: string }) {
  const now = useNow(1000);
  const seconds = (iso: string) => Math.round((now.value - Date.parse(iso)) / 1000);
  return (
    <span>
      {Math.max(0, seconds(since))} s of at most {Math.max(0, seconds(since)) + Math.max(0, -seconds(until))} s
    </span>
  );
}

/** Tells a screen reader what lands. */
function Told({ consultation: { status, opinions, pending } }: { readonly consultation: Consultation }) {
  const last = opinions.at(-1);
  const all = opinions.length + pending.length;
  const sentence =
    status !== 'open'
      ? `The consultation has ended: ${sayStatus(status)}.`
      : last
        ? `${last.expert}: ${sayStatus(last.status)}. ${opinions.length} of ${all} experts are in.`
        : `${all} experts are asked.`;
  useEffect(() => announce(sentence), [sentence]);
  return null;
}

/** The first line, and what else there is to read; a review has its own. */
function headingOf(consultation: Consultation): { readonly heading: string; readonly rest: string } {
  const review = readReview(consultation);
  if (review) return { heading: titleOf(review), rest: '' };
  const { question } = consultation;
  const [line = '', ...others] = question.trim().split('\n');
  if (line.length > headingMax) return { heading: `${line.slice(0, headingMax)}…`, rest: question };
  return { heading: line, rest: others.join('\n').trim() };
}
