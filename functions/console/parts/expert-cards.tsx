/** A card for each expert: waiting, and then what it said or why it said nothing. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { sayDuration, sayTokens, sayUsd } from '../text/format.ts';
import type { Seat } from '../text/live.ts';
import { Status } from './status.tsx';
import { Words } from './words.tsx';

/** Characters of an answer that a card shows before it is opened. */
const cardWords = 320;

export function ExpertCards({ consultation, seats }: { readonly consultation: Consultation; readonly seats: readonly Seat[] }) {
  const { opinions, quorum, status, timing, verdict } = consultation;
  const answered = opinions.filter((opinion) => opinion.status === 'answered').length;
  const dissenters = new Set(verdict?.dissent.map(({ expert }) => expert));
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
              {verdict?.pick === seat.expert && <span class="tag">picked</span>}
              <Status status={seat.opinion?.status ?? 'waiting'} />
            </div>
            {seat.opinion ? <Said opinion={seat.opinion} /> : <Waiting seat={seat} since={timing.createdAt} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Said({ opinion: { model, family, answer, error, latencyMs, usage, costUsd } }: { readonly opinion: Opinion }) {
  return (
    <>
      <p class="origin">
        {model} <span>family {family}</span>
      </p>
      {answer !== undefined && <Words text={answer} short={cardWords} />}
      {error && (
        <p class="reason">
          {error.message} <code>{error.type}</code>
        </p>
      )}
      <dl class="effort">
        <div>
          <dt>Latency</dt>
          <dd>{sayDuration(latencyMs)}</dd>
        </div>
        {usage && (
          <div>
            <dt>Tokens</dt>
            <dd>{sayTokens(usage)}</dd>
          </div>
        )}
        {costUsd !== undefined && (
          <div>
            <dt>Cost</dt>
            <dd>{sayUsd(costUsd)}</dd>
          </div>
        )}
      </dl>
    </>
  );
}

function Waiting({ seat: { reason }, since }: { readonly seat: Seat; readonly since: string }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 100);
    return () => clearInterval(timer);
  }, []);
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
