/** Each dissenter's words beside the leading ones, with what only one of them says marked. */
import { useMemo } from 'preact/hooks';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Verdict } from '../../../shared/contract/verdict.ts';
import { compare, comparedMax, type Piece } from '../text/differences.ts';

/** Characters of two answers that are laid open without being asked. */
const openMax = 2400;

export function Dissent({ consultation, verdict }: { readonly consultation: Consultation; readonly verdict: Verdict }) {
  const { dissent, pick } = verdict;
  const leading = consultation.opinions.find(({ expert }) => expert === pick)?.answer ?? verdict.answer;
  if (dissent.length === 0 || pick === null || leading === null) return null;
  return (
    <section aria-labelledby="dissent-title" class="evidence">
      <h2 id="dissent-title">
        Dissent <small>{dissent.length === 1 ? 'one expert' : `${dissent.length} experts`}</small>
      </h2>
      <p class="hint">
        Only the leading answer says <del>this</del>, only the dissenting one <ins>this</ins>.
      </p>
      {dissent.map(({ expert, answer, short }, index) => (
        // One is open, unless it is long: a page with fifty of them would be hard to read.
        <details key={expert} open={index === 0 && leading.length + answer.length <= openMax}>
          <summary>
            <strong>{expert}</strong>
            {short !== undefined && <bdi class="short">{short}</bdi>}
          </summary>
          <Pair leader={pick} leading={leading} expert={expert} answer={answer} />
        </details>
      ))}
    </section>
  );
}

interface PairProps {
  readonly leader: string;
  readonly leading: string;
  readonly expert: string;
  readonly answer: string;
}

function Pair({ leader, leading, expert, answer }: PairProps) {
  const { left, right, bounds } = useMemo(() => compare(leading, answer), [leading, answer]);
  return (
    <>
      <div class="pair">
        <figure>
          <figcaption>{leader}, leading</figcaption>
          <div class="words mixed">{left.map(({ text, own }: Piece, at) => (own ? <del key={at}>{text}</del> : text))}</div>
        </figure>
        <figure>
          <figcaption>{expert}, dissenting</figcaption>
          <div class="words mixed">{right.map(({ text, own }: Piece, at) => (own ? <ins key={at}>{text}</ins> : text))}</div>
        </figure>
      </div>
      {bounds === 'cut' && (
        <p class="hint">The first {comparedMax.toLocaleString('en-US')} characters are compared; the whole answers stand above.</p>
      )}
      {bounds === 'given-up' && <p class="hint">These answers have too little in common to mark their differences.</p>}
    </>
  );
}
