/** The prompt of a judge, which reads the answers of others and says which one holds; and its word, read back. */
import type { Opinion } from '../contract/opinion.ts';
import { lettersOf, objectWith, ofEarlierReply, ofLettered, promptWithAnswers, reasonFirst } from './lettered-answers.ts';
import type { Asked, Prompt } from './prompt.ts';

/** What a judge says where no answer holds. */
const none = 'none';

const rules = [
  'You are a judge. Several experts have answered one question without seeing each other, and their answers do not lead to one.',
  ofLettered,
  'Work out the question yourself, check the steps of each answer, and say which one is right as it stands. Of several that are right choose the',
  `best. Where none is right, or nothing lets you tell, say "${none}": that is better than a guess. You write no answer of your own.`,
].join('\n');

/** The prompt of a judge; `flaw` is why its word before this one was not taken. */
export function promptOfJudge(asked: Asked, answers: readonly Opinion[], persona: string | undefined, flaw: string | undefined): Prompt {
  const letters = lettersOf(answers.length).map((letter) => `"${letter}"`);
  const choice = `"choice": ${letters.join(', ')} or "${none}".`;
  return {
    instructions: [persona?.trim(), rules, `${reasonFirst}\n${choice}`, ofEarlierReply(flaw)].filter(Boolean).join('\n\n'),
    prompt: promptWithAnswers(asked, answers),
  };
}

/** The JSON Schema of a judge's word on so many answers. */
export function formOfJudge(answers: number): Readonly<Record<string, unknown>> {
  return {
    type: 'object',
    properties: {
      reason: { type: 'string', description: 'Why, in a few sentences.' },
      choice: { type: 'string', enum: [...lettersOf(answers), none], description: 'The letter of the answer that holds.' },
    },
    required: ['reason', 'choice'],
    additionalProperties: false,
  };
}

/** What a judge has said of so many answers: the place of the one that holds, or null for none. Undefined where it cannot be read. */
export function wordOfJudge(reply: string, answers: number): { readonly place: number | null; readonly reason: string } | undefined {
  const { choice, reason } = objectWith('choice', reply) ?? {};
  if (typeof choice !== 'string' || typeof reason !== 'string' || reason.trim() === '') return undefined;
  const letter = choice.trim().toUpperCase();
  if (letter === none.toUpperCase()) return { place: null, reason: reason.trim() };
  const place = lettersOf(answers).indexOf(letter);
  return place < 0 ? undefined : { place, reason: reason.trim() };
}
