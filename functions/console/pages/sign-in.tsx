/** The key is asked for once; it never stands in an address. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { CircleApiError } from '../../../shared/client/api-error.ts';
import { Page } from '../parts/page.tsx';
import { signIn, signInReason } from '../state/session.ts';

export function SignInPage() {
  const field = useRef<HTMLInputElement>(null);
  const key = useSignal('');
  const remember = useSignal(false);
  const busy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const message = problem.value ?? signInReason.value;

  async function submit(): Promise<void> {
    busy.value = true;
    problem.value = undefined;
    try {
      await signIn(key.value.trim(), remember.value);
    } catch (error) {
      problem.value = reasonOf(error);
      field.current?.focus();
      field.current?.select();
    } finally {
      busy.value = false;
    }
  }

  return (
    <Page title="Sign in">
      <form
        class="card sign-in"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <label for="key">Key of this circle</label>
        <input
          id="key"
          ref={field}
          type="password"
          name="key"
          autocomplete="current-password"
          spellcheck={false}
          required
          data-first-field
          value={key.value}
          aria-invalid={message !== undefined}
          aria-describedby={message === undefined ? 'key-hint' : 'key-problem key-hint'}
          onInput={(event) => {
            key.value = event.currentTarget.value;
          }}
        />
        {message !== undefined && (
          <p class="problem" id="key-problem" role="alert">
            {message}
          </p>
        )}
        <p class="hint" id="key-hint">
          <code>npm start</code> prints it once and keeps it as <code>api-key</code> in its data folder, <code>.circle</code> unless it was
          told another; in the cloud it is the secret <code>api-key</code>.
        </p>
        <label class="check">
          <input
            type="checkbox"
            checked={remember.value}
            onChange={(event) => {
              remember.value = event.currentTarget.checked;
            }}
          />
          Remember it on this machine
        </label>
        <button type="submit" class="main" disabled={busy.value}>
          {busy.value ? 'Trying the key…' : 'Sign in'}
        </button>
      </form>
    </Page>
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof CircleApiError && error.status === 401) return 'This key is not known here. Check it and try again.';
  return error instanceof Error ? `${error.message}.` : String(error);
}
