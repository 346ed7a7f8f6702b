/** What stands against each other where nothing is decided. */
import { sayCount } from '../text/format.ts';
import type { Position } from '../text/positions.ts';
import { Prose } from './prose.tsx';

/** A position is one line; what is longer is an answer, which stands on the card of its expert. */
const shown = { characters: 280, lines: 4 };

export function Positions({ positions }: { readonly positions: readonly Position[] }) {
  if (positions.length === 0) return null;
  return (
    <section aria-labelledby="positions-title" class="positions">
      <h3 id="positions-title">{sayCount(positions.length, 'position')}</h3>
      <ol>
        {positions.map(({ experts, share, says }) => (
          <li key={experts.join(' ')}>
            <div class="track" aria-hidden="true" style={{ '--share': String(share) }} />
            <p>
              <strong>{Math.round(share * 100)}%</strong> {experts.join(', ')}
            </p>
            {says !== undefined && <Prose text={says} shown={shown} />}
          </li>
        ))}
      </ol>
    </section>
  );
}
