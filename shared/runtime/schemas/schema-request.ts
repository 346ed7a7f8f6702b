/** What the thread of schemas is asked, and what it answers. */
import type { ReadAnswer } from '../../domain/answer-schema.ts';

/** Whether a schema can be used, or what a text answers under it. */
export type SchemaRequest =
  | { readonly word: 'why-unusable'; readonly schema: string }
  | { readonly word: 'read'; readonly schema: string; readonly text: string };

/** The answers by word. */
export interface SchemaAnswers {
  readonly 'why-unusable': string | undefined;
  readonly read: ReadAnswer;
}
