/** Something fetched for a component, with its failure. */
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { tellFailure } from './session.ts';

export interface Loaded<Value> {
  readonly value: ReadonlySignal<Value | undefined>;
  readonly failure: ReadonlySignal<string | undefined>;
  /** Fetches again, keeping what is there until the answer has come. */
  readonly again: () => void;
}

/** Fetches whenever `about` changes; an answer that comes after the component has moved on is dropped. */
export function useLoaded<Value>(fetchIt: (signal: AbortSignal) => Promise<Value>, about: readonly unknown[]): Loaded<Value> {
  const value = useSignal<Value | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const turn = useSignal(0);
  useEffect(() => {
    const gone = new AbortController();
    failure.value = undefined;
    fetchIt(gone.signal)
      .then((found) => {
        if (!gone.signal.aborted) value.value = found;
      })
      .catch((error: unknown) => {
        if (!gone.signal.aborted) failure.value = tellFailure(error);
      });
    return () => gone.abort(new Error('the page was left'));
  }, [...about, turn.value]);
  const again = useCallback(() => {
    turn.value += 1;
  }, [turn]);
  return { value, failure, again };
}
