/** The JSON values in a reply: in fences or bare, strict or as people write it, whole or cut off. */
import { jsonrepair } from 'jsonrepair';
import { parse as parseYaml } from 'yaml';

/** A block that holds or seems to hold data. */
export interface JsonBlock {
  /** undefined where it could not be read. */
  readonly value: unknown;
  /** It ends before what it opens is closed. */
  readonly cut: boolean;
  readonly text: string;
}

/** Characters of an answer that are read in a review: some hundred findings with their reasons. What stands beyond is told as unread. */
export const mostRead = 80_000;
/** Brackets outside of fences from which data is looked for: more are prose or code. */
const mostBare = 100;
/** Of them, those that are never closed: each is as long as the rest of the reply. */
const mostUnclosed = 2;
/** Characters of what is never closed that are repaired, which takes a time that grows with their square; it counts as cut off anyway. */
const mostRepaired = 20_000;

/** Characters of a block of YAML that are read: each takes a hundred times as long as one of JSON. */
const mostYaml = 20_000;

/** Every block of data, in order. Fences whose language is another one's code are left alone unless they hold strict JSON. */
export function jsonBlocks(reply: string): readonly JsonBlock[] {
  const { fences, rest } = splitFences(reply);
  return [...fences.flatMap(readFence), ...bareBlocks(rest)];
}

interface Fence {
  readonly language: string;
  readonly text: string;
  readonly closed: boolean;
}

/** Fences as CommonMark has them: closed by at least as many of the same sign on a line of their own. */
function splitFences(reply: string): { readonly fences: readonly Fence[]; readonly rest: string } {
  const fences: Fence[] = [];
  const rest: string[] = [];
  let open: (Fence & { readonly mark: string; readonly lines: string[] }) | undefined;
  for (const line of reply.split(/\r?\n/)) {
    const mark = markOf(line);
    if (open === undefined) {
      if (mark === undefined) rest.push(line);
      else open = { ...mark, lines: [], text: '', closed: false };
    } else if (closes(mark, open.mark)) {
      fences.push({ language: open.language, text: open.lines.join('\n'), closed: true });
      open = undefined;
    } else open.lines.push(line);
  }
  if (open !== undefined) fences.push({ language: open.language, text: open.lines.join('\n'), closed: false });
  return { fences, rest: rest.join('\n') };
}

interface Mark {
  readonly mark: string;
  readonly language: string;
}

/** The signs of a fence and the word behind them. */
function markOf(line: string): Mark | undefined {
  const [, mark, info = ''] = /^[ \t>]{0,12}(?:[-*+] |\d{1,3}[.)] )?[ \t]{0,12}(`{3,}|~{3,})(.*)$/s.exec(line) ?? [];
  if (mark === undefined || (mark.startsWith('`') && info.includes('`'))) return undefined;
  const [language = ''] = info.trim().toLowerCase().split(/[\s{]/);
  return { mark, language };
}

function closes(mark: Mark | undefined, open: string): boolean {
  return mark?.language === '' && mark.mark.startsWith(open);
}

function readFence({ language, text, closed }: Fence): readonly JsonBlock[] {
  if (language === 'yaml' || language === 'yml') return [readYaml(text, closed)];
  const start = text.search(/[[{]/);
  // Data begins with a bracket; a line or two of words may stand above it.
  if (start < 0 || start > 400) return [];
  const strict = tryRead(JSON.parse, text);
  if (strict !== undefined) return [{ value: strict, cut: false, text }];
  if (!/^(?:json.{0,6}|ndjson|js|javascript|ts|typescript|text|txt|plaintext|)$/.test(language)) return [];
  const data = text.slice(start);
  const end = closedAt(data);
  // Several values one below the other are a list of JSON lines.
  return [{ value: tryRead(readLoosely, end === undefined ? data.slice(0, mostRepaired) : data), cut: end === undefined, text }];
}

/** YAML that is longer than what is read counts as cut off there. */
function readYaml(text: string, closed: boolean): JsonBlock {
  const long = text.length > mostYaml;
  const whole = long ? text.slice(0, text.lastIndexOf('\n', mostYaml) + 1) : text;
  return { value: tryRead(parseYaml, whole), cut: !closed || long, text };
}

/** Lists and objects outside of fences. */
function bareBlocks(text: string): readonly JsonBlock[] {
  const blocks: JsonBlock[] = [];
  const opening = /\[(?=\s{0,40}[{\]])|\{(?=\s{0,40}["'“”‘’\w])/g;
  for (let tried = 0, unclosed = 0; tried < mostBare && unclosed < mostUnclosed; tried += 1) {
    const found = opening.exec(text);
    if (found === null) break;
    const rest = text.slice(found.index);
    const end = closedAt(rest);
    if (end === undefined) unclosed += 1;
    const data = rest.slice(0, end ?? mostRepaired);
    const value = tryRead(readLoosely, data);
    if (value === undefined && end === undefined) continue;
    blocks.push({ value, cut: end === undefined, text: data });
    opening.lastIndex = found.index + data.length;
  }
  return blocks;
}

/** Where the first bracket of a text is closed, quotes heeded; undefined if it is not. */
function closedAt(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (opensQuote(text, at)) at = quoteEnd(text, at);
    else if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

/** A single quote opens a text only where a value or a key may begin: elsewhere it is an apostrophe. */
function opensQuote(text: string, at: number): boolean {
  return text[at] === '"' || (text[at] === "'" && /[[{:,]\s{0,9}$/.test(text.slice(Math.max(0, at - 10), at)));
}

/** Where the text that a quote opens ends. */
function quoteEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === text[start]) return at;
  }
  return text.length;
}

function readLoosely(text: string): unknown {
  const strict = tryRead(JSON.parse, text);
  return strict === undefined ? JSON.parse(jsonrepair(text)) : strict;
}

function tryRead(read: (text: string) => unknown, text: string): unknown {
  try {
    return read(text) ?? undefined;
  } catch {
    // Not every block of a reply is data.
    return undefined;
  }
}
