/** Ask a circle a question. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { CircleApiError } from '../../../shared/client/api-error.ts';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Estimate } from '../../../shared/contract/estimate.ts';
import type { ShownCircle, ShownExpert } from '../../../shared/contract/listing.ts';
import type { Kind } from '../../../shared/contract/question.ts';
import { sayCost, sayEstimate } from '../../../shared/domain/estimate-words.ts';
import { Field } from '../parts/field.tsx';
import { Failure, Page } from '../parts/page.tsx';
import { Policy } from '../parts/policy.tsx';
import { useEstimated } from '../state/estimated.ts';
import { useLoaded } from '../state/loaded.ts';
import { goTo } from '../state/route.ts';
import { tellFailure } from '../state/session.ts';
import { consultationAddress } from '../text/address.ts';
import { bodyOf, emptyForm, errorsByField, type FieldErrors, formOf, listsOptions, type QuestionForm } from '../text/question-form.ts';

const kinds: readonly (readonly [Kind, string, string])[] = [
  ['auto', 'Automatic', 'short or long, as the answers turn out'],
  ['short', 'Short answer', 'a number, a name, a literal'],
  ['text', 'Free answer', 'a text of any length'],
  ['choice', 'Choice', 'one of the options'],
  ['ranking', 'Ranking', 'all options in order'],
];

interface Knowledge {
  readonly circles: readonly ShownCircle[];
  readonly experts: readonly ShownExpert[];
}

export interface AskPageProps {
  readonly client: CircleClient;
  /** Id of a consultation whose question is asked again. */
  readonly again: string | undefined;
}

export function AskPage({ client, again }: AskPageProps) {
  const form = useSignal<QuestionForm>(emptyForm);
  const fields = useSignal<FieldErrors>({});
  const failure = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const element = useRef<HTMLFormElement>(null);
  const knowledge = useLoaded<Knowledge>(async () => {
    const [circles, experts] = await Promise.all([client.circles(), client.experts()]);
    return { circles, experts };
  }, [client]);
  useEffect(() => {
    if (again === undefined) return;
    client
      .get(again)
      .then((before) => {
        form.value = formOf(before);
      })
      .catch((error: unknown) => {
        failure.value = tellFailure(error);
      });
  }, [client, again]);

  const change = (part: Partial<QuestionForm>) => {
    form.value = { ...form.value, ...part };
  };

  async function submit(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    fields.value = {};
    failure.value = undefined;
    try {
      const { id } = await client.ask(bodyOf(form.value));
      goTo(consultationAddress(id));
    } catch (error) {
      const found = errorsByField(error instanceof CircleApiError ? error.errors : []);
      fields.value = found.fields;
      const count = Object.keys(found.fields).length;
      failure.value = count > 0 ? ['The question was not accepted: see the marked fields.', ...found.rest].join(' ') : tellFailure(error);
      // After the fields have been marked.
      setTimeout(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    } finally {
      busy.value = false;
    }
  }

  const estimated = useEstimated(client, form.value);
  const { question, kind, options } = form.value;
  return (
    <Page title="Ask a circle">
      <form
        ref={element}
        class="ask"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
        }}
      >
        <div class="card">
          <Field id="question" label="Question" problem={fields.value.question}>
            {(tied) => (
              <textarea
                {...tied}
                rows={6}
                data-first-field
                value={question}
                onInput={(event) => change({ question: event.currentTarget.value })}
              />
            )}
          </Field>
          <fieldset class="kinds">
            <legend>Kind of answer</legend>
            {kinds.map(([value, label, meaning]) => (
              <label key={value} class="kind">
                <input type="radio" name="kind" value={value} checked={kind === value} onChange={() => change({ kind: value })} />
                <span>
                  {label} <small>{meaning}</small>
                </span>
              </label>
            ))}
          </fieldset>
          {listsOptions(kind) && (
            <Field id="options" label="Options" hint="One a line, two at least." problem={fields.value.options}>
              {(tied) => (
                <textarea {...tied} rows={4} value={options} onInput={(event) => change({ options: event.currentTarget.value })} />
              )}
            </Field>
          )}
          {failure.value !== undefined && <Failure message={failure.value} />}
          <div class="send">
            <button type="submit" class="main" disabled={busy.value}>
              {busy.value ? 'Asking…' : 'Ask the circle'}
            </button>
            <span class="hint">
              <kbd>Ctrl</kbd> + <kbd>Enter</kbd>
            </span>
            <Estimated told={estimated.value} />
          </div>
        </div>
        {knowledge.failure.value !== undefined && <Failure message={knowledge.failure.value} again={knowledge.again} />}
        <Policy
          form={form.value}
          problems={fields.value}
          circles={knowledge.value.value?.circles ?? []}
          experts={knowledge.value.value?.experts ?? []}
          change={change}
        />
      </form>
    </Page>
  );
}

/** What asking would cost, beside the button. */
function Estimated({ told }: { readonly told: Estimate | undefined }) {
  return (
    told && (
      <span class="hint" title={sayEstimate(told)}>
        {sayCost(told.usd)}
      </span>
    )
  );
}
