/** How alike every two answers are: colour to see it at once, numbers to read it, and one sentence instead of both. */
import type { Verdict } from '../../../shared/contract/verdict.ts';
import { extremes, type Matrix, matrixOf, type Pair } from '../text/matrix.ts';

export function HeatMap({ verdict, decided }: { readonly verdict: Verdict; readonly decided: boolean }) {
  const matrix = matrixOf(verdict);
  if (!matrix) return null;
  return (
    <section aria-labelledby="matrix-title" class="evidence">
      <h2 id="matrix-title">Agreement</h2>
      <div class="side-by-side">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section class="scroll" tabIndex={0} aria-label="Agreement matrix">
          <Square matrix={matrix} />
        </section>
        <Clusters verdict={verdict} decided={decided} />
      </div>
      <p class="hint">{matrix.measured ? saySpread(matrix) : 'This verdict only holds who gave the same answer: 1 if so, else 0.'}</p>
    </section>
  );
}

function Square({ matrix: { experts, rows } }: { readonly matrix: Matrix }) {
  return (
    <table class="heat">
      <caption class="unseen">How alike the answers of every two experts are, from 0 to 1</caption>
      <thead>
        <tr>
          <td />
          {experts.map((expert) => (
            <th key={expert} scope="col">
              <span>{expert}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {experts.map((expert, row) => (
          <tr key={expert}>
            <th scope="row">{expert}</th>
            {rows[row]?.map((score, column) => (
              <Cell key={experts[column]} score={score} title={`${expert} and ${experts[column]}`} same={row === column} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ score, title, same }: { readonly score: number | null; readonly title: string; readonly same: boolean }) {
  if (same) return <td class="same">·</td>;
  if (score === null) return <td title={title}>?</td>;
  return (
    <td title={`${title}: ${score}`} style={{ '--level': `${Math.round(score * 100)}%` }}>
      {score.toFixed(2)}
    </td>
  );
}

function Clusters({ verdict: { clusters, pick }, decided }: { readonly verdict: Verdict; readonly decided: boolean }) {
  return (
    <div class="clusters">
      <h3>Clusters</h3>
      <ol>
        {clusters.map(({ experts, share }) => (
          <li key={experts.join(' ')}>
            <div class="track" aria-hidden="true" style={{ '--share': String(share) }} />
            <span>
              <strong>{Math.round(share * 100)}%</strong> {experts.join(', ')}
              {decided && pick !== null && experts.includes(pick) && <span class="tag">leads</span>}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function saySpread(matrix: Matrix): string {
  const found = extremes(matrix);
  if (!found) return '';
  const say = ({ one, other, score }: Pair) => `${one} and ${other} (${score.toFixed(2)})`;
  if (found.most.score === found.least.score) return `Every two answers are equally alike (${found.most.score.toFixed(2)}).`;
  return `Most alike: ${say(found.most)}. Least alike: ${say(found.least)}.`;
}
