/** Latency and cost of each expert, side by side. */
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { sayDuration, sayTokens, sayUsd } from '../text/format.ts';

export function Effort({ opinions }: { readonly opinions: readonly Opinion[] }) {
  const slowest = Math.max(...opinions.map(({ latencyMs }) => latencyMs), 1);
  const dearest = Math.max(...opinions.map(({ costUsd }) => costUsd ?? 0), Number.MIN_VALUE);
  return (
    <section aria-labelledby="effort-title" class="evidence">
      <h2 id="effort-title">Latency and cost</h2>
      <table class="bars stacking">
        <thead>
          <tr>
            <th scope="col">Expert</th>
            <th scope="col">Latency</th>
            <th scope="col">Cost</th>
            <th scope="col">Tokens</th>
          </tr>
        </thead>
        <tbody>
          {opinions.map(({ expert, latencyMs, costUsd, usage }) => (
            <tr key={expert}>
              <th scope="row">{expert}</th>
              <td data-label="Latency">
                <Bar share={latencyMs / slowest} label={sayDuration(latencyMs)} />
              </td>
              <td data-label="Cost">
                <Bar share={(costUsd ?? 0) / dearest} label={sayUsd(costUsd)} />
              </td>
              <td data-label="Tokens">{sayTokens(usage)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Bar({ share, label }: { readonly share: number; readonly label: string }) {
  return (
    <span class="bar-cell">
      <span class="track" aria-hidden="true" style={{ '--share': String(share) }} />
      <span>{label}</span>
    </span>
  );
}
