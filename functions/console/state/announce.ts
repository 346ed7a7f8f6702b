/** What a screen reader announces while something happens elsewhere on the page. */
import { signal } from '@preact/signals';

export const announcement = signal('');

/** Has the sentence read out when the reader pauses. */
export function announce(sentence: string): void {
  announcement.value = sentence;
}
