/** What one expert said: what it comes to, the answer, and how it came to it. */
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { explainStatus, sayDuration, sayTokens, sayUsd } from '../text/format.ts';
import { conclusionOf } from '../text/positions.ts';
import { Prose } from './prose.tsx';

export interface SaidProps {
  readonly opinion: Opinion;
  /** Whether the answer is a review, whose findings stand elsewhere. */
  readonly review: boolean;
}

/** What a card shows of an answer before it is opened: eight of them must fit where one can still see them together. */
const onCard = { characters: 320, lines: 7 };
/** What is folded is opened by those who want to read it. */
const unfolded = { characters: 4000, lines: 60 };

export function Said({ opinion, review }: SaidProps) {
  const { model, family, error } = opinion;
  const meaning = explainStatus(opinion.status);
  return (
    <>
      <p class="origin">
        {model} <span>family {family}</span>
      </p>
      {meaning !== undefined && <p class="meaning">{meaning}</p>}
      <Answer opinion={opinion} review={review} />
      {error && (
        <p class="reason">
          {error.message} <code>{error.type}</code>
        </p>
      )}
      <Cost opinion={opinion} />
    </>
  );
}

function Answer({ opinion, review }: SaidProps) {
  const { answer, reasoning = '', truncated = false } = opinion;
  const conclusion = conclusionOf(opinion);
  return (
    <>
      {conclusion !== undefined && (
        <div class="conclusion">
          <Prose text={conclusion} shown={onCard} />
        </div>
      )}
      {answer !== undefined &&
        answer !== conclusion &&
        (review ? <Folded name="The whole answer" text={answer} /> : <Prose text={answer} shown={onCard} />)}
      {truncated && <p class="meaning">The answer ended at its token limit.</p>}
      {reasoning.trim() !== '' && <Folded name="Reasoning" text={reasoning} />}
    </>
  );
}

function Folded({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <details class="folded">
      <summary>{name}</summary>
      <Prose text={text} shown={unfolded} />
    </details>
  );
}

function Cost({ opinion: { latencyMs, usage, costUsd } }: { readonly opinion: Opinion }) {
  return (
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
  );
}
