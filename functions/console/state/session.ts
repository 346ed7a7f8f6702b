/** Who is signed in: the key, where it is kept, and the client that carries it. */
import { computed, signal } from '@preact/signals';
import { CircleApiError } from '../../../shared/client/api-error.ts';
import { type CircleClient, circleClient } from '../../../shared/client/client.ts';

const storageName = 'circle-key';

/** The folder that this page was loaded from: the API is beside it, below the stage's path in the cloud. */
const apiUrl = new URL('.', location.href.replace(/[?#].*/s, '')).href;

const key = signal(sessionStorage.getItem(storageName) ?? localStorage.getItem(storageName) ?? undefined);

/** Why the key is asked for, if it is not the first time. */
export const signInReason = signal<string | undefined>(undefined);

/** The client of whoever is signed in. */
export const client = computed((): CircleClient | undefined =>
  key.value === undefined ? undefined : circleClient({ url: apiUrl, key: key.value }),
);

/** Tries a key and keeps it: for this tab, or on this machine until it is forgotten. Throws `CircleApiError`. */
export async function signIn(given: string, remember: boolean): Promise<void> {
  // The cheapest route that needs a key.
  await circleClient({ url: apiUrl, key: given, retries: 0 }).circles();
  forget();
  (remember ? localStorage : sessionStorage).setItem(storageName, given);
  signInReason.value = undefined;
  key.value = given;
}

/** Forgets the key; `reason` is shown where it is asked for again. */
export function signOut(reason?: string): void {
  forget();
  signInReason.value = reason;
  key.value = undefined;
}

/** The message of a failed call for a person; a key that is refused leads back to the field. */
export function tellFailure(error: unknown): string {
  if (error instanceof CircleApiError && error.status === 401) {
    const reason = 'This key is not accepted any more: enter it again.';
    signOut(reason);
    return reason;
  }
  return error instanceof Error ? error.message : String(error);
}

function forget(): void {
  sessionStorage.removeItem(storageName);
  localStorage.removeItem(storageName);
}
