/** The form of feedback: whether the answer was right, what is, and how that is known. */
import { useSignal } from '@preact/signals';
import { CircleApiError } from '../../../shared/client/api-error.ts';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Verdict } from '../../../shared/contract/verdict.ts';
import { ownName } from '../state/preferences.ts';
import { tellFailure } from '../state/session.ts';
import { type FeedbackFields, feedbackOf, hasRightAnswer } from '../text/feedback-form.ts';
import { Field } from './field.tsx';
import { Failure } from './page.tsx';

export interface FeedbackFormProps {
  readonly client: CircleClient;
  readonly consultation: Consultation;
  readonly verdict: Verdict;
  readonly done: (sent: boolean) => void;
}

export function FeedbackForm({ client, consultation: { id, kind, options = [] }, verdict, done }: FeedbackFormProps) {
  const fields = useSignal<FeedbackFields>({ judgement: '', answer: '', note: '', by: ownName.value });
  const failure = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const change = (part: Partial<FeedbackFields>) => {
    fields.value = { ...fields.value, ...part };
  };

  async function send(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    failure.value = undefined;
    try {
      await client.feedback(id, feedbackOf(fields.value));
      ownName.value = fields.value.by.trim();
      done(true);
    } catch (error) {
      const told = error instanceof CircleApiError ? error.errors.map(({ message }) => message).join('; ') : '';
      failure.value = told === '' ? tellFailure(error) : told;
    } finally {
      busy.value = false;
    }
  }

  const { judgement, answer, note, by } = fields.value;
  return (
    <form
      class="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {verdict.answer !== null && (
        <fieldset class="switch">
          <legend>The answer of the verdict was</legend>
          {(['right', 'wrong'] as const).map((choice) => (
            <label key={choice}>
              <input
                type="radio"
                name="judgement"
                value={choice}
                checked={judgement === choice}
                onChange={() => change({ judgement: choice })}
              />
              {choice}
            </label>
          ))}
        </fieldset>
      )}
      {hasRightAnswer(kind) && judgement !== 'right' && (
        <Field id="right-answer" label="The right answer" hint={options.length === 0 ? 'If it is known.' : undefined}>
          {(tied) =>
            options.length > 0 ? (
              <select {...tied} value={answer} onChange={(event) => change({ answer: event.currentTarget.value })}>
                <option value="">not known</option>
                {options.map((option) => (
                  <option key={option} value={option}>
                    {option}
                  </option>
                ))}
              </select>
            ) : (
              <input {...tied} type="text" dir="auto" value={answer} onInput={(event) => change({ answer: event.currentTarget.value })} />
            )
          }
        </Field>
      )}
      <Field id="feedback-note" label="Note" hint="For people: how it is known.">
        {(tied) => <textarea {...tied} rows={2} dir="auto" value={note} onInput={(event) => change({ note: event.currentTarget.value })} />}
      </Field>
      <Field id="feedback-by" label="Your name">
        {(tied) => (
          <input {...tied} type="text" autocomplete="name" value={by} onInput={(event) => change({ by: event.currentTarget.value })} />
        )}
      </Field>
      {failure.value !== undefined && <Failure message={failure.value} />}
      <div class="send">
        <button type="submit" class="main" disabled={busy.value}>
          {busy.value ? 'Sending…' : 'Send feedback'}
        </button>
        <button type="button" onClick={() => done(false)}>
          Cancel
        </button>
      </div>
    </form>
  );
}
