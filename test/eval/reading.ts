/** How well the core reads replies: on the corpus, on replies of a real small model, and on the raw replies of the measuring data. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Data } from './data.ts';
import { figure, type Table } from './table.ts';
import type { Core } from './verdicts.ts';

const corpus = join(import.meta.dirname, '../fixtures/reading');
const line = z.looseObject({
  id: z.string(),
  kind: z.enum(['choice', 'short', 'text', 'auto', 'ranking']),
  options: z.array(z.string()).optional(),
  question: z.string().optional(),
  reply: z.string(),
  cut: z.boolean().optional(),
  /** The readings that are accepted; null: none. Of a short answer, texts that say the same. */
  right: z.array(z.string().nullable()),
  /** Texts that say something else than a short answer. */
  apart: z.array(z.string()).optional(),
  reasoning: z.string().optional(),
  conclusion: z.string().optional(),
});
const said = z.object({
  answer: z.string(),
  reasoning: z.string().nullable(),
  conclusion: z.string().nullable(),
  option: z.number().nullable(),
  unreadable: z.string().nullable(),
});
const verdict = z.looseObject({ clusters: z.array(z.looseObject({ share: z.number() })) });

export type Line = z.infer<typeof line>;

/** One reading: what was read, and whether it is right. `read: null` says that the core read nothing. */
export interface Judged {
  readonly line: Line;
  readonly read: string | null;
  readonly right: boolean;
}

/** The lines of a JSONL file. */
export function linesOf(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((text) => line.parse(JSON.parse(text)));
}

/** The lines of the corpus. */
export function corpusLines(): Line[] {
  return globSync('*.jsonl', { cwd: corpus })
    .sort()
    .flatMap((file) => linesOf(join(corpus, file)));
}

/** Lets the core read each line. */
export function judgeLines(core: Core, lines: readonly Line[]): Judged[] {
  return [
    ...judgeReplies(
      core,
      lines.filter(({ kind }) => kind !== 'short'),
    ),
    ...judgeShort(
      core,
      lines.filter(({ kind }) => kind === 'short'),
    ),
  ];
}

function judgeReplies(core: Core, lines: readonly Line[]): Judged[] {
  const output = run(core, ['read'], lines);
  return lines.map((line, at) => {
    const reply = said.parse(output[at]);
    const read = readingOf(line, reply);
    const parts = (['conclusion', 'reasoning'] as const).every((part) => line[part] === undefined || line[part] === reply[part]);
    return { line, read, right: line.right.includes(read) && parts };
  });
}

/** The option of a choice, the answer of the rest; null where there is none. */
function readingOf({ kind, options }: Line, { answer, option, unreadable }: z.infer<typeof said>): string | null {
  if (kind !== 'choice') return unreadable === null ? answer : null;
  return option === null ? null : (options?.[option] ?? null);
}

/** A short answer is read right if it counts as one with all texts that say the same, and as one with none of the others. */
function judgeShort(core: Core, lines: readonly Line[]): Judged[] {
  const pairs = lines.flatMap((line) => [...line.right, ...(line.apart ?? [])].map((other) => ({ line, other })));
  const output = run(
    core,
    ['agree'],
    pairs.map(({ line, other }) => panel(line, other)),
  );
  const equal = pairs.map(({ line, other }, at) => ({ line, other, same: isOne(output[at]) }));
  return lines.map((line) => {
    const compared = equal.filter((pair) => pair.line === line && pair.other !== null);
    const right = compared.every(({ other, same }) => same === line.right.includes(other));
    return { line, read: compared.some(({ same }) => same) ? line.reply : null, right };
  });
}

function panel({ id, question, reply }: Line, other: string | null) {
  const opinions = [reply, other, other].map((answer, at) => ({ expert: `e${at}`, answer }));
  return { id, kind: 'short', question, opinions };
}

function isOne(output: unknown): boolean {
  return verdict.parse(output).clusters.length === 1;
}

function run(core: Core, argv: readonly string[], lines: readonly object[]): unknown[] {
  if (lines.length === 0) return [];
  const { output } = core.run(argv, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return output
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));
}

/** Precision and coverage on each set, and what was read wrongly. */
export function measureReading(core: Core, data: Data | undefined, smallModel: string): { table: Table; wrong: readonly Judged[] } {
  const sets: [string, Judged[]][] = [['corpus', judgeLines(core, corpusLines())]];
  if (existsSync(smallModel)) sets.push(['replies of a real small model', judgeLines(core, linesOf(smallModel))]);
  if (data) sets.push(['raw replies, multiple choice, against the letter of their origin', judgeLines(core, rawReplies(data))]);
  const rows = sets.map(([name, judged]) => [name, ...figuresOf(judged)]);
  return {
    table: {
      title: 'Reading',
      head: ['set', 'replies', 'right', 'read', 'precision of what was read', 'coverage of what can be read'],
      rows,
    },
    wrong: sets.slice(0, 2).flatMap(([, judged]) => judged.filter(({ right }) => !right)),
  };
}

function figuresOf(judged: readonly Judged[]): string[] {
  const read = judged.filter(({ read }) => read !== null);
  const readable = judged.filter(({ line }) => !line.right.includes(null));
  const covered = readable.filter(({ read }) => read !== null);
  const rightly = read.filter(({ right }) => right).length;
  return [
    String(judged.length),
    String(judged.filter(({ right }) => right).length),
    String(read.length),
    figure(rightly / read.length),
    figure(covered.length / readable.length),
  ];
}

/** Where the origin could parse no letter, none is expected; it filled some of these in at random. */
function rawReplies(data: Data): Line[] {
  const { rows } = data.letters();
  return rows.flatMap((row) =>
    row.raw.flatMap((reply, model) => {
      const letter = z.string().parse(row['pred'])[model];
      const right = letter === undefined || '-.'.includes(letter) ? null : letter;
      const options = row.options.map((_, at) => String.fromCharCode(65 + at));
      return reply === null ? [] : [{ id: `${row.id}/${model}`, kind: 'choice' as const, options, question: row.q, reply, right: [right] }];
    }),
  );
}
