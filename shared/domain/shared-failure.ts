/** What a panel failed by, where nobody answered and all who were heard failed in one way, which no second attempt mends. */
import type { Failure } from '../contract/journal.ts';
import type { Opinion } from '../contract/opinion.ts';

/** Ways to fail that are the question's own, or the caller's limits: every expert's reason is then the panel's. */
const shared = {
  'prompt-too-long': 'the question is longer than any of the experts reads',
  refused: 'the provider of every expert that was heard refused to answer',
  'length-limit': 'every expert that was heard used up its output tokens before its answer was there',
} as const;

/** A reason that a whole panel shares. */
export interface SharedFailure extends Failure {
  readonly type: keyof typeof shared;
}

/** The reason that all share; experts that were not waited for have none. Undefined where there are several, or an answer. */
export function sharedFailure(opinions: readonly Pick<Opinion, 'status' | 'error'>[]): SharedFailure | undefined {
  if (opinions.some(({ status }) => status === 'answered')) return undefined;
  const heard = opinions.flatMap(({ error }) => (error && !unheard.has(error.type) ? [error.type] : []));
  const [first] = heard;
  if (!isShared(first) || heard.some((type) => type !== first)) return undefined;
  return { type: first, message: shared[first] };
}

/** Reasons of experts whose consultation ended before they could be heard. */
const unheard = new Set(['not-awaited', 'not-asked']);

function isShared(type: string | undefined): type is keyof typeof shared {
  return type !== undefined && Object.hasOwn(shared, type);
}
