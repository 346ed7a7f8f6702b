/** Accepts a finding of rules with a reason: the comment to copy, or the entry of a baseline to take along. Nothing is sent. */
import { useSignal } from '@preact/signals';
import type { BaselineEntry } from '../../../shared/contract/baseline.ts';
import { copyText } from '../state/copy.ts';
import { allowanceText, baselineText } from '../text/allowance.ts';
import { Field } from './field.tsx';

export interface AllowFindingProps {
  /** Told apart from the others of the page. */
  readonly id: string;
  readonly rules: readonly string[];
  readonly entries: readonly BaselineEntry[];
}

export function AllowFinding({ id, rules, entries }: AllowFindingProps) {
  const reason = useSignal('');
  const until = useSignal('');
  const told = useSignal('Copy the comment');
  const allowing = { reason: reason.value, until: until.value };
  const isReady = reason.value.trim() !== '';
  const comment = allowanceText(rules, allowing);
  const copy = (text: string) => {
    copyText(text, 'The comment is copied.')
      .then(() => {
        told.value = 'Copied';
      })
      .catch(() => {
        told.value = 'Cannot copy here';
      });
  };
  return (
    <details class="allow">
      <summary>Allow it</summary>
      <Field id={`${id}-reason`} label="Reason" hint="Without a reason it does not hold.">
        {(tied) => <input {...tied} type="text" value={reason.value} onInput={(event) => set(reason, event)} />}
      </Field>
      <Field id={`${id}-until`} label="Until" hint="The last day on which it holds; empty: for good.">
        {(tied) => <input {...tied} type="date" value={until.value} onInput={(event) => set(until, event)} />}
      </Field>
      {isReady && (
        <>
          {comment === undefined ? (
            <p class="hint">No comment holds this: a reason is a line of words, without the end of a comment or a day of its own.</p>
          ) : (
            <>
              <p class="hint">Write this into a comment at the line, or above it:</p>
              <pre class="allowance" dir="ltr">
                <code>{comment}</code>
              </pre>
            </>
          )}
          <p>
            {comment !== undefined && (
              <button type="button" onClick={() => copy(comment)}>
                {told.value}
              </button>
            )}{' '}
            {entries.length > 0 && (
              <button type="button" onClick={() => save(baselineText(entries, allowing))}>
                Download the entry of a baseline
              </button>
            )}
          </p>
        </>
      )}
    </details>
  );
}

function set(field: { value: string }, event: { readonly currentTarget: HTMLInputElement }): void {
  field.value = event.currentTarget.value;
}

/** As a baseline of its own: its entry goes into `.circle-baseline.json` beside the others. */
function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'circle-baseline-entry.json';
  link.click();
  // The browser has taken the bytes by the next task.
  setTimeout(() => URL.revokeObjectURL(url));
}
