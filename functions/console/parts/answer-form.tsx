/** Where a person who sits in an open consultation answers, or corrects an answer until the end. */
import { useSignal } from '@preact/signals';
import { CircleApiError } from '../../../shared/client/api-error.ts';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import { announce } from '../state/announce.ts';
import { useLoaded } from '../state/loaded.ts';
import { tellFailure } from '../state/session.ts';
import { type AnswerFields, answerOf, choicesOf, formInWords, type Person, peopleOf } from '../text/answer-form.ts';
import { Field } from './field.tsx';
import { Failure } from './page.tsx';

export interface AnswerPartProps {
  readonly client: CircleClient;
  readonly consultation: Consultation;
  /** Takes in the consultation as it is with the answer. */
  readonly take: (fetched: Consultation) => void;
}

/** Nothing where nobody who sits is a person. */
export function AnswerPart({ client, consultation, take }: AnswerPartProps) {
  const { value } = useLoaded((signal) => client.experts({ signal }), [client]);
  const people = value.value === undefined ? [] : peopleOf(consultation, value.value);
  if (people.length === 0) return null;
  return (
    <section aria-labelledby="answer-title" class="evidence feedback">
      <h2 id="answer-title">
        Your answer <small>counted until the end; a second one takes the place of the first</small>
      </h2>
      <AnswerForm client={client} consultation={consultation} take={take} people={people} />
    </section>
  );
}

const nothing: AnswerFields = { option: '', text: '' };

function AnswerForm({ client, consultation, take, people }: AnswerPartProps & { readonly people: readonly Person[] }) {
  const { id } = consultation;
  const fields = useSignal<AnswerFields>(nothing);
  const chosen = useSignal('');
  const failure = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const expert = people.find((person) => person.expert === chosen.value)?.expert ?? people[0]?.expert ?? '';

  async function send(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    failure.value = undefined;
    try {
      const { status } = await client.handIn(id, { expert, answer: answerOf(fields.value) });
      announce(
        status === 'late' ? `The answer of ${expert} came too late: it is kept and not counted.` : `The answer of ${expert} is stored.`,
      );
      fields.value = nothing;
      chosen.value = '';
      take(await client.get(id));
    } catch (error) {
      const told = error instanceof CircleApiError ? error.errors.map(({ message }) => `The answer ${message}`).join('; ') : '';
      failure.value = told === '' ? tellFailure(error) : told;
    } finally {
      busy.value = false;
    }
  }

  return (
    <form
      class="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Who people={people} expert={expert} choose={(name) => (chosen.value = name)} />
      <What consultation={consultation} fields={fields.value} change={(part) => (fields.value = { ...fields.value, ...part })} />
      {failure.value !== undefined && <Failure message={failure.value} />}
      <div class="send">
        <button type="submit" class="main" disabled={busy.value}>
          {busy.value ? 'Sending…' : 'Send the answer'}
        </button>
      </div>
    </form>
  );
}

interface WhoProps {
  readonly people: readonly Person[];
  readonly expert: string;
  readonly choose: (expert: string) => void;
}

function Who({ people, expert, choose }: WhoProps) {
  return (
    <Field id="answer-who" label="You are">
      {(tied) => (
        <select {...tied} value={expert} onChange={(event) => choose(event.currentTarget.value)}>
          {people.map((person) => (
            <option key={person.expert} value={person.expert}>
              {person.expert}
              {person.hasAnswered && ', who has answered'}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface WhatProps {
  readonly consultation: Consultation;
  readonly fields: AnswerFields;
  readonly change: (part: Partial<AnswerFields>) => void;
}

function What({ consultation, fields: { option, text }, change }: WhatProps) {
  const choices = choicesOf(consultation);
  return (
    <>
      {choices.length > 0 && (
        <Field id="answer-option" label="Your choice">
          {(tied) => (
            <select {...tied} value={option} onChange={(event) => change({ option: event.currentTarget.value })}>
              <option value="">not chosen yet</option>
              {choices.map((choice) => (
                <option key={choice} value={choice}>
                  {choice}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field id="answer-text" label={choices.length > 0 ? 'Reasons' : 'The answer'} hint={formInWords(consultation)}>
        {(tied) => <textarea {...tied} rows={4} dir="auto" value={text} onInput={(event) => change({ text: event.currentTarget.value })} />}
      </Field>
    </>
  );
}
