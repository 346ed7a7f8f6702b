/** One review: what it comes to, its findings at their lines, and what was looked at. */
import { useEffect } from 'preact/hooks';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Reviewed } from '../../../shared/contract/new-review.ts';
import type { ReviewReport } from '../../../shared/contract/review.ts';
import { Failure, Page } from '../parts/page.tsx';
import { ReportedFindings } from '../parts/reported-findings.tsx';
import { Status } from '../parts/status.tsx';
import { useLoaded } from '../state/loaded.ts';
import { consultationAddress } from '../text/address.ts';
import { sayCount, sayUsd } from '../text/format.ts';

/** Milliseconds between two looks at a review that is open. */
const lookMs = 1000;

export function ReviewPage({ client, id }: { readonly client: CircleClient; readonly id: string }) {
  const { value, failure, again } = useLoaded((signal) => client.getReview(id, { signal }), [client, id]);
  const review = value.value;
  const isOpen = review?.status === 'open';
  useEffect(() => {
    if (!isOpen) return;
    const timer = setTimeout(again, lookMs);
    return () => clearTimeout(timer);
  }, [isOpen, review, again]);
  return (
    <Page
      title="Review"
      tools={
        <a class="button" href={consultationAddress(id)}>
          The consultation
        </a>
      }
    >
      {failure.value !== undefined && <Failure message={failure.value} again={again} />}
      {review === undefined && failure.value === undefined && <p class="hint">Looking it up…</p>}
      {review !== undefined && <Reviewing review={review} client={client} />}
    </Page>
  );
}

function Reviewing({ review: { id, status, report }, client }: { readonly review: Reviewed; readonly client: CircleClient }) {
  if (report === null) {
    return (
      <p>
        <Status status={status} /> The experts are at work.
      </p>
    );
  }
  return <Report id={id} report={report} client={client} />;
}

/** What the exit code of the command says, for people. */
const outcomes = ['It may go out', 'It must not go out', 'It is not decided'] as const;

function Report({ id, report, client }: { readonly id: string; readonly report: ReviewReport; readonly client: CircleClient }) {
  const { value, failure, again } = useLoaded((signal) => client.getExcerpts(id, { signal }), [client, id]);
  return (
    <>
      <Outcome report={report} />
      {failure.value !== undefined && <Failure message={failure.value} again={again} />}
      <ReportedFindings findings={report.findings} excerpts={value.value?.excerpts ?? []} />
      <Looked report={report} />
    </>
  );
}

function Outcome({ report: { exitCode, verdict, status, because, notice, warnings, ...more } }: { readonly report: ReviewReport }) {
  return (
    <section class="card" aria-labelledby="outcome-title" data-exit={exitCode}>
      <h2 id="outcome-title">
        {outcomes[exitCode] ?? outcomes[2]} <small>{verdict ?? status}</small>
      </h2>
      <p>{because}.</p>
      {notice !== null && <p class="hint">{notice}</p>}
      <p class="hint">{sayBeside(more)}</p>
      {warnings.map((warning) => (
        <p key={warning} class="hint">
          {warning}
        </p>
      ))}
    </section>
  );
}

/** Who was asked, what it cost, and what is not counted. */
function sayBeside({
  circle,
  costUsd,
  before = 0,
  accepted = [],
}: Pick<ReviewReport, 'circle' | 'costUsd' | 'before' | 'accepted'>): string {
  const counts = [
    ...(before > 0 ? [`${sayCount(before, 'finding')} stood there before`] : []),
    ...(accepted.length > 0 ? [`${sayCount(accepted.length, 'finding')} accepted`] : []),
  ];
  return `${[`Circle ${circle}`, `cost ${sayUsd(costUsd)}`, ...counts].join(', ')}.`;
}

function Looked({ report: { files, notReviewed, experts } }: { readonly report: ReviewReport }) {
  return (
    <section class="evidence" aria-labelledby="looked-title">
      <h2 id="looked-title">
        Files and experts <small>{sayCount(files.length, 'file')}</small>
      </h2>
      <ul>
        {files.map((path) => (
          <li key={path}>
            <code dir="ltr">{path}</code>
          </li>
        ))}
      </ul>
      {notReviewed.length > 0 && <h3>Not reviewed</h3>}
      <ul>
        {notReviewed.map(({ path, reason, allowed }) => (
          <li key={`${path} ${reason}`}>
            <code dir="ltr">{path}</code>: {reason}
            {allowed && ' (allowed)'}
          </li>
        ))}
      </ul>
      <table class="stacking">
        <caption class="unseen">Who has reviewed</caption>
        <thead>
          <tr>
            <th scope="col">Expert</th>
            <th scope="col">Vote</th>
            <th scope="col">Findings</th>
            <th scope="col">Problem</th>
          </tr>
        </thead>
        <tbody>
          {experts.map(({ expert, vote, findings, problem }) => (
            <tr key={expert}>
              <th scope="row">{expert}</th>
              <td data-label="Vote">{vote ?? 'none'}</td>
              <td data-label="Findings" class="number">
                {findings}
              </td>
              <td data-label="Problem">{problem ?? 'none'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
