/** Code, or the source of a formula: from left to right whatever stands around it, and ready to be taken along. */
import { useSignal } from '@preact/signals';
import { copyText } from '../state/copy.ts';

export function Source({ text, language }: { readonly text: string; readonly language: string }) {
  const told = useSignal('Copy');
  const copy = () => {
    copyText(text, 'The code is copied.')
      .then(() => {
        told.value = 'Copied';
      })
      .catch(() => {
        told.value = 'Cannot copy here';
      });
  };
  return (
    <figure class="source" dir="ltr">
      <figcaption>
        <span>{language}</span>
        <button type="button" class="link" onClick={copy}>
          {told.value}
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}
