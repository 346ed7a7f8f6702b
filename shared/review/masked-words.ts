/**
 * What programs say of files, before anybody else reads it: their words quote lines, and a quoted credential would leave in them. A rule
 * may quote a part of a value or cut it off, so each run of characters of a known one is masked, not the value alone. The time is linear in
 * the words.
 *
 * A finding is known again by its words. So a run of letters that a value of another file happens to hold leaves them as they are: the
 * same finding would be another one as soon as that file is read with it, or no longer.
 */
import { setImmediate } from 'node:timers/promises';
import type { RaisedFinding } from './alike-findings.ts';
import { findSecrets } from './find-secrets.ts';
import { formerSideOf } from './masked-texts.ts';
import type { MaterialFile } from './material.ts';
import { findPrivateKeys } from './private-keys.ts';
import { findInLine } from './search-line.ts';

/** Words with every credential in them masked. `about`: the file that they are about; absent where they may be about any. */
export type MaskWords = (words: string, about?: string) => string;

/** Characters of a value that give it away; a shorter value is masked where it stands as a word of its own. */
const runLength = 8;
/** From here on a value that holds nothing but letters and dashes is no usual word, wherever it stands. */
const phraseLength = 16;

interface Part {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
}

/** A run of characters, with the rule that knows a value which holds it. */
interface Run {
  readonly rule: string;
  /** The files in which such a value stands. */
  readonly files: ReadonlySet<string>;
  /** Whether it is no part of a usual word. */
  readonly isTelling: boolean;
}

interface Known {
  /** Runs of all values, in small letters. */
  readonly runs: ReadonlyMap<string, Run>;
  /** Values that no run gives away: short ones, and those of words. */
  readonly whole: ReadonlyMap<string, Run>;
}

/** What masks words about these files. */
export async function maskingOf(files: readonly MaterialFile[]): Promise<MaskWords> {
  const known = knownOf(await valuesIn(files));
  // The same reason stands at many findings.
  const done = new Map<string, string>();
  return (words, about) => {
    const key = JSON.stringify([about, words]);
    const clean =
      done.get(key) ?? masked(words, [...runsIn(words, about, known.runs), ...wholeIn(words, about, known.whole), ...shapesIn(words)]);
    done.set(key, clean);
    return clean;
  };
}

/** A finding with its words masked. */
export function maskRaised<Finding extends RaisedFinding>(finding: Finding, mask: MaskWords): Finding {
  const { title, reason, suggestion, resource, file } = finding;
  return {
    ...finding,
    title: mask(title, file),
    reason: mask(reason, file),
    ...(suggestion !== undefined && { suggestion: mask(suggestion, file) }),
    ...(resource !== undefined && { resource: mask(resource, file) }),
  };
}

/** A value, with the rule that knows it and the files in which it stands. */
type Values = ReadonlyMap<string, Pick<Run, 'rule' | 'files'>>;

async function valuesIn(files: readonly MaterialFile[]): Promise<Values> {
  const values = new Map<string, Pick<Run, 'rule' | 'files'>>();
  for (const file of files) {
    for (const { line, start, end, rule } of await findSecrets({ files: [file] })) {
      const value = small((file.lines[line]?.text ?? '').slice(start, end).trim());
      values.set(value, { rule, files: new Set([...(values.get(value)?.files ?? []), file.path]) });
    }
    // A server that searches large files goes on answering others.
    await setImmediate();
  }
  values.delete('');
  return values;
}

function knownOf(values: Values): Known {
  const runs = new Map<string, Run>();
  for (const [value, { rule, files }] of values) {
    for (let at = 0; at + runLength <= value.length; at += 1) {
      const run = value.slice(at, at + runLength);
      const others = runs.get(run)?.files;
      runs.set(run, { rule, isTelling: !isWord(run), files: others === undefined ? files : new Set([...others, ...files]) });
    }
  }
  const whole = [...values].filter(([value]) => value.length < runLength || isWord(value));
  const isTelling = (value: string) => value.length >= phraseLength || !isWord(value);
  return { runs, whole: new Map(whole.map(([value, one]) => [value, { ...one, isTelling: isTelling(value) }])) };
}

/** Whether it may be a usual word or some: letters and dashes. */
function isWord(text: string): boolean {
  return /^[\p{L}_-]*$/u.test(text);
}

/** Of the same length, as no small letter beyond ASCII need be. */
function small(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function runsIn(words: string, about: string | undefined, runs: Known['runs']): readonly Part[] {
  if (runs.size === 0) return [];
  const text = small(words);
  const parts: Part[] = [];
  for (let at = 0; at + runLength <= text.length; at += 1) {
    const run = runs.get(text.slice(at, at + runLength));
    if (run !== undefined && (run.isTelling || about === undefined || run.files.has(about))) {
      parts.push({ rule: run.rule, start: at, end: at + runLength });
    }
  }
  return parts;
}

/** Values that are words, wherever a word begins that is one of them: their signs are part of them, so that places are tried and not words. */
function wholeIn(words: string, about: string | undefined, whole: Known['whole']): readonly Part[] {
  const text = small(words);
  return [...whole].flatMap(([value, { rule, files, isTelling }]) => {
    // What a change takes away is quoted whole by what it says of the change.
    if (!isTelling && about !== undefined && !files.has(about) && !files.has(formerSideOf(about))) return [];
    const parts: Part[] = [];
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
      const end = at + value.length;
      if (!isLetter(text[at - 1]) && !isLetter(text[end])) parts.push({ rule, start: at, end });
    }
    return parts;
  });
}

function isLetter(sign = ''): boolean {
  return /[\p{L}\p{N}]/u.test(sign);
}

/** What is known by its shape, also where no file holds it in these signs. */
function shapesIn(words: string): readonly Part[] {
  let from = 0;
  const lines = words.split('\n');
  const keys = Map.groupBy(findPrivateKeys(lines.map((text, index) => ({ text, mark: ' ', number: index + 1 }))), ({ line }) => line);
  return lines.flatMap((line, index) => {
    const keyParts = (keys.get(index) ?? []).map((part) => ({ ...part, rule: 'private-key' }));
    const found = [...keyParts, ...findInLine(line)].map(({ rule, start, end }) => ({ rule, start: from + start, end: from + end }));
    from += line.length + 1;
    return found;
  });
}

function masked(words: string, parts: readonly Part[]): string {
  if (parts.length === 0) return words;
  const kept: string[] = [];
  let done = 0;
  for (const { rule, start, end } of joined(parts)) {
    kept.push(words.slice(done, start), `[masked: ${rule}]`);
    done = end;
  }
  return [...kept, words.slice(done)].join('');
}

/** Parts that touch are one, so that a long value leaves one mark. */
function joined(parts: readonly Part[]): readonly Part[] {
  const all: Part[] = [];
  for (const part of parts.toSorted((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last !== undefined && part.start <= last.end) all[all.length - 1] = { ...last, end: Math.max(last.end, part.end) };
    else all.push(part);
  }
  return all;
}
