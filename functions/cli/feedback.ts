/** `circle feedback`: submits what was right to the circle that answered. */
import { newFeedback } from '../../shared/contract/feedback.ts';
import { percent } from '../../shared/domain/words.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { parseInput } from '../../shared/runtime/define-function.ts';
import { type Address, openClient } from './client.ts';
import { printAnswer } from './list.ts';

/** The flags of `circle feedback`, as commander gives them. */
export interface FeedbackFlags {
  readonly answer?: string;
  readonly right?: boolean;
  readonly wrong?: boolean;
  readonly note?: string;
  readonly by?: string;
  readonly json?: boolean;
}

/** Sends the feedback, and prints what the circle now thinks of the experts. */
export async function giveFeedback(id: string, flags: FeedbackFlags, address: Address): Promise<void> {
  const body = parseInput(newFeedback, bodyOf(flags));
  const taken = await openClient(address).feedback(id, body);
  const rows = Object.entries(taken.reliability?.estimates ?? {}).map(([expert, chance]) => [expert, percent(chance)]);
  printAnswer(taken, rows.length === 0 ? [['stored; nothing is learnt from it']] : [['EXPERT', 'RIGHT'], ...rows], flags.json ?? false);
}

function bodyOf({ answer, right, wrong, note, by }: FeedbackFlags): Record<string, unknown> {
  if (right && wrong) throw new InvalidInput([{ field: '--wrong', message: 'contradicts --right' }]);
  const judged = right || wrong ? right === true : undefined;
  return Object.fromEntries(Object.entries({ answer, right: judged, note, by }).filter(([, value]) => value !== undefined));
}
