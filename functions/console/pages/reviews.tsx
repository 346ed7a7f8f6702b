/** Reviews, newest first; of one subject, with what became of its findings. */
import type { CircleClient } from '../../../shared/client/client.ts';
import type { FindingHistory, ReviewSummary } from '../../../shared/contract/review-list.ts';
import { dirOf } from '../markdown/direction.ts';
import { Failure, Page } from '../parts/page.tsx';
import { Status } from '../parts/status.tsx';
import { useLoaded } from '../state/loaded.ts';
import { useReviewPages } from '../state/review-pages.ts';
import { reviewAddress, reviewsAddress } from '../text/address.ts';
import { sayCount, sayMoment } from '../text/format.ts';

export function ReviewsPage({ client, subject }: { readonly client: CircleClient; readonly subject: string }) {
  const pages = useReviewPages(client, subject);
  const { rows, failure, load } = pages;
  return (
    <Page title={subject === '' ? 'Reviews' : `Reviews of ${subject}`} name="Reviews">
      {subject !== '' && (
        <p class="hint">
          <a href={reviewsAddress('')}>All reviews</a>
        </p>
      )}
      {failure.value !== undefined && <Failure message={failure.value} again={load} />}
      {rows.value.length > 0 && <Reviews rows={rows.value} />}
      <Rest pages={pages} />
      {subject !== '' && <History client={client} subject={subject} key={subject} />}
    </Page>
  );
}

/** What follows the rows: more of them, or why there are none. */
function Rest({ pages: { rows, more, loading, failure, load } }: { readonly pages: ReturnType<typeof useReviewPages> }) {
  if (loading.value) return <p class="hint">Loading…</p>;
  if (more.value) {
    return (
      <p class="more">
        <button type="button" onClick={load}>
          Load more
        </button>
      </p>
    );
  }
  if (rows.value.length > 0 || failure.value !== undefined) return null;
  return (
    <p class="empty">
      Nothing has been reviewed yet: <code>circle review</code> and <code>POST /v1/reviews</code> review files and changes.
    </p>
  );
}

function Reviews({ rows }: { readonly rows: readonly ReviewSummary[] }) {
  return (
    <table class="history stacking">
      <caption class="unseen">Reviews</caption>
      <thead>
        <tr>
          <th scope="col">Review</th>
          <th scope="col">Status</th>
          <th scope="col">Subject</th>
          <th scope="col">Circle</th>
          <th scope="col">Asked</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, question, status, subject, circle, createdAt }) => (
          <tr key={id}>
            <th scope="row">
              <a href={reviewAddress(id)} dir={dirOf(question)}>
                {question}
              </a>
            </th>
            <td data-label="Status">
              <Status status={status} />
            </td>
            <td data-label="Subject">{subject === null ? 'none' : <a href={reviewsAddress(subject)}>{subject}</a>}</td>
            <td data-label="Circle">{circle}</td>
            <td data-label="Asked">{sayMoment(createdAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function History({ client, subject }: { readonly client: CircleClient; readonly subject: string }) {
  const { value, failure, again } = useLoaded((signal) => client.findings({ subject }, { signal }), [client, subject]);
  const found = value.value;
  return (
    <section class="evidence" aria-labelledby="history-title">
      <h2 id="history-title">Findings over time {found && <small>{sayCount(found.reviews, 'review')} looked at</small>}</h2>
      {failure.value !== undefined && <Failure message={failure.value} again={again} />}
      {found?.findings.length === 0 && <p class="empty">No finding of rules is known of it.</p>}
      {found !== undefined && found.findings.length > 0 && <Histories findings={found.findings} />}
    </section>
  );
}

function Histories({ findings }: { readonly findings: readonly FindingHistory[] }) {
  return (
    <table class="stacking">
      <caption class="unseen">Findings over time</caption>
      <thead>
        <tr>
          <th scope="col">Finding</th>
          <th scope="col">Severity</th>
          <th scope="col">First seen</th>
          <th scope="col">Last seen</th>
          <th scope="col">Now</th>
        </tr>
      </thead>
      <tbody>
        {findings.map(({ fingerprint, title, file, line, severity, firstSeen, lastSeen, goneSince, accepted }) => (
          <tr key={fingerprint}>
            <th scope="row">
              <span dir={dirOf(title)}>{title}</span>{' '}
              {file !== null && (
                <code dir="ltr">
                  {file}
                  {line !== null && `:${line}`}
                </code>
              )}
            </th>
            <td data-label="Severity">{severity}</td>
            <td data-label="First seen">
              <a href={reviewAddress(firstSeen.review)}>{sayMoment(firstSeen.at)}</a>
            </td>
            <td data-label="Last seen">
              <a href={reviewAddress(lastSeen.review)}>{sayMoment(lastSeen.at)}</a>
            </td>
            <td data-label="Now">
              {goneSince === null ? accepted ? 'accepted' : 'there' : <a href={reviewAddress(goneSince.review)}>gone</a>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
