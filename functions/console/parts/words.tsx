/** Words of others: always text, kept in their own direction, folded where they are long. */
import { useSignal } from '@preact/signals';
import { dirOf } from '../markdown/direction.ts';
import { FoldButton } from './fold-button.tsx';

/** Characters that are shown at once. */
const foldAt = 1200;

export function Words({ text, short = foldAt }: { readonly text: string; readonly short?: number }) {
  const open = useSignal(false);
  const folded = text.length > short * 1.25 && !open.value;
  return (
    <div class="words" dir={dirOf(text)}>
      {folded ? `${text.slice(0, short)}…` : text}
      {text.length > short * 1.25 && <FoldButton open={open} text={text} />}
    </div>
  );
}
