/** The order of the options, with the points that other rules give them. */
import type { Verdict } from '../../../shared/contract/verdict.ts';
import { dirOf } from '../markdown/direction.ts';

export function RankingTable({ ranking: { order, scores, kemeny, concordance } }: { readonly ranking: NonNullable<Verdict['ranking']> }) {
  const pointsOf = new Map(scores.map((score) => [score.option, score]));
  // Two in the second place leave no third one.
  const rows = order.flatMap((tied, index) => tied.map((option) => ({ option, rank: order.slice(0, index).flat().length + 1 })));
  return (
    <section aria-labelledby="ranking-title" class="evidence">
      <h2 id="ranking-title">Ranking</h2>
      <table class="stacking">
        <thead>
          <tr>
            <th scope="col">Option</th>
            <th scope="col">Place</th>
            <th scope="col">Borda points</th>
            <th scope="col">Copeland score</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ option, rank }) => (
            <tr key={option}>
              <th scope="row" dir={dirOf(option)}>
                {option}
              </th>
              <td data-label="Place">{rank}</td>
              <td data-label="Borda points">{pointsOf.get(option)?.borda ?? '?'}</td>
              <td data-label="Copeland score">{pointsOf.get(option)?.copeland ?? '?'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">
        Schulze's order. Kemeny's: {kemeny.order.join(', ')} ({kemeny.distance} preferences against it
        {kemeny.exact ? '' : ', the best found'}). Kendall's W: {concordance === null ? 'not measurable' : concordance.toFixed(2)}.
      </p>
    </section>
  );
}
