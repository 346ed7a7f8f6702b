/**
 * A plain logit fit as a baseline: the chance of an option is the softmax of the weights of those who chose it, fitted to the right answers by
 * penalised likelihood. The penalty pulls towards equal voices.
 */
import type { Outcome } from './figures.ts';
import type { Item } from './panels.ts';

/** Strength of the pull, and the sum of squares of the equal weights that it pulls to: those of the findings on the routing data. */
const pull = 2;
const equal = 2;
/** Rounds over all weights at most, and the step below which they have come to rest. */
const rounds = 200;
const rest = 1e-8;

/** A question in numbers: the option of each expert (-1: none), the right one (-1: none of them), and how many there are. */
interface Ballot {
  readonly chosen: readonly number[];
  readonly right: number;
  readonly options: number;
}

/** What the fit decides on `measured` after it has learnt from `learnt`; undefined where questions have no options. */
export function logitOutcomes(experts: readonly string[], learnt: readonly Item[], measured: readonly Item[]): Outcome[] | undefined {
  const [known, asked] = [ballotsOf(experts, learnt), ballotsOf(experts, measured)];
  if (!(known && asked)) return undefined;
  const weights = fitted(experts.length, known);
  return asked.map((ballot) => {
    const chances = softmax(scoresOf(ballot, weights));
    const confidence = Math.max(...chances);
    return { right: Number(chances.indexOf(confidence) === ballot.right), confidence };
  });
}

function ballotsOf(experts: readonly string[], items: readonly Item[]): Ballot[] | undefined {
  if (items.some(({ line, gold }) => line.options === null || gold === null)) return undefined;
  return items.map(({ line, gold }) => {
    const options = line.options ?? [];
    const answers = new Map(line.opinions.map(({ expert, answer }) => [expert, answer]));
    const chosen = experts.map((expert) => options.indexOf(answers.get(expert) ?? ''));
    return { chosen, right: options.indexOf(gold ?? ''), options: options.length };
  });
}

/** The top of the penalised likelihood, one weight after the other by Newton's method: it is concave, and each step is exact enough. */
function fitted(experts: number, ballots: readonly Ballot[]): number[] {
  const start = equal / Math.sqrt(experts);
  const weights = Array.from({ length: experts }, () => start);
  const scores = ballots.map((ballot) => scoresOf(ballot, weights));
  for (let round = 0; round < rounds; round++) {
    const steps = weights.map((weight, expert) => {
      const step = stepOf(expert, weight - start, ballots, scores);
      weights[expert] = weight + step;
      for (const [at, { chosen }] of ballots.entries()) add(scores[at], chosen[expert], step);
      return Math.abs(step);
    });
    if (Math.max(...steps) < rest) break;
  }
  return weights;
}

function stepOf(expert: number, away: number, ballots: readonly Ballot[], scores: readonly (readonly number[])[]): number {
  let [slope, curve] = [-2 * pull * away, 2 * pull];
  ballots.forEach(({ chosen, right }, at) => {
    const option = chosen[expert] ?? -1;
    if (option < 0) return;
    const chance = softmax(scores[at] ?? [])[option] ?? 0;
    slope += Number(option === right) - chance;
    curve += chance * (1 - chance);
  });
  return slope / curve;
}

function scoresOf({ chosen, options }: Ballot, weights: readonly number[]): number[] {
  const scores = Array.from({ length: options }, () => 0);
  chosen.forEach((option, expert) => {
    add(scores, option, weights[expert] ?? 0);
  });
  return scores;
}

function add(scores: number[] | undefined, option: number | undefined, weight: number): void {
  if (scores && option !== undefined && option >= 0) scores[option] = (scores[option] ?? 0) + weight;
}

function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const parts = scores.map((score) => Math.exp(score - top));
  const all = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / all);
}
