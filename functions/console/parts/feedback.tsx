/** What has become known of a verdict's answer: said, read, and said again where it was wrong. */
import { useSignal } from '@preact/signals';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Feedback } from '../../../shared/contract/feedback.ts';
import type { Verdict } from '../../../shared/contract/verdict.ts';
import { judge, sayFeedback } from '../../../shared/domain/feedback-words.ts';
import { announce } from '../state/announce.ts';
import { sayCount, sayMoment } from '../text/format.ts';
import { FeedbackForm } from './feedback-form.tsx';
import { Words } from './words.tsx';

export interface FeedbackPartProps {
  readonly client: CircleClient;
  readonly consultation: Consultation;
  readonly verdict: Verdict;
  /** Newest last. */
  readonly given: readonly Feedback[];
  /** Fetches what is given again. */
  readonly again: () => void;
}

export function FeedbackPart({ client, consultation, verdict, given, again }: FeedbackPartProps) {
  const writing = useSignal(false);
  const newestFirst = given.toReversed();
  return (
    <section aria-labelledby="feedback-title" class="evidence feedback">
      <h2 id="feedback-title">
        Feedback <small>{given.length === 0 ? 'none so far' : `${sayCount(given.length, 'time')}, the last one counts`}</small>
      </h2>
      <ol>
        {newestFirst.map((feedback, at) => (
          <li key={given.length - at} data-counts={at === 0}>
            <Given feedback={feedback} verdict={verdict} />
          </li>
        ))}
      </ol>
      {writing.value ? (
        <FeedbackForm
          client={client}
          consultation={consultation}
          verdict={verdict}
          done={(sent) => {
            writing.value = false;
            if (!sent) return;
            announce('The feedback is stored.');
            again();
          }}
        />
      ) : (
        <button
          type="button"
          onClick={() => {
            writing.value = true;
          }}
        >
          {given.length === 0 ? 'Give feedback' : 'Correct the feedback'}
        </button>
      )}
    </section>
  );
}

function Given({ feedback, verdict }: { readonly feedback: Feedback; readonly verdict: Verdict }) {
  return (
    <>
      <p>
        <strong dir="auto">{sayFeedback(feedback, verdict)}</strong> <small>{sayMoment(feedback.receivedAt)}</small>
      </p>
      {feedback.note !== undefined && <Words text={feedback.note} />}
    </>
  );
}

/** Stands beside a verdict whose answer has turned out wrong. */
export function Correction({ last, verdict }: { readonly last: Feedback | undefined; readonly verdict: Verdict }) {
  if (!last || judge(last, verdict) !== 'wrong') return null;
  return (
    <p class="correction">
      <strong>Corrected</strong> <span dir="auto">{sayFeedback(last, verdict)}</span> <small>{sayMoment(last.receivedAt)}</small>
    </p>
  );
}
