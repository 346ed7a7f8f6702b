/** Judges of a test: what they say of the answers that they are shown. */
import type { ModelReply } from '../../shared/ports/model.ts';
import { replyOf } from './fake-model.ts';
import type { Fate } from './fan-out.ts';

/** What a judge says: that an answer holds, that none does, no word that can be read, or none at all. */
export type JudgeFate = Fate | 'none' | 'nonsense';

/** What is declared of every judge. */
export const judgePolicy = { provider: 'openai', maxOutputTokens: 1000, inputUsdPerMillion: 10, outputUsdPerMillion: 30 } as const;

/** Whether a prompt asks which answer holds. */
export function isToJudge(prompt: string): boolean {
  return prompt.includes('<answers>');
}

/** A judge finds the answer that it chooses among those that it is shown. `say` is what an expert with the same fate would say. */
export function judgeReply(fate: JudgeFate | undefined, prompt: string, say: (fate: Fate | undefined) => ModelReply): ModelReply {
  if (fate === 'nonsense') return replyOf('The answer of the first one, I would say.');
  if (fate === 'none') return replyOf(JSON.stringify({ reason: 'Both are wrong.', choice: 'none' }));
  const said = say(fate).text;
  const [, letter = 'none'] = new RegExp(`<answer letter="(\\w+)">\\n${said}\\n`).exec(prompt) ?? [];
  return replyOf(JSON.stringify({ reason: `It is ${said}.`, choice: letter }));
}

/** An expert that ranks puts first what it says itself, and all else behind it, in the order of the letters. */
export function rankingReply(fate: JudgeFate | undefined, prompt: string, say: (fate: Fate | undefined) => ModelReply): ModelReply {
  if (fate === 'nonsense' || fate === 'none') return replyOf('{"reason": "None of them.", "order": ["A"]}');
  const said = say(fate).text;
  const shown = [...prompt.matchAll(/<answer letter="(\w+)">\n(.*)\n/g)].map(([, letter = '', words = '']) => ({ letter, words }));
  const [first, rest] = [shown.filter(({ words }) => words === said), shown.filter(({ words }) => words !== said)];
  return replyOf(JSON.stringify({ reason: `It is ${said}.`, order: [...first, ...rest].map(({ letter }) => letter) }));
}
