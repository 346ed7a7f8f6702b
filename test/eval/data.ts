/** The measuring data: which files must be there, and their rows. Nothing of it is kept. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** The half of the data that is judged. */
export type Part = 'dev' | 'holdout';

const names = z.array(z.string());
const panelsOf = z.record(z.string(), names);
const choiceMeta = z.looseObject({ models: names, raw_models: names, panels: panelsOf });
const shortMeta = z.looseObject({ panels: panelsOf });
const shortSet = z.looseObject({ models: names });
const textMeta = z.record(z.string(), z.looseObject({ models: names, panels: panelsOf, hostile: names.optional() }));
const crowdMeta = z.record(z.string(), z.looseObject({ items: z.number(), workers: z.number(), labels: z.number(), classes: z.number() }));
const answers = z.array(z.string().nullable());
const marks = z.array(z.number());

const rows = {
  votes: z.looseObject({ id: z.number(), n: z.number(), gold: z.string(), v: z.string() }),
  letters: z.looseObject({ id: z.number(), q: z.string(), options: names, gold: z.string(), raw: answers }),
  short: z.looseObject({ id: z.string(), q: z.string(), a: answers, ok: marks, raw: answers }),
  open: z.looseObject({ id: z.string(), q: z.string(), a: answers, ok: marks }),
  text: z.looseObject({ id: z.string(), q: z.string().optional(), src: z.string().optional(), a: answers, s: marks }),
  labels: z.looseObject({ set: z.string(), item: z.number(), w: marks, l: marks }),
  gold: z.looseObject({ set: z.string(), item: z.number(), gold: z.number() }),
};

const shortSets = ['gsm', 'math-l5', 'crux'] as const;
const textSets = ['wildbench', 'alpaca', 'mt-zhen', 'mt-ende'] as const;

export type ShortSet = (typeof shortSets)[number];
export type TextSet = (typeof textSets)[number];
export type Data = ReturnType<typeof openData>;

/** Opens the data folder; throws one sentence that names every file that is missing. */
export function openData(folder: string, part: Part) {
  const files = neededFiles(part);
  const missing = files.filter((file) => !existsSync(join(folder, file)));
  if (missing.length === files.length) throw new Error(`there is no measuring data in ${folder}; name its folder with --data`);
  if (missing.length > 0) throw new Error(`the measuring data in ${folder} lacks ${missing.join(', ')}`);
  const meta = <Shape>(shape: z.ZodType<Shape>, file: string) => shape.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const read = <Shape>(shape: z.ZodType<Shape>, file: string) => readRows(shape, join(folder, file));
  const short = meta(shortMeta, 'short-answer/meta.json');
  return {
    part,
    choice: () => ({ ...meta(choiceMeta, 'mmlu-pro/meta.json'), rows: read(rows.votes, `mmlu-pro/votes-${part}.jsonl.gz`) }),
    letters: () => ({ ...meta(choiceMeta, 'mmlu-pro/meta.json'), rows: read(rows.letters, `mmlu-pro/raw-${part}.jsonl.gz`) }),
    short: (name: ShortSet) => ({
      panels: short.panels,
      models: shortSet.parse(short[name]).models,
      rows: read(rows.short, `short-answer/${name}-${part}.jsonl.gz`),
    }),
    open: () => ({ models: meta(choiceMeta.pick({ models: true }), 'open-qa/meta.json').models, rows: read(rows.open, openFile(part)) }),
    text: (name: TextSet) => ({
      ...present(meta(textMeta, 'free-text/meta.json')[name], name),
      rows: read(rows.text, `free-text/${name}-${part}.jsonl.gz`),
    }),
    crowd: () => ({
      sets: meta(crowdMeta, 'crowd-labels/sets.json'),
      labels: read(rows.labels, 'crowd-labels/labels.jsonl.gz'),
      gold: read(rows.gold, `crowd-labels/gold-${part}.jsonl.gz`),
    }),
  };
}

/** Every file that one part needs, relative to the data folder. */
export function neededFiles(part: Part): readonly string[] {
  return [
    'mmlu-pro/meta.json',
    `mmlu-pro/votes-${part}.jsonl.gz`,
    `mmlu-pro/raw-${part}.jsonl.gz`,
    'short-answer/meta.json',
    ...shortSets.map((name) => `short-answer/${name}-${part}.jsonl.gz`),
    'open-qa/meta.json',
    openFile(part),
    'free-text/meta.json',
    ...textSets.map((name) => `free-text/${name}-${part}.jsonl.gz`),
    'crowd-labels/sets.json',
    'crowd-labels/labels.jsonl.gz',
    `crowd-labels/gold-${part}.jsonl.gz`,
  ];
}

function openFile(part: Part): string {
  return `open-qa/evouna-${part}.jsonl.gz`;
}

function readRows<Shape>(shape: z.ZodType<Shape>, file: string): Shape[] {
  const lines = gunzipSync(readFileSync(file)).toString().split('\n');
  return lines.filter(Boolean).map((line) => shape.parse(JSON.parse(line)));
}

function present<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`the measuring data does not describe ${name}`);
  return value;
}
