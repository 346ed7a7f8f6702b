/** Who may sit, whether they are well, and what they have cost and taken lately. */
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { ShownExpert } from '../../../shared/contract/listing.ts';
import { Failure, Page } from '../parts/page.tsx';
import { RecordChart } from '../parts/record-chart.tsx';
import { useLoaded } from '../state/loaded.ts';
import { sayCount, sayDuration, sayUsd } from '../text/format.ts';
import { oldestFirst, type TrackRecord, trackRecords } from '../text/track-record.ts';

/** Ended consultations that are looked at: each is a request of its own. */
const lookedAt = 40;
/** Requests at once. */
const atOnce = 6;

interface Lately {
  readonly experts: readonly ShownExpert[];
  readonly records: readonly TrackRecord[];
  /** Oldest first. */
  readonly consultations: readonly Consultation[];
}

export function ExpertsPage({ client }: { readonly client: CircleClient }) {
  const { value, failure, again } = useLoaded((signal) => lookBack(client, signal), [client]);
  const lately = value.value;
  return (
    <Page title="Experts">
      {failure.value !== undefined && <Failure message={failure.value} again={again} />}
      {!lately && failure.value === undefined && <p class="hint">Looking back…</p>}
      {lately && (
        <>
          <section class="evidence" aria-labelledby="records-title">
            <h2 id="records-title">
              Cost and latency <small>of the last {sayCount(lately.consultations.length, 'consultation')}</small>
            </h2>
            {lately.records.length === 0 ? <p class="empty">Nobody has been asked yet.</p> : <Records records={lately.records} />}
          </section>
          {lately.consultations.length > 1 && <RecordChart records={lately.records} consultations={lately.consultations} />}
          <section class="evidence" aria-labelledby="declared-title">
            <h2 id="declared-title">
              Declared <small>{sayCount(lately.experts.length, 'expert')}</small>
            </h2>
            <Declared experts={lately.experts} />
          </section>
        </>
      )}
    </Page>
  );
}

async function lookBack(client: CircleClient, signal: AbortSignal): Promise<Lately> {
  const [experts, page] = await Promise.all([client.experts(), client.list({ limit: lookedAt }, { signal })]);
  const ids = page.consultations.filter(({ status }) => status !== 'open').map(({ id }) => id);
  const consultations: Consultation[] = [];
  const next = ids.values();
  const worker = async () => {
    for (const id of next) consultations.push(await client.get(id, { signal }));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { experts, records: trackRecords(consultations), consultations: oldestFirst(consultations) };
}

function Records({ records }: { readonly records: readonly TrackRecord[] }) {
  return (
    <table class="stacking">
      <thead>
        <tr>
          <th scope="col">Expert</th>
          <th scope="col">Answered</th>
          <th scope="col">Dissented</th>
          <th scope="col">Median latency</th>
          <th scope="col">Slowest</th>
          <th scope="col">Cost</th>
        </tr>
      </thead>
      <tbody>
        {records.map(({ expert, asked, answered, dissented, medianMs, slowestMs, costUsd, unknownCosts }) => (
          <tr key={expert}>
            <th scope="row">{expert}</th>
            <td data-label="Answered">
              {answered} of {asked}
            </td>
            <td data-label="Dissented">{dissented}</td>
            <td data-label="Median latency">{sayDuration(medianMs)}</td>
            <td data-label="Slowest">{sayDuration(slowestMs)}</td>
            <td data-label="Cost">
              {sayUsd(unknownCosts === asked ? null : costUsd)}
              {unknownCosts > 0 && unknownCosts < asked && <small> and {sayCount(unknownCosts, 'call')} of unknown cost</small>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Declared({ experts }: { readonly experts: readonly ShownExpert[] }) {
  return (
    <table class="stacking">
      <thead>
        <tr>
          <th scope="col">Expert</th>
          <th scope="col">Model</th>
          <th scope="col">Family</th>
          <th scope="col">State</th>
          <th scope="col">US $ per million tokens</th>
        </tr>
      </thead>
      <tbody>
        {experts.map(({ name, provider, model, family, health, price }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td data-label="Model">
              {model} <small>{provider}</small>
            </td>
            <td data-label="Family">{family}</td>
            <td data-label="State">
              {health.status}
              {health.reason !== undefined && <small> {health.reason}</small>}
            </td>
            <td data-label="US $ per million tokens">
              {price === null ? 'not known' : `${price.inputUsdPerMillion} in, ${price.outputUsdPerMillion} out`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
