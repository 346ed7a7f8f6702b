/** Reads a script: JSON Lines, gzipped or not, parsed once for each version of the file. */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as z from 'zod';
import { usage } from '../contract/opinion.ts';
import { kind } from '../contract/question.ts';
import { decodeUtf8 } from '../contract/utf8-text.ts';
import { ExpertFailure, type ExpertFailureType, expertFailures, messageOf } from '../errors.ts';
import { isRecording, parseRecording, questionOf, type Recording } from './recording.ts';

const isFailureType = (word: unknown) => typeof word === 'string' && Object.hasOwn(expertFailures, word);
const failureType = z.custom<ExpertFailureType>(isFailureType, 'is no failure type');

/** A written line. With neither `question` nor `match` it is the default; without `expert` it serves every model. */
const scriptLine = z
  .strictObject({
    question: z.string().optional(),
    match: z
      .string()
      .transform((pattern) => new RegExp(pattern))
      .optional(),
    expert: z.string().optional(),
    /** Serves only questions of this kind. */
    kind: kind.optional(),
    answer: z.string().optional(),
    delayMs: z.number().min(0).optional(),
    error: failureType.optional(),
    usage: usage.optional(),
  })
  .refine((line) => line.answer !== undefined || line.error !== undefined, 'needs an answer or an error')
  .refine((line) => line.question === undefined || line.match === undefined, 'has both a question and a match');
export type ScriptLine = z.infer<typeof scriptLine>;

/** A script, parsed. */
export interface Script {
  readonly lines: readonly ScriptLine[];
  /** Recorded rows by question. */
  readonly recordings: ReadonlyMap<string, readonly Recording[]>;
  /** Orders in which the rows may name their models: of the file's first line, then of the `meta.json` beside it. */
  readonly modelLists: readonly (readonly string[])[];
}

const cache = new Map<string, { readonly version: string; readonly script: Promise<Script> }>();

/** The script at `path`. Throws `ExpertFailure` `script-missing`, naming the file and line. */
export async function readScript(path: string): Promise<Script> {
  const meta = join(dirname(path), 'meta.json');
  const version = `${await versionOf(path)} ${await versionOf(meta)}`;
  const known = cache.get(path);
  if (known?.version === version) return known.script;
  // The promise is kept, not its outcome: a circle's seats ask at the same moment.
  const script = parseScript(path, meta);
  cache.set(path, { version, script });
  return script;
}

async function versionOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? 'none' : `${found.mtimeMs}:${found.size}`;
}

const anyRow = z.looseObject({});

async function parseScript(path: string, meta: string): Promise<Script> {
  const lines: ScriptLine[] = [];
  const recordings = new Map<string, Recording[]>();
  const modelLists: (readonly string[])[] = [];
  for (const [index, text] of (await readText(path)).split('\n').entries()) {
    if (text.trim() === '') continue;
    try {
      const row = anyRow.parse(JSON.parse(text));
      if (isRecording(row)) remember(recordings, parseRecording(row));
      else if (index === 0 && 'models' in row) modelLists.push(header.parse(row).models);
      else lines.push(scriptLine.parse(row));
    } catch (error) {
      throw new ExpertFailure('script-missing', `${path}, line ${index + 1}: ${reasonOf(error)}`);
    }
  }
  return { lines, recordings, modelLists: [...modelLists, ...(await metaLists(meta, path))] };
}

const header = z.strictObject({ models: z.array(z.string()) });

async function readText(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    const decoded = decodeUtf8(path.endsWith('.gz') ? await promisify(gunzip)(bytes) : bytes);
    if ('text' in decoded) return decoded.text;
    throw new Error(`it ${decoded.fault}`);
  } catch (error) {
    throw new ExpertFailure('script-missing', `the script ${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function remember(recordings: Map<string, Recording[]>, recording: Recording): void {
  const question = questionOf(recording);
  const known = recordings.get(question);
  if (known === undefined) recordings.set(question, [recording]);
  else known.push(recording);
}

/** The JSON parser's own message would quote the answers in the file. */
function reasonOf(error: unknown): string {
  return error instanceof z.ZodError ? error.issues.map((issue) => [...issue.path, issue.message].join(' ')).join('; ') : 'is not JSON';
}

const modelLists = z.looseObject({ models: z.array(z.string()).optional(), raw_models: z.array(z.string()).optional() });

/** A `meta.json` lists the models of the whole folder, or of each set: the set `gsm` is in the file `gsm-dev.jsonl`. */
async function metaLists(meta: string, path: string): Promise<readonly (readonly string[])[]> {
  const text = await readFile(meta, 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  const file = basename(path).replace(/\.jsonl(\.gz)?$/, '');
  const whole = parseMeta(text, meta);
  const sets = Object.entries(whole).filter(([set]) => file === set || file.startsWith(`${set}-`));
  return [...sets.map(([, entry]) => entry), whole].flatMap((entry) => {
    const lists = modelLists.safeParse(entry);
    return lists.success ? [lists.data.raw_models, lists.data.models].filter((list) => list !== undefined) : [];
  });
}

function parseMeta(text: string, meta: string): Readonly<Record<string, unknown>> {
  try {
    return anyRow.parse(JSON.parse(text));
  } catch (error) {
    throw new ExpertFailure('script-missing', `${meta}: ${reasonOf(error)}`);
  }
}
