/** What the question in the form would use, asked for once nobody types any more. */
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Estimate } from '../../../shared/contract/estimate.ts';
import { bodyOf, isWhole, type QuestionForm } from '../text/question-form.ts';

/** Milliseconds after the last key. */
const quietMs = 700;

/** The estimate of a form; undefined while it is not known, or where the question would be refused: that is told when it is asked. */
export function useEstimated(client: CircleClient, form: QuestionForm): ReadonlySignal<Estimate | undefined> {
  const told = useSignal<Estimate | undefined>(undefined);
  useEffect(() => {
    told.value = undefined;
    if (!isWhole(form)) return;
    const gone = new AbortController();
    const later = setTimeout(() => {
      client
        .estimate(bodyOf(form), { signal: gone.signal })
        .then((found) => {
          if (!gone.signal.aborted) told.value = found;
        })
        .catch(() => undefined);
    }, quietMs);
    return () => {
      clearTimeout(later);
      gone.abort(new Error('the form has changed'));
    };
  }, [client, form]);
  return told;
}
