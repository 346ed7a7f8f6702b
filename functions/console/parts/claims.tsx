/** The claim ledger: what the answers say, and who supports it, contradicts it, or is silent. */
import type { Verdict } from '../../../shared/contract/verdict.ts';
import { dirOf } from '../markdown/direction.ts';

export function Claims({ claims }: { readonly claims: NonNullable<Verdict['claims']> }) {
  return (
    <section aria-labelledby="claims-title" class="evidence">
      <h2 id="claims-title">
        Claims <small>{claims.length}, most supported first</small>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="scroll" tabIndex={0} aria-label="Claim ledger">
        <table class="claims stacking">
          <thead>
            <tr>
              <th scope="col">Claim</th>
              <th scope="col">Supported by</th>
              <th scope="col">Contradicted by</th>
              <th scope="col">Silent</th>
            </tr>
          </thead>
          <tbody>
            {claims.map(({ expert, span, text, supports, contradicts, silent }) => (
              <tr key={`${expert} ${span[0]}`} data-disputed={contradicts.length > 0}>
                <th scope="row">
                  <span dir={dirOf(text)}>{text}</span> <small>in the words of {expert}</small>
                </th>
                <Names label="Supported by" names={supports} />
                <Names label="Contradicted by" names={contradicts} />
                <Names label="Silent" names={silent} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Names({ label, names }: { readonly label: string; readonly names: readonly string[] }) {
  return <td data-label={label}>{names.length === 0 ? 'nobody' : names.join(', ')}</td>;
}
