/** A debate: who is asked again, and with which answers of whom. Pure. */
import { isQueued, type Seat } from '../contract/expert.ts';
import type { WorstCall } from '../contract/limits.ts';
import type { Opinion } from '../contract/opinion.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import type { Deliberation } from '../contract/question.ts';
import { debateRound, firstOf, type ReadOpinions } from '../contract/rounds.ts';
import type { Run, RunState } from '../contract/run.ts';
import { type Prices, type Reading, worstCallOf } from './budget.ts';
import { debateBytes } from './debate-prompt.ts';
import { leastAnswers } from './least-answers.ts';
import { lotOf } from './lot.ts';

/** Answers without which there is nobody to differ from. */
export const leastDebaters = 2;

/** Whether an expert can be asked again: people have said what they had to say, and rules find what they have found. */
export function canDebate({ provider }: Pick<Seat, 'provider'>): boolean {
  return isQueued(provider) && factsOf(provider).judge !== 'rules';
}

/** The most that one more call of each seat can use, which reads as many answers as can be shown; undefined where there is no debate. */
export function worstAgain(
  deliberation: Deliberation | undefined,
  seats: readonly Seat[],
  { promptBytes, images }: Reading,
  prices: Prices,
  shown = seats.length,
): WorstCall[] | undefined {
  if (!deliberation?.debate) return undefined;
  return worstReading(seats, { promptBytes: promptBytes + debateBytes(shown), images }, prices);
}

/** The most that one call of each seat can use which reads so much; nobody calls those who cannot be asked again. */
export function worstReading(seats: readonly Seat[], reading: Reading, prices: Prices): WorstCall[] {
  return seats.map((seat) => (canDebate(seat) ? worstCallOf(seat, reading, prices) : { calls: 0, tokens: 0, usd: 0 }));
}

/** Answers without which there is no debate: nothing could be decided with fewer, or nobody would differ. */
export function leastToDebate(run: Pick<RunState, 'quorum' | 'minimum'>): number {
  return Math.max(leastDebaters, leastAnswers(run));
}

/** Who is asked again: everybody that has answered and can be. */
export function debatersOf({ seats }: Pick<Run, 'seats'>, answered: ReadonlySet<string>): readonly string[] {
  return seats.filter((seat) => canDebate(seat) && answered.has(seat.expert)).map(({ expert }) => expert);
}

/** Whether anybody was asked again. */
export function isDebated({ rounds = [] }: Pick<RunState, 'rounds'>): boolean {
  return rounds.some(({ round, experts }) => round === debateRound && experts.length > 0);
}

/** Whether everybody is heard who was asked in a round beyond the first one. */
export function roundsHeard({ rounds = [] }: Pick<RunState, 'rounds'>): boolean {
  return rounds.every(({ experts, heard }) => {
    const names = new Set(heard.map(({ expert }) => expert));
    return experts.every((expert) => names.has(expert));
  });
}

/** What one expert is shown. */
export interface Debate {
  /** What it has said itself. */
  readonly own: Opinion;
  /** What the others have said, in an order of its own. */
  readonly others: readonly Opinion[];
}

/** What an expert is shown in the debate: the first answers that were counted when it began; undefined where it has none of its own. */
export function debateOf(run: Pick<Run, 'id' | 'rounds' | 'arrivals'>, read: ReadOpinions, expert: string): Debate | undefined {
  const begun = run.rounds?.find(({ round }) => round === debateRound);
  const shown = new Set(run.arrivals.slice(0, begun?.after));
  const answers = firstOf(read).filter((one) => one.status === 'answered' && shown.has(one.expert));
  const own = answers.find((one) => one.expert === expert);
  const others = answers.filter((one) => one.expert !== expert);
  return own && { own, others: inOrderOf(`${run.id} ${expert}`, others) };
}

/** An order that chance has drawn for the reader, and that is the same whenever it is asked for. */
function inOrderOf(reader: string, answers: readonly Opinion[]): readonly Opinion[] {
  const drawn = answers.map((one) => ({ one, lot: lotOf(`${one.expert} ${reader}`) }));
  return drawn.toSorted((a, b) => a.lot - b.lot).map(({ one }) => one);
}
