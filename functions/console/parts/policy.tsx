/** Who is asked, and within which bounds: the circle's own by default. */
import type { ShownCircle, ShownExpert } from '../../../shared/contract/listing.ts';
import { sayUsd } from '../text/format.ts';
import type { FieldErrors, QuestionForm } from '../text/question-form.ts';
import { Field } from './field.tsx';

export interface PolicyProps {
  readonly form: QuestionForm;
  readonly problems: FieldErrors;
  readonly circles: readonly ShownCircle[];
  readonly experts: readonly ShownExpert[];
  readonly change: (part: Partial<QuestionForm>) => void;
}

/** The circle that is asked when none is named. */
const defaultCircle = 'default';

export function Policy({ form, problems, circles, experts, change }: PolicyProps) {
  const chosen = circles.find(({ name }) => name === (form.circle || defaultCircle));
  return (
    <div class="card policy">
      <Field
        id="circle"
        label="Circle"
        problem={problems.circle}
        hint={chosen && `Seats ${chosen.choose === null ? '' : `${chosen.choose} of `}${chosen.experts.join(', ')}.`}
      >
        {(tied) => (
          <select {...tied} value={form.circle} onChange={(event) => change({ circle: event.currentTarget.value })}>
            <option value="">the default circle</option>
            {circles.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div class="bounds">
        {boundFields.map(({ name, label, usual }) => (
          <Field key={name} id={name} label={label} problem={problems[name]}>
            {(tied) => (
              <input
                {...tied}
                type="text"
                inputMode="decimal"
                autocomplete="off"
                placeholder={chosen ? usual(chosen) : ''}
                value={form[name]}
                onInput={(event) => change({ [name]: event.currentTarget.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <details open={form.experts.length > 0 || problems.experts !== undefined}>
        <summary>{form.experts.length > 0 ? `Experts: ${form.experts.join(', ')}` : 'Choose experts instead'}</summary>
        {problems.experts !== undefined && <p class="problem">{problems.experts}</p>}
        <fieldset class="experts">
          <legend class="unseen">Experts</legend>
          {experts.map((expert) => (
            <ExpertChoice key={expert.name} expert={expert} chosen={form.experts} change={change} />
          ))}
        </fieldset>
      </details>
      <KeptFields kept={form.kept} change={change} />
      <details open={form.tags !== '' || problems.tags !== undefined}>
        <summary>Tags</summary>
        <Field id="tags" label="Tags" hint="One key:value a line; the history can be filtered by them." problem={problems.tags}>
          {(tied) => <textarea {...tied} rows={2} value={form.tags} onInput={(event) => change({ tags: event.currentTarget.value })} />}
        </Field>
      </details>
    </div>
  );
}

/** What else a question that is asked again brings along, by name; it can be dropped. */
function KeptFields({ kept, change }: { readonly kept: QuestionForm['kept']; readonly change: PolicyProps['change'] }) {
  const names = Object.keys(kept);
  if (names.length === 0) return null;
  return (
    <p class="hint">
      As before: {names.join(', ')}.{' '}
      <button type="button" onClick={() => change({ kept: {} })}>
        Leave out
      </button>
    </p>
  );
}

const boundFields = [
  { name: 'quorum', label: 'Quorum', usual: ({ quorum }: ShownCircle) => String(quorum) },
  { name: 'deadlineSeconds', label: 'Deadline, seconds', usual: ({ deadlineSeconds }: ShownCircle) => String(deadlineSeconds) },
  {
    name: 'budgetUsd',
    label: 'Budget, US $',
    usual: ({ budgetUsd }: ShownCircle) => (budgetUsd === null ? 'none' : sayUsd(budgetUsd).slice(1)),
  },
] as const;

interface ExpertChoiceProps {
  readonly expert: ShownExpert;
  readonly chosen: readonly string[];
  readonly change: (part: Partial<QuestionForm>) => void;
}

function ExpertChoice({ expert: { name, model, health }, chosen, change }: ExpertChoiceProps) {
  const wellness = health.status === 'unavailable' ? `, cannot be asked: ${health.reason ?? 'no reason is known'}` : '';
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={chosen.includes(name)}
        onChange={(event) =>
          change({ experts: event.currentTarget.checked ? [...chosen, name] : chosen.filter((other) => other !== name) })
        }
      />
      <span>
        {name}{' '}
        <small>
          {model}
          {wellness}
        </small>
      </span>
    </label>
  );
}
