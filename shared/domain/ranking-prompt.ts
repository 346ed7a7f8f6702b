/** The prompt of an expert that ranks the answers of others; and its order, read back. */
import type { Opinion } from '../contract/opinion.ts';
import { lettersOf, objectWith, ofEarlierReply, ofLettered, promptWithAnswers, reasonFirst } from './lettered-answers.ts';
import type { Asked, Prompt } from './prompt.ts';

const rules = [
  'You have answered the question below before. Now you rank the answers of the other experts; your own is not among them.',
  ofLettered,
  'Work out the question yourself, check the steps of each answer, and put all of them in order: what is most likely right first, and of two that',
  'are right the better reasoned one. Do not put an answer first because it says what you have said.',
].join('\n');

/** The prompt of a ranking; `flaw` is why the order before this one was not taken. */
export function promptOfRanking(asked: Asked, answers: readonly Opinion[], persona: string | undefined, flaw: string | undefined): Prompt {
  const order = `"order": a list of all letters (${lettersOf(answers.length).join(', ')}), each once, the best answer first.`;
  return {
    instructions: [persona?.trim(), rules, `${reasonFirst}\n${order}`, ofEarlierReply(flaw)].filter(Boolean).join('\n\n'),
    prompt: promptWithAnswers(asked, answers),
  };
}

/** The JSON Schema of an order of so many answers. */
export function formOfRanking(answers: number): Readonly<Record<string, unknown>> {
  return {
    type: 'object',
    properties: {
      reason: { type: 'string', description: 'Why, in a few sentences.' },
      order: { type: 'array', items: { type: 'string', enum: lettersOf(answers) }, description: 'All letters, the best answer first.' },
    },
    required: ['reason', 'order'],
    additionalProperties: false,
  };
}

/** The places of so many answers in the order of a reply. Undefined unless it names each of them once. */
export function orderOfRanking(
  reply: string,
  answers: number,
): { readonly places: readonly number[]; readonly reason: string } | undefined {
  const { order, reason = '' } = objectWith('order', reply) ?? {};
  if (!Array.isArray(order) || typeof reason !== 'string') return undefined;
  const letters = lettersOf(answers);
  const places = order.map((letter) => (typeof letter === 'string' ? letters.indexOf(letter.trim().toUpperCase()) : -1));
  const isWhole = places.length === answers && new Set(places).size === answers && !places.includes(-1);
  return isWhole ? { places, reason: reason.trim() } : undefined;
}
