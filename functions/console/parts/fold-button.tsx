/** Unfolds a long text, and folds it again. */
import type { Signal } from '@preact/signals';

export function FoldButton({ open, text }: { readonly open: Signal<boolean>; readonly text: string }) {
  return (
    <button
      type="button"
      class="link fold"
      dir="ltr"
      aria-expanded={open.value}
      onClick={() => {
        open.value = !open.value;
      }}
    >
      {open.value ? 'Show less' : `Show all ${text.length.toLocaleString('en-US')} characters`}
    </button>
  );
}
