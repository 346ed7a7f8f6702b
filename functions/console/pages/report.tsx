/** How good each circle is: who is right, what other ways to decide would have cost, and who errs with whom. */
import { useMemo } from 'preact/hooks';
import type { CircleClient } from '../../../shared/client/client.ts';
import { reportOf } from '../../../shared/domain/report/figures.ts';
import { circleInWords, footnote } from '../../../shared/domain/report/tables.ts';
import { Failure, Page } from '../parts/page.tsx';
import { ReportFilters } from '../parts/report-filters.tsx';
import { ReportTables } from '../parts/report-tables.tsx';
import { useLoaded } from '../state/loaded.ts';
import { useReportPages } from '../state/report-pages.ts';
import { changeTo } from '../state/route.ts';
import { type ReportFilter, reportAddress } from '../text/address.ts';
import { sayCount } from '../text/format.ts';

export function ReportPage({ client, filter }: { readonly client: CircleClient; readonly filter: ReportFilter }) {
  const pages = useReportPages(client, filter);
  const circles = useLoaded((signal) => client.circles({ signal }), [client]);
  const { sums } = pages.found.value;
  const report = useMemo(() => reportOf(sums), [sums]);
  return (
    <Page title="Report">
      <p class="hint">From stored consultations, and from the feedback on them. Without feedback nothing here says who is right.</p>
      <ReportFilters
        filter={filter}
        circles={circles.value.value?.map(({ name }) => name) ?? []}
        change={(part) => changeTo(reportAddress({ ...filter, ...part }))}
      />
      {pages.failure.value !== undefined && <Failure message={pages.failure.value} again={pages.load} />}
      <Extent pages={pages} empty={report.circles.length === 0} />
      {report.circles.map((circle) => (
        <ReportTables key={circle.circle} words={circleInWords(circle)} />
      ))}
      {report.circles.length > 0 && <p class="hint">{footnote(report)}</p>}
    </Page>
  );
}

interface ExtentProps {
  readonly pages: ReturnType<typeof useReportPages>;
  /** Whether nothing can be said yet. */
  readonly empty: boolean;
}

/** What has been read, and whether there is more. */
function Extent({ pages: { found, loading, failure, load }, empty }: ExtentProps) {
  const { read, demo, unreadable, cursor } = found.value;
  const rests = !loading.value && failure.value === undefined;
  return (
    <>
      <p class="hint" role="status">
        {sayCount(read, 'consultation')} read{loading.value ? ' so far…' : '.'}
        {demo > 0 && ` ${sayCount(demo, 'answer')} of the scripted demo circle left out.`}
        {unreadable > 0 && ` ${sayCount(unreadable, 'consultation')} could not be read: the log of the server says why.`}
      </p>
      {rests && cursor !== null && (
        <p class="more">
          <button type="button" onClick={load}>
            Read more
          </button>{' '}
          <span class="hint">The figures are those of the newest {read.toLocaleString('en-US')}.</span>
        </p>
      )}
      {rests && empty && <p class="empty">No consultation has ended here.</p>}
    </>
  );
}
