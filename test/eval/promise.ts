/** Promises on recorded answers: random halves of which one is what the circle knows, and the other what it decides. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { reliabilityState } from '../../shared/contract/reliability.ts';
import { mean } from './figures.ts';
import type { Line } from './panels.ts';
import { shuffled } from './random.ts';
import { type Model, models, readRouting } from './routing-data.ts';
import { figure, type Table } from './table.ts';
import { type Core, linesOf } from './verdicts.ts';

/** A question with what a circle answered, and the right answer. */
interface Judged {
  readonly line: Line;
  readonly gold: string;
}

/** What a promise came to over many random halves. */
export interface PromiseFigures {
  readonly circle: string;
  readonly promise: number;
  /** Of all questions of the other halves. */
  readonly coverage: number;
  /** Of the decided ones; of all halves together. */
  readonly right: number;
  /** Halves whose decided answers are wrong no more often than promised; those that decide nothing are among them. */
  readonly held: number;
  readonly silent: number;
  readonly splits: number;
}

/** The day on which the core's sums count as they are. */
const landmark = 20_454;
const promises = [0.9, 0.92, 0.95];

const verdict = z.looseObject({ answer: z.string().nullable(), decided: z.boolean() });

/** Measures every promise on a circle's questions. */
function measurePromises(core: Core, circle: string, items: readonly Judged[], splits: number): PromiseFigures[] {
  const played = Array.from({ length: splits }, (_, split) => playHalf(core, shuffled(items, `${circle} ${split}`)));
  return promises.map((promise, at) => {
    const halves = played.flatMap((half) => half[at] ?? []);
    const decided = halves.reduce((sum, half) => sum + half.decided, 0);
    const wrong = halves.reduce((sum, half) => sum + half.wrong, 0);
    return {
      circle,
      promise,
      coverage: mean(halves.map((half) => half.decided / half.asked)),
      right: 1 - wrong / decided,
      held: halves.filter((half) => half.wrong <= (1 - promise) * half.decided + 1e-9).length,
      silent: halves.filter((half) => half.decided === 0).length,
      splits,
    };
  });
}

/** What each promise decides in the second half, with the outcomes of the first. */
function playHalf(core: Core, items: readonly Judged[]) {
  const [known, asked] = [items.slice(0, items.length / 2), items.slice(items.length / 2)];
  const panels = known.map(({ line, gold }) => ({ ...line, at: landmark, reliability_mode: 'auto', outcome: { answer: gold } }));
  const reply = core.run(['serve'], `1 learn ${JSON.stringify({ panels })}\n`).output;
  const state = reliabilityState.parse(JSON.parse(reply.slice(reply.indexOf(' ') + 1)));
  const lines = promises.flatMap((promise) =>
    asked.map(({ line }) => ({ ...line, at: landmark, reliability: state, reliability_mode: 'auto', promise })),
  );
  const said = core.run(['agree'], linesOf(lines)).output.trimEnd().split('\n');
  const verdicts = said.map((text) => verdict.parse(JSON.parse(text)));
  return promises.map((_, at) => {
    const own = verdicts.slice(at * asked.length, (at + 1) * asked.length);
    const wrong = own.filter(({ decided, answer }, index) => decided && answer !== asked[index]?.gold).length;
    return { asked: asked.length, decided: own.filter(({ decided }) => decided).length, wrong };
  });
}

const votes = z.array(z.string().nullable());
const jury = z.object({ judges: z.array(z.string()) });
const pair = z.object({ set: z.string(), i: z.number(), gold: z.string(), a: votes, b: votes });

/** The pairs of the jury: every prompt of one model in both orders, each a seat. Throws one sentence where the file is missing. */
function readJury(folder: string, model: string): Judged[] {
  const file = join(folder, 'jury-llmbar.jsonl.gz');
  if (!existsSync(file)) throw new Error(`the data of the jury is missing: there is no ${file}; name its folder with --routing`);
  const [head = '', ...rows] = gunzipSync(readFileSync(file)).toString().split('\n').filter(Boolean);
  const { judges } = jury.parse(JSON.parse(head));
  const places = judges.flatMap((judge, place) => (judge.startsWith(`${model}/`) ? [place] : []));
  return rows.map((row) => {
    const { set, i, gold, a, b } = pair.parse(JSON.parse(row));
    const opinions = places.flatMap((place) =>
      [a, b].map((order, at) => ({ expert: `seat-${place}-${at}`, family: model, answer: order[place] ?? null })),
    );
    return { gold, line: { id: `${set} ${i}`, kind: 'choice', question: null, options: ['1', '2'], opinions } };
  });
}

/** The medical questions under a circle of three. */
function readMedical(folder: string, seats: readonly Model[]): Judged[] {
  const { learnt, measured } = readRouting(folder);
  return [...learnt, ...measured].map(({ id, gold, options, calls }) => ({
    gold,
    line: {
      id,
      kind: 'choice',
      question: null,
      options: [...options],
      opinions: seats.map((seat) => ({ expert: seat, family: models[seat].family, answer: calls[seat].answer })),
    },
  }));
}

/** All figures as a table. */
export function promiseTable(rows: readonly PromiseFigures[]): Table {
  return {
    title: 'Promises: the other half of random halves',
    head: ['circle', 'promise', 'decided', 'right of these', 'promise held', 'decides nothing'],
    rows: rows.map(({ circle, promise, coverage, right, held, silent, splits }) => [
      circle,
      figure(promise, 2),
      figure(coverage, 3),
      figure(right, 4),
      `${held} of ${splits}`,
      `${silent} of ${splits}`,
    ]),
  };
}

/** The bars of the jury at 0.95: reached or not. */
export function promiseBars(rows: readonly PromiseFigures[]): readonly { readonly name: string; readonly reached: boolean }[] {
  return rows
    .filter(({ splits }) => splits === jurySplits)
    .flatMap(({ circle, promise, coverage, right, held, splits }) => [
      { name: `${circle}, ${promise}: the promise holds in 95 of 100 halves`, reached: held >= 0.95 * splits },
      ...(promise === 0.95
        ? [{ name: `${circle}, ${promise}: at least 97 % right at 50 % decided or more`, reached: right >= 0.97 && coverage >= 0.5 }]
        : []),
    ]);
}

/** Random halves of the jury. */
const jurySplits = 100;
/** Random halves of the medical questions, of which there are many. */
const medicalSplits = 20;

/** Every promise on every circle that is measured. Throws one sentence where data is missing. */
export function measureEveryPromise(core: Core, routing: string): PromiseFigures[] {
  return [
    ...measurePromises(core, 'jury: GPT-4, 15 prompts, both orders', readJury(routing, 'GPT-4'), jurySplits),
    ...measurePromises(core, 'medical: gpt4o, o3mini, r1', readMedical(routing, ['gpt4o', 'o3mini', 'r1']), medicalSplits),
  ];
}

/** The bars as a table. */
export function promiseBarTable(bars: ReturnType<typeof promiseBars>): Table {
  return { title: 'Bars of promises', head: ['Bar', 'Reached'], rows: bars.map(({ name, reached }) => [name, reached ? 'yes' : 'no']) };
}
