/** A synthesis in words, for people: who has written it, how much of it the claims support, or why there is none. */
import type { ShownSynthesis, SynthesisFailure } from '../contract/synthesis.ts';

/** Why there is none, in words; of a writer that failed, its error says more. */
const noSynthesis: Readonly<Record<SynthesisFailure, string>> = {
  'too-few': 'too few had answered',
  'no-claims': 'the answers make no claims',
  'no-time': 'the time was over',
  unjudged: 'its claims could not be compared',
  limit: 'a limit had no room for it',
  expert: 'its writer failed',
  unsupported: 'the claims supported no sentence of it',
};

/** What came of a synthesis, in one line without its text. */
export function saySynthesis({ by, sentences, unsupported, failed, error, calls, usd }: ShownSynthesis): string {
  const cost = calls === 0 || usd === null ? '' : ` for $${usd.toFixed(4)}`;
  const dropped = unsupported === 0 ? '' : `, ${unsupported} dropped that the claims do not support`;
  if (failed !== undefined) return `none by ${by}${cost}, since ${noSynthesis[failed]}${error ? ` (${error.type})` : ''}${dropped}`;
  return `by ${by}${cost}: ${sentences.length} ${sentences.length === 1 ? 'sentence' : 'sentences'}${dropped}`;
}

/** What a sentence rests on: "claims 1, 3: ada, bob". */
export function sayGrounds({ claims, experts }: ShownSynthesis['sentences'][number]): string {
  return `${claims.length === 1 ? 'claim' : 'claims'} ${claims.join(', ')}: ${experts.join(', ')}`;
}
