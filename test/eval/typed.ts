/** `npm run eval -- --part typed`: panels with a schema, made from a seed, whose majority is known; what is delivered must be its answer. */
import * as z from 'zod';
import { randomFrom, shuffled } from './random.ts';
import { randomForm } from './typed-fields.ts';

/** A panel and what is right of it. */
interface TypedPanel {
  readonly schema: object;
  readonly answers: readonly string[];
  /** Answers of the majority; empty where there is none. */
  readonly right: readonly string[];
  readonly malformed: boolean;
}

/** What came of the panels. */
export interface TypedFigures {
  readonly panels: number;
  readonly withMajority: number;
  readonly withMalformed: number;
  /** Panels with a majority whose answer was delivered as decided. */
  readonly delivered: number;
  readonly withoutMajority: number;
  /** Panels without one that were said to be undecided. */
  readonly undecided: number;
  /** Panels whose verdict is the same in another order, under other names and another id. */
  readonly unmoved: number;
  /** Panels that went wrong, as the core was given them. */
  readonly wrong: readonly string[];
}

const verdict = z.looseObject({ answer: z.string().nullable(), decided: z.boolean().optional() });

/** Votes by meaning: the first stands for the majority, where there is one. */
const votings = [[2, 1], [1, 2], [3, 1, 1], [3, 2], [4, 2, 1], [1, 1, 1], [2, 2], [3]];

/** Weighs `count` panels of a seed; `run` gives the core's output for lines of input. */
export function judgeTyped(count: number, seed: string, run: (input: string) => string): TypedFigures {
  const panels = Array.from({ length: count }, (_, at) => typedPanel(`${seed} ${at}`));
  const plain = panels.map(({ schema, answers }, at) => lineOf(`p${at}`, schema, answers, 'e'));
  const turned = panels.map(({ schema, answers }, at) => lineOf(`other ${at}`, schema, shuffled(answers, `${seed} turned ${at}`), 'name-'));
  const said = [
    ...run([...plain, ...turned].join(''))
      .trimEnd()
      .split('\n'),
  ].map((line) => verdict.parse(JSON.parse(line)));
  const fine = panels.map(({ right }, at) => {
    const own = said[at];
    if (right.length === 0) return own?.decided === false;
    return own?.decided === true && right.includes(own.answer ?? '');
  });
  const still = panels.map((_, at) => said[at]?.answer === said[count + at]?.answer && said[at]?.decided === said[count + at]?.decided);
  const many = (holds: (panel: TypedPanel, at: number) => boolean | undefined) => panels.filter(holds).length;
  return {
    panels: count,
    withMajority: many(({ right }) => right.length > 0),
    withMalformed: many(({ malformed }) => malformed),
    delivered: many(({ right }, at) => right.length > 0 && fine[at]),
    withoutMajority: many(({ right }) => right.length === 0),
    undecided: many(({ right }, at) => right.length === 0 && fine[at]),
    unmoved: many((_, at) => still[at]),
    wrong: plain.filter((_, at) => !fine[at] || !still[at]).slice(0, 5),
  };
}

/** Whether nothing went wrong. */
export function isFaultless({ panels, withMajority, delivered, withoutMajority, undecided, unmoved }: TypedFigures): boolean {
  return delivered === withMajority && undecided === withoutMajority && unmoved === panels;
}

function typedPanel(seed: string): TypedPanel {
  const next = randomFrom(seed);
  const form = randomForm(next);
  const votes = votings[Math.floor(next() * votings.length)] ?? [];
  const all = votes.map((count, meaning) => Array.from({ length: count }, () => form.spell(meaning, next)));
  const total = votes.reduce((sum, count) => sum + count, 0);
  const right = all.find((answers) => 2 * answers.length > total) ?? [];
  const malformed = next() < 0.4;
  const answers = shuffled([...all.flat(), ...(malformed ? [broken(all.flat()[0] ?? '', next)] : [])], seed);
  return { schema: form.schema, answers, right, malformed };
}

/** What no schema of ours allows, or no JSON at all. */
function broken(answer: string, next: () => number): string {
  const forms = [`${answer.slice(0, -1)}`, 'I cannot say.', '[[["no"]]]', `{"unasked":{"for":${answer}}}`, ''];
  return (answer.length > 1 && /^[{["]/.test(answer) ? forms : forms.slice(1, 2))[Math.floor(next() * forms.length)] ?? 'none';
}

function lineOf(id: string, schema: object, answers: readonly string[], prefix: string): string {
  const opinions = answers.map((answer, at) => ({ expert: `${prefix}${at}`, answer }));
  return `${JSON.stringify({ id, question: null, kind: 'text', schema: JSON.stringify(schema), opinions })}\n`;
}
