/** What runs by itself: when it runs next, and what became of its last times. */
import type { CircleClient } from '../../../shared/client/client.ts';
import type { ScheduledReview, ShownSchedule } from '../../../shared/contract/schedule.ts';
import { lastReviewWords, scheduledTimeWords } from '../../../shared/domain/words.ts';
import { Failure, Page } from '../parts/page.tsx';
import { useLoaded } from '../state/loaded.ts';
import { consultationAddress, reviewAddress, reviewsAddress } from '../text/address.ts';
import { sayMoment } from '../text/format.ts';

export function SchedulesPage({ client }: { readonly client: CircleClient }) {
  const { value, failure, again } = useLoaded((signal) => client.schedules({ signal }), [client]);
  return (
    <Page title="Schedules">
      <p class="hint">Consultations and reviews of what is deployed, at set times. They are declared in circles.yaml.</p>
      {failure.value !== undefined && <Failure message={failure.value} again={again} />}
      {!value.value && failure.value === undefined && <p class="hint">Looking them up…</p>}
      {value.value?.length === 0 && <p class="empty">Nothing is scheduled.</p>}
      {value.value?.map((schedule) => (
        <Declared key={schedule.name} schedule={schedule} />
      ))}
    </Page>
  );
}

function Declared({ schedule: { name, cron, timezone, circle, question, nextAt, review, times } }: { readonly schedule: ShownSchedule }) {
  return (
    <section class="evidence" aria-labelledby={`schedule-${name}`}>
      <h2 id={`schedule-${name}`}>
        {name}{' '}
        <small>
          {cron} in {timezone}
          {circle !== null && `, asks ${circle}`}
        </small>
      </h2>
      {review === null ? <p dir="auto">{question}</p> : <Reviewing review={review} />}
      <p>Next: {nextAt === null ? 'never' : <time dateTime={nextAt}>{sayMoment(nextAt)}</time>}</p>
      {times.length === 0 ? <p class="hint">None of its last times is known to have run.</p> : <Times times={times} />}
    </section>
  );
}

/** What is reviewed, what the newest review says, and the way to all of them. */
function Reviewing({ review: { of, subject, last } }: { readonly review: ScheduledReview }) {
  return (
    <>
      <p>
        Reviews {of}. <a href={reviewsAddress(subject)}>All its reviews, and what became of findings</a>
      </p>
      {last === null ? (
        <p class="hint">None of its reviews has ended yet.</p>
      ) : (
        <p>
          Last review, <time dateTime={last.at}>{sayMoment(last.at)}</time>: <a href={reviewAddress(last.id)}>{lastReviewWords(last)}</a>
        </p>
      )}
    </>
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
