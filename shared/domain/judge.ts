/** A judge of a split: who is asked next, what it is shown, and what its word makes of a verdict. Pure. */
import { isQueued, type Seat } from '../contract/expert.ts';
import { isOfJudge } from '../contract/judge-round.ts';
import type { WorstCall } from '../contract/limits.ts';
import type { Opinion } from '../contract/opinion.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import { judgesIn } from '../contract/question.ts';
import { opinionIn, opinionName, type ReadOpinions } from '../contract/rounds.ts';
import type { Run, RunRound, RunState } from '../contract/run.ts';
import type { Weighing } from '../contract/verdict.ts';
import { type Prices, type Reading, worstCallOf } from './budget.ts';
import { letteredBytes } from './lettered-answers.ts';
import { lotOf } from './lot.ts';
import { shownAnswer } from './shown-answer.ts';
import { withChosen } from './with-chosen.ts';

/** Whether an expert can judge: people come by themselves, and rules read files. */
export function canJudge({ provider }: Pick<Seat, 'provider'>): boolean {
  return isQueued(provider) && factsOf(provider).judge !== 'rules';
}

/** The seat whose twin an expert is, one that asks the same model: it would judge its own answer. */
export function twinOf(judge: Pick<Seat, 'provider' | 'model'>, seats: readonly Seat[]): Seat | undefined {
  return seats.find(({ provider, model }) => provider === judge.provider && model === judge.model);
}

/** The rounds of judges that have begun, and the one that says that there is none. */
export function judgeRounds({ rounds = [] }: Pick<RunState, 'rounds'>): readonly RunRound[] {
  return rounds.filter(isOfJudge);
}

/** Who may still be asked, in order, once those before have failed; nobody once a judge has answered, or it was settled that there is none. */
export function judgesLeft(run: Pick<RunState, 'rounds' | 'deliberation'>, answered: ReadonlySet<string>): readonly string[] {
  const asked = judgeRounds(run).flatMap(({ round, experts }) => experts.map((expert) => ({ expert, round })));
  const isSettled = judgeRounds(run).some(({ experts }) => experts.length === 0) || asked.some((one) => answered.has(opinionName(one)));
  if (isSettled) return [];
  const last = asked.at(-1)?.expert;
  const judges = judgesIn(run.deliberation);
  return last === undefined ? judges : judges.slice(judges.indexOf(last) + 1);
}

/** The most that one call of each judge can use, which reads all that can be shown; undefined where there is none. */
export function worstOfJudges(
  judges: readonly Seat[],
  seats: readonly Seat[],
  { promptBytes, images }: Reading,
  knowledge: Prices & { readonly personas: Readonly<Record<string, string>> },
): WorstCall[] | undefined {
  if (judges.length === 0) return undefined;
  return judges.map((judge) => {
    const persona = Buffer.byteLength((judge.persona && knowledge.personas[judge.persona]) ?? '');
    return worstCallOf(judge, { promptBytes: promptBytes + letteredBytes(seats.length) + persona, images }, knowledge);
  });
}

/** What a judge is shown: the answers that stood when it was asked, in an order that neither names nor seats decide. */
export function judgedAnswers(run: Pick<Run, 'id' | 'rounds' | 'arrivals'>, read: ReadOpinions, round: number): readonly Opinion[] {
  return inOrderOf(run.id, answersBefore(run, read, round));
}

/** The answers that stood when a round began. */
export function answersBefore(run: Pick<Run, 'rounds' | 'arrivals'>, { opinions }: ReadOpinions, round: number): readonly Opinion[] {
  const begun = run.rounds?.find((one) => one.round === round);
  const shown = new Set(run.arrivals.slice(0, begun?.after));
  return opinions.filter((one) => one.status === 'answered' && shown.has(one.expert));
}

/** The answers in an order that chance has drawn from their words for a reader. */
export function inOrderOf(reader: string, answers: readonly Opinion[]): readonly Opinion[] {
  const drawn = answers
    .map((one) => ({ one, text: wordsOf(one) }))
    .map(({ one, text }) => ({ one, text, lot: lotOf(`${reader} ${text}`) }));
  return drawn.toSorted((a, b) => a.lot - b.lot || compare(a.text, b.text)).map(({ one }) => one);
}

/** All that an answer says, whoever says it. */
export function wordsOf(answer: Opinion): string {
  return shownAnswer(answer, Number.MAX_SAFE_INTEGER);
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** The word of the judge that has answered in time. */
export function wordOf(run: Pick<Run, 'rounds'>, read: ReadOpinions): Opinion | undefined {
  return judgeRounds(run)
    .flatMap(({ round, experts }) => experts.map((expert) => opinionIn(read, { expert, round })))
    .find((one) => one?.status === 'answered');
}

/** The weighing with the answer that a judge has chosen; undefined where none has, or where the answers decide by themselves, or are too few. */
export function judged(run: Run, weighing: Weighing, read: ReadOpinions): Weighing | undefined {
  return withChosen(run, weighing, read, wordOf(run, read)?.choice ?? undefined);
}
