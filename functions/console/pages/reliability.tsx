/** What each circle has learnt of its experts, from verdicts and feedback. */
import type { CircleClient } from '../../../shared/client/client.ts';
import type { CircleReliability } from '../../../shared/contract/reliability.ts';
import { percent } from '../../../shared/domain/words.ts';
import { Failure, Page } from '../parts/page.tsx';
import { useLoaded } from '../state/loaded.ts';

export function ReliabilityPage({ client }: { readonly client: CircleClient }) {
  const { value, failure, again } = useLoaded((signal) => readCircles(client, signal), [client]);
  return (
    <Page title="Reliability">
      <p class="hint">How often each expert is right: judged by feedback where there is some, else by the verdicts of the circle.</p>
      {failure.value !== undefined && <Failure message={failure.value} again={again} />}
      {!value.value && failure.value === undefined && <p class="hint">Looking it up…</p>}
      {value.value?.map((circle) => (
        <Circle key={circle.circle} circle={circle} />
      ))}
    </Page>
  );
}

/** One after the other: each is a request of its own, and nobody waits for the last circle. */
async function readCircles(client: CircleClient, signal: AbortSignal): Promise<readonly CircleReliability[]> {
  const known: CircleReliability[] = [];
  for (const { name } of await client.circles({ signal })) known.push(await client.reliability(name, { signal }));
  return known;
}

function Circle({ circle: { circle, learning, kinds } }: { readonly circle: CircleReliability }) {
  const judged = kinds.filter(({ estimates }) => Object.keys(estimates).length > 0);
  const nothing = learning === 'off' ? 'This circle does not learn.' : 'Nothing has been learnt yet.';
  return (
    <section class="evidence" aria-labelledby={`circle-${circle}`}>
      <h2 id={`circle-${circle}`}>
        {circle} {learning === 'shadow' && <small>learns, and only reports it</small>}
      </h2>
      {judged.length === 0 ? <p class="hint">{nothing}</p> : <Kinds kinds={judged} />}
    </section>
  );
}

function Kinds({ kinds }: { readonly kinds: CircleReliability['kinds'] }) {
  return (
    <table class="bars stacking">
      <thead>
        <tr>
          <th scope="col">Expert</th>
          <th scope="col">Kind of question</th>
          <th scope="col">Right</th>
          <th scope="col">What is learnt</th>
        </tr>
      </thead>
      <tbody>
        {kinds.flatMap(({ kind, evidence, weighs, estimates }) =>
          Object.entries(estimates).map(([expert, chance]) => (
            <tr key={`${kind} ${expert}`}>
              <th scope="row">{expert}</th>
              <td data-label="Kind of question">{kind}</td>
              <td data-label="Right">
                <span class="bar-cell">
                  <span class="track" aria-hidden="true" style={{ '--share': String(chance) }} />
                  <span>{percent(chance)}</span>
                </span>
              </td>
              <td data-label="What is learnt">
                {weighs ? 'decides' : 'is only reported'} <small>{evidence.toFixed(1)} judged answers at the least</small>
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
