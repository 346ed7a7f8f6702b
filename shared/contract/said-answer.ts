/** What an expert has answered, in its own words: with the conclusion that it states in a line of its own, where the rest does not say it. */
import type { Opinion } from './opinion.ts';

/** How experts say that there is no conclusion to be drawn; the core has the same words. */
export const noConclusion: ReadonlySet<string> = new Set([
  'none',
  'n/a',
  'keine',
  'aucune',
  'ninguna',
  'nessuna',
  'nenhuma',
  'geen',
  '无',
  'なし',
  'null',
  '-',
]);

/** The answer as it is delivered. Reasons without what they come to would be no answer; code with a sentence behind it would be no code. */
export function saidAnswer({ answer = '', conclusion }: Pick<Opinion, 'answer' | 'conclusion'>): string {
  if (conclusion === undefined || isNone(conclusion) || isSaidIn(answer, conclusion)) return answer;
  if (isProduct(answer) && isSentence(conclusion)) return answer;
  return answer === '' ? conclusion : `${answer}\n\n${conclusion}`;
}

/** Whether an answer is what somebody wanted to have written: all of it one block of code, or lines of code to the end. */
function isProduct(answer: string): boolean {
  const lines = answer.trim().split('\n');
  const last = lines.at(-1) ?? '';
  const isBlock = lines.length > 2 && lines[0]?.startsWith('```') === true && last.startsWith('```');
  return isBlock || /^(?: {2,}|\t)\S|[;{}]$/.test(last.trimEnd());
}

function isSentence(conclusion: string): boolean {
  return conclusion.trim().split(/\s+/, 4).length > 3;
}

function isNone(conclusion: string): boolean {
  const bare = bared(conclusion);
  return bare === '' || noConclusion.has(bare);
}

/** Whether the conclusion is the last thing that the answer says anyway. Elsewhere in it the same words may be a mention. */
function isSaidIn(answer: string, conclusion: string): boolean {
  const last = answer.trimEnd().slice(-2 * conclusion.length - 40);
  const [end, said] = [bared(last), bared(conclusion)];
  return end === said || (end.endsWith(said) && /[\s\p{P}]/u.test(end.at(-said.length - 1) ?? ''));
}

/** Without case, marks of emphasis, and what ends a sentence. */
function bared(text: string): string {
  const plain = text.replaceAll(/[*_`]/g, '').trim().toLowerCase();
  let end = plain.length;
  while ('.!。'.includes(plain.charAt(end - 1)) && end > 0) end -= 1;
  return plain.slice(0, end);
}
