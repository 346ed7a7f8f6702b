/** A card for each expert: waiting, and then what it said or why it said nothing. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { explainStatus, sayDuration, sayTokens, sayUsd } from '../text/format.ts';
import type { Seat } from '../text/live.ts';
import { conclusionOf } from '../text/positions.ts';
import { Prose } from './prose.tsx';
import { Status } from './status.tsx';

/** What a card shows of an answer before it is opened: eight of them must fit where one can still see them together. */
const onCard = { characters: 320, lines: 7 };
/** Thinking is long, and opened by those who want to read it. */
const ofReasoning = { characters: 4000, lines: 60 };

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

function Said({ opinion, review }: { readonly opinion: Opinion; readonly review: boolean }) {
  const { status, model, family, answer, reasoning, error, truncated, latencyMs, usage, costUsd } = opinion;
  const conclusion = conclusionOf(opinion);
  const meaning = explainStatus(status);
  return (
    <>
      <p class="origin">
        {model} <span>family {family}</span>
      </p>
      {meaning !== undefined && <p class="meaning">{meaning}</p>}
      {conclusion !== undefined && (
        <div class="conclusion">
          <Prose text={conclusion} shown={onCard} />
        </div>
      )}
      {answer !== undefined && answer !== conclusion && (review ? <FullAnswer answer={answer} /> : <Prose text={answer} shown={onCard} />)}
      {truncated === true && <p class="meaning">The answer ended at its token limit.</p>}
      {reasoning !== undefined && reasoning.trim() !== '' && (
        <details class="reasoning">
          <summary>Reasoning</summary>
          <Prose text={reasoning} shown={ofReasoning} />
        </details>
      )}
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

/** The findings of a review stand above in one list; here is what they were read from. */
function FullAnswer({ answer }: { readonly answer: string }) {
  return (
    <details>
      <summary>The whole answer</summary>
      <Prose text={answer} shown={ofReasoning} />
    </details>
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
