/**
 * What programs say of files, before anybody else reads it: their words quote lines, and a quoted credential would leave in them. A rule
 * may quote a part of a value or cut it off, so each run of characters of a known one is masked, not the value alone. The time is linear in
 * the words.
 */
import { setImmediate } from 'node:timers/promises';
import type { RaisedFinding } from './alike-findings.ts';
import { findSecrets } from './find-secrets.ts';
import type { MaterialFile } from './material.ts';
import { findInLine } from './secret-rules.ts';

/** Words with every credential in them masked. */
export type MaskWords = (words: string) => string;

/** Characters of a value that give it away; a shorter value is masked where it stands as a word of its own. */
const runLength = 8;

interface Part {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
}

interface Known {
  /** Runs of all values, in small letters, with the rule that knows the value. */
  readonly runs: ReadonlyMap<string, string>;
  /** Values that are no longer than such a run. */
  readonly short: ReadonlyMap<string, string>;
}

/** What masks words about these files. */
export async function maskingOf(files: readonly MaterialFile[]): Promise<MaskWords> {
  const known = knownOf(await valuesIn(files));
  // The same reason stands at many findings.
  const done = new Map<string, string>();
  return (words) => {
    const clean = done.get(words) ?? masked(words, [...runsIn(words, known.runs), ...shortIn(words, known.short), ...shapesIn(words)]);
    done.set(words, clean);
    return clean;
  };
}

/** A finding with its words masked. */
export function maskRaised<Finding extends RaisedFinding>(finding: Finding, mask: MaskWords): Finding {
  const { title, reason, suggestion, resource } = finding;
  return {
    ...finding,
    title: mask(title),
    reason: mask(reason),
    ...(suggestion !== undefined && { suggestion: mask(suggestion) }),
    ...(resource !== undefined && { resource: mask(resource) }),
  };
}

async function valuesIn(files: readonly MaterialFile[]): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const file of files) {
    for (const { line, start, end, rule } of await findSecrets({ files: [file] })) {
      values.set(small((file.lines[line]?.text ?? '').slice(start, end).trim()), rule);
    }
    // A server that searches large files goes on answering others.
    await setImmediate();
  }
  values.delete('');
  return values;
}

function knownOf(values: ReadonlyMap<string, string>): Known {
  const runs = new Map<string, string>();
  for (const [value, rule] of values) {
    for (let at = 0; at + runLength <= value.length; at += 1) runs.set(value.slice(at, at + runLength), rule);
  }
  return { runs, short: new Map([...values].filter(([value]) => value.length < runLength)) };
}

/** Of the same length, as no small letter beyond ASCII need be. */
function small(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function runsIn(words: string, runs: Known['runs']): readonly Part[] {
  if (runs.size === 0) return [];
  const text = small(words);
  const parts: Part[] = [];
  for (let at = 0; at + runLength <= text.length; at += 1) {
    const rule = runs.get(text.slice(at, at + runLength));
    if (rule !== undefined) parts.push({ rule, start: at, end: at + runLength });
  }
  return parts;
}

/** Values that are words, wherever a word begins that is one of them: their signs are part of them, so that places are tried and not words. */
function shortIn(words: string, short: Known['short']): readonly Part[] {
  const text = small(words);
  return [...short].flatMap(([value, rule]) => {
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
  return words.split('\n').flatMap((line) => {
    const found = findInLine(line).map(({ rule, start, end }) => ({ rule, start: from + start, end: from + end }));
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
