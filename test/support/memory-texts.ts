import type { LargeTexts } from '../../shared/adapters/aws/large-texts.ts';
import { NotFound } from '../../shared/errors.ts';

/** Large texts in memory, and the test's view of them. */
export function memoryTexts(): LargeTexts & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    async put(key, text) {
      kept.set(key, text);
    },
    async get(key) {
      const text = kept.get(key);
      if (text === undefined) throw new NotFound(`the text ${key}`);
      return text;
    },
    async remove(key) {
      kept.delete(key);
    },
  };
}
