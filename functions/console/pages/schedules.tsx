/** What runs by itself: when it runs next, and what became of its last times. */
import type { CircleClient } from '../../../shared/client/client.ts';
import type { ShownSchedule } from '../../../shared/contract/schedule.ts';
import { scheduledTimeWords } from '../../../shared/domain/words.ts';
import { Failure, Page } from '../parts/page.tsx';
import { useLoaded } from '../state/loaded.ts';
import { consultationAddress } from '../text/address.ts';
import { sayMoment } from '../text/format.ts';

export function SchedulesPage({ client }: { readonly client: CircleClient }) {
  const { value, failure, again } = useLoaded((signal) => client.schedules({ signal }), [client]);
  return (
    <Page title="Schedules">
      <p class="hint">Consultations that are asked at set times. They are declared in circles.yaml.</p>
      {failure.value !== undefined && <Failure message={failure.value} again={again} />}
      {!value.value && failure.value === undefined && <p class="hint">Looking them up…</p>}
      {value.value?.length === 0 && <p class="empty">Nothing is scheduled.</p>}
      {value.value?.map((schedule) => (
        <Declared key={schedule.name} schedule={schedule} />
      ))}
    </Page>
  );
}

function Declared({ schedule: { name, cron, timezone, circle, question, nextAt, times } }: { readonly schedule: ShownSchedule }) {
  return (
    <section class="evidence" aria-labelledby={`schedule-${name}`}>
      <h2 id={`schedule-${name}`}>
        {name}{' '}
        <small>
          {cron} in {timezone}
          {circle !== null && `, asks ${circle}`}
        </small>
      </h2>
      <p dir="auto">{question}</p>
      <p>Next: {nextAt === null ? 'never' : <time dateTime={nextAt}>{sayMoment(nextAt)}</time>}</p>
      {times.length === 0 ? <p class="hint">None of its last times is known to have run.</p> : <Times times={times} />}
    </section>
  );
}

function Times({ times }: { readonly times: ShownSchedule['times'] }) {
  return (
    <table class="stacking">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">What became of it</th>
        </tr>
      </thead>
      <tbody>
        {times.map((time) => (
          <tr key={time.at}>
            <th scope="row">
              <time dateTime={time.at}>{sayMoment(time.at)}</time>
            </th>
            <td data-label="What became of it">
              {time.consultationId === null ? (
                scheduledTimeWords(time)
              ) : (
                <a href={consultationAddress(time.consultationId)}>{scheduledTimeWords(time)}</a>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
