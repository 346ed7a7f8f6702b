/** Writers of a test: what they make of the claims that they are shown. */
import type { ModelReply } from '../../shared/ports/model.ts';
import { replyOf } from './fake-model.ts';
import type { Fate } from './fan-out.ts';

/** What a writer gives: each claim as a sentence, sentences that no claim supports, no form that can be read, or what an expert may do. */
export type WriterFate = 'quotes' | 'invents' | 'nonsense' | Exclude<Fate, 'yes' | 'no'>;

/** What the writer is called. */
export const writerName = 'writer-0';

/** Whether a prompt asks for a synthesis. */
export function isToWrite(prompt: string): boolean {
  return prompt.includes('<claims>');
}

/** The claims of a prompt, in the order of their numbers. */
export function claimsIn(prompt: string): readonly string[] {
  return [...prompt.matchAll(/<claim number="\d+"[^>]*>\n(.*)\n<\/claim>/g)].map(([, text = '']) => text);
}

/** A writer's reply. `say` is what an expert with the same fate would do, for those that give none. */
export function writerReply(fate: WriterFate | undefined, prompt: string, say: (fate: Fate) => ModelReply): ModelReply {
  if (fate === 'nonsense') return replyOf('They all say yes.');
  const claims = claimsIn(prompt);
  const sentences = (text: (claim: string) => string) => claims.map((claim, at) => ({ text: text(claim), claims: [at + 1] }));
  if (fate === 'invents')
    return replyOf(JSON.stringify({ sentences: [...sentences((claim) => `It is not ${claim}`), { text: 'So.', claims: [99] }] }));
  if (fate !== 'quotes' && fate !== undefined) say(fate);
  return replyOf(JSON.stringify({ sentences: sentences((claim) => `They say ${claim}.`) }));
}
