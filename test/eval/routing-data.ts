/** Recorded answers of ten models to medical questions, with the tokens and seconds of each call; and how a half of the data is halved again. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** The models in the order of the file's lists: family, and US dollars per million tokens in and out (early 2025). */
export const models = {
  r1: { family: 'deepseek', price: [7, 7] },
  v3: { family: 'deepseek', price: [1.25, 1.25] },
  llama: { family: 'llama', price: [0.88, 0.88] },
  qwq: { family: 'qwen', price: [1.2, 1.2] },
  haiku: { family: 'claude', price: [0.8, 4] },
  sonnet: { family: 'claude', price: [3, 15] },
  gpt4o: { family: 'gpt', price: [2.5, 10] },
  mini: { family: 'gpt', price: [0.15, 0.6] },
  o1mini: { family: 'gpt', price: [1.1, 4.4] },
  o3mini: { family: 'gpt', price: [1.1, 4.4] },
} as const;
export type Model = keyof typeof models;
const names = Object.keys(models) as readonly Model[];

const numbers = z.array(z.number().nullable());
const row = z.looseObject({
  set: z.string(),
  id: z.string(),
  gold: z.string(),
  n: z.number().nullable(),
  v: z.array(z.string().nullable()),
  pt: numbers,
  ct: numbers,
  sec: numbers,
});

/** One call as it was recorded. */
export interface Call {
  readonly answer: string | null;
  readonly seconds: number;
  readonly usd: number;
}

/** A question with every model's call. */
export interface RoutingItem {
  readonly id: string;
  readonly gold: string;
  readonly options: readonly string[];
  readonly calls: Readonly<Record<Model, Call>>;
}

/** A part that is learnt from, and one that is measured. */
export interface Halves<Item> {
  readonly learnt: readonly Item[];
  readonly measured: readonly Item[];
}

/** The medical questions. Throws one sentence where the file is missing. */
export function readRouting(folder: string): Halves<RoutingItem> {
  const file = join(folder, 'med-qa-dev.jsonl.gz');
  if (!existsSync(file)) throw new Error(`the routing data is missing: there is no ${file}; name its folder with --routing`);
  const rows = gunzipSync(readFileSync(file)).toString().split('\n').filter(Boolean);
  const items = rows.map((line) => {
    const read = row.parse(JSON.parse(line));
    return { learnt: isLearnt(read.set, read.id), item: itemOf(read) };
  });
  return {
    learnt: items.flatMap(({ learnt, item }) => (learnt ? [item] : [])),
    measured: items.flatMap(({ learnt, item }) => (learnt ? [] : [item])),
  };
}

/** Whether a question is learnt from: the second byte of its digest is even. */
export function isLearnt(set: string, id: string): boolean {
  return (createHash('sha256').update(`${set}${id}`).digest()[1] ?? 0) % 2 === 0;
}

function itemOf({ set, id, gold, n, v, pt, ct, sec }: z.infer<typeof row>): RoutingItem {
  const widest = Math.max(n ?? 4, 2, ...v.map((letter) => (letter === null ? 0 : letter.charCodeAt(0) - 64)));
  const call = (name: Model, at: number): Call => {
    const [input, output] = models[name].price;
    return { answer: v[at] ?? null, seconds: sec[at] ?? 0, usd: ((pt[at] ?? 0) * input + (ct[at] ?? 0) * output) / 1e6 };
  };
  return {
    id: `${set} ${id}`,
    gold,
    options: Array.from({ length: widest }, (_, at) => String.fromCharCode(65 + at)),
    calls: Object.fromEntries(names.map((name, at) => [name, call(name, at)])) as Record<Model, Call>,
  };
}
