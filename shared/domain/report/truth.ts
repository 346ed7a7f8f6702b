/** Who was right, where somebody has said afterwards what is. */
import type { Feedback } from '../../contract/feedback.ts';
import type { Opinion } from '../../contract/opinion.ts';
import type { Learnt } from '../../contract/reliability.ts';
import type { Run } from '../../contract/run.ts';
import type { Verdict } from '../../contract/verdict.ts';
import { countedOpinions } from '../panel.ts';

/** What is known of a consultation's answers. */
export interface Truth {
  /** Whether the circle's answer is right; undefined where it has none, or where that is not known. */
  readonly circle: boolean | undefined;
  /** Of each counted answer; undefined where the right answer is not known, or cannot be compared. */
  readonly seats: ReadonlyMap<string, boolean> | undefined;
}

/**
 * What feedback says of the answers. Only a right answer says who was right: that the circle's was wrong leaves open who else was, and to
 * compare experts where the circle was right alone would flatter it. `learnt` is what the core makes of the feedback, where it was asked.
 */
export function truthOf(
  run: Pick<Run, 'kind'>,
  verdict: Pick<Verdict, 'pick' | 'clusters'>,
  opinions: readonly Opinion[],
  { answer, right }: Pick<Feedback, 'answer' | 'right'>,
  learnt: Learnt | undefined,
): Truth {
  const counted = countedOpinions(opinions);
  const seats = answer === undefined ? undefined : (byCore(counted, learnt) ?? byWords(run, verdict, counted, answer));
  const picked = verdict.pick === null ? undefined : seats?.get(verdict.pick);
  return { circle: verdict.pick === null ? undefined : (picked ?? (seats ? undefined : right)), seats };
}

/** The core has compared the right answer with each reply; who could not be read gave no right answer. */
function byCore(counted: readonly Opinion[], learnt: Learnt | undefined): ReadonlyMap<string, boolean> | undefined {
  const judged = new Map(
    Object.entries(learnt ?? {}).flatMap(([name, { right, asked }]) => {
      const [word, expert] = name.split(' ');
      return word === 'judged' && expert !== undefined && asked > 0 ? [[expert, right / asked > 1 / 2] as const] : [];
    }),
  );
  return judged.size === 0 ? undefined : new Map(counted.map(({ expert }) => [expert, judged.get(expert) ?? false]));
}

/**
 * Where the core has learnt nothing, as of a circle that does not learn: the votes of a choice by their words; else the experts of the
 * cluster in which one has said it in the same words. A right answer in words that nobody used may still be what somebody meant.
 */
function byWords(
  { kind }: Pick<Run, 'kind'>,
  { clusters }: Pick<Verdict, 'clusters'>,
  counted: readonly Opinion[],
  answer: string,
): ReadonlyMap<string, boolean> | undefined {
  const said = new Map(counted.map(({ expert, vote, conclusion, answer: words = '' }) => [expert, plain(vote ?? conclusion ?? words)]));
  const wanted = plain(answer);
  if (kind === 'choice' && counted.every(({ vote }) => vote !== undefined)) {
    return new Map([...said].map(([expert, words]) => [expert, words === wanted]));
  }
  const right = clusters.find(({ experts }) => experts.some((expert) => said.get(expert) === wanted));
  return right && new Map([...said.keys()].map((expert) => [expert, right.experts.includes(expert)]));
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}
