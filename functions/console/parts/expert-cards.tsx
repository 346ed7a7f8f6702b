/** A card for each expert: waiting, and then what it said or why it said nothing. */

import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Seat } from '../text/live.ts';
import { Said } from './said.tsx';
import { Status } from './status.tsx';
import { useNow } from './use-now.ts';

export interface ExpertCardsProps {
  readonly consultation: Consultation;
  readonly seats: readonly Seat[];
  /** Whether the answers are reviews, whose findings stand elsewhere. */
  readonly review: boolean;
}

export function ExpertCards({ consultation, seats, review }: ExpertCardsProps) {
  const { opinions, quorum, status, timing, verdict } = consultation;
  const answered = opinions.filter((opinion) => opinion.status === 'answered').length;
  // Where nothing is decided nobody leads, and nobody dissents.
  const decided = status === 'decided' ? verdict : null;
  const dissenters = new Set(decided?.dissent.map(({ expert }) => expert));
  return (
    <section aria-labelledby="experts-title">
      <h2 id="experts-title">
        Experts{' '}
        <small>
          {answered} of {seats.length} answered{status === 'open' && `, quorum ${quorum}`}
        </small>
      </h2>
      <ul class="cards">
        {seats.map((seat) => (
          <li key={seat.expert} class="card expert" data-status={seat.opinion?.status ?? 'waiting'} data-expert={seat.expert}>
            <div class="card-head">
              <h3>{seat.expert}</h3>
              {dissenters.has(seat.expert) && <span class="tag dissenting">dissents</span>}
              {decided?.pick === seat.expert && <span class="tag">picked</span>}
              <Status status={seat.opinion?.status ?? 'waiting'} />
            </div>
            {seat.opinion ? <Said opinion={seat.opinion} review={review} /> : <Waiting seat={seat} since={timing.createdAt} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Waiting({ seat: { reason }, since }: { readonly seat: Seat; readonly since: string }) {
  const now = useNow(100);
  const seconds = Math.max(0, now.value - Date.parse(since)) / 1000;
  return (
    <>
      <p class="elapsed" aria-hidden="true">
        {seconds.toFixed(1)} s
      </p>
      <div class="pulse" aria-hidden="true" />
      {reason !== undefined && <p class="reason">An attempt failed and is repeated: {reason}</p>}
    </>
  );
}
