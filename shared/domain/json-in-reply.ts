/**
 * The JSON values in a reply that may have words, thinking, code fences or marks around them. Each character is looked at a fixed number
 * of times, whatever the reply is.
 */
import { mended } from './nearly-json.ts';

/** A value as strict JSON in the expert's own characters, and where it stands. */
export interface FoundJson {
  readonly json: string;
  /** The words before it, up to the value before it. */
  readonly before: string;
}

/** Values that are looked at, the last ones of a reply. */
const mostValues = 20;

/** Characters before a value that may say what it is. */
const leadLength = 200;

/** Ends of a turn that some servers leave in the text. */
const endMark = /(?:<\|[^<>|\s]{1,40}\|>|<\/s>|<eos>|<end_of_turn>|<\/?answer>)$/;
const longestMark = 60;

/** Where thinking begins and ends. */
const thinking = /(?:<|\[|◁)(\/)?(?:[a-z_]{1,20}:)?(?:think|thinking|thought|thoughts|reasoning|scratchpad)(?:>|\]|▷)/gi;

/**
 * The values of a reply in order; the whole reply where it is one. Empty where there is none, or where the last one is cut off: what a
 * broken value holds is no answer.
 */
export function jsonIn(reply: string): readonly FoundJson[] {
  const text = withoutMarks(reply);
  const whole = strict(text);
  if (whole !== undefined) return [{ json: whole, before: '' }];
  const said = withoutThinking(text);
  const found = nested(said);
  if (found.length > 0 || said.search(/[[{]\s*(?:["'{[\]}]|-?\d)/) >= 0) return found.slice(-mostValues);
  return scalar(said);
}

function withoutMarks(reply: string): string {
  let text = reply.trim();
  for (;;) {
    const mark = endMark.exec(text.slice(-longestMark));
    if (!mark) return text;
    text = text.slice(0, -mark[0].length).trimEnd();
  }
}

/** What stands behind the last thinking that has ended and before one that has not. */
function withoutThinking(text: string): string {
  let [from, to] = [0, text.length];
  for (const mark of text.matchAll(thinking)) {
    if (mark[1] !== undefined) [from, to] = [mark.index + mark[0].length, text.length];
    else if (mark.index < to) to = mark.index;
  }
  return text.slice(from, to);
}

/** Objects and arrays, each looked into no further once it is taken or thrown away. */
function nested(text: string): FoundJson[] {
  const found: FoundJson[] = [];
  const open = /[[{]/g;
  let last = 0;
  for (let start = open.exec(text); start; start = open.exec(text)) {
    if (!beginsValue(text, start.index)) continue;
    const end = closing(text, start.index);
    if (end === undefined) return [];
    const own = text.slice(start.index, end);
    const json = strict(own) ?? mended(own);
    if (json !== undefined) {
      found.push({ json, before: text.slice(Math.max(last, start.index - leadLength), start.index) });
      last = end;
    }
    open.lastIndex = end;
  }
  return found;
}

/** Whether a bracket looks like the begin of a value: in prose and code a word follows it. */
function beginsValue(text: string, at: number): boolean {
  const next = text.slice(at + 1, at + leadLength).trimStart();
  if (text[at] === '{') return /^(?:["'}]|\/[/*]|[\w$]{1,60}\s{0,9}:)/.test(next);
  return /^(?:["'{[\]]|-?\d|\/[/*]|(?:true|false|null|True|False|None)\b)/.test(next);
}

/** How much deeper a sign leads. */
const steps = new Map([
  ['{', 1],
  ['[', 1],
  ['}', -1],
  [']', -1],
]);

/** Where the bracket that opens at a place is closed; undefined where it never is. */
function closing(text: string, start: number): number | undefined {
  let [depth, before] = [0, ''];
  for (let at = start; at < text.length; at += 1) {
    at = endOfAside(text, at, before);
    const sign = text[at] ?? '';
    depth += steps.get(sign) ?? 0;
    if (depth === 0) return at + 1;
    if (sign.trim() !== '') before = sign;
  }
  return undefined;
}

/** The last character of the string or comment that begins at a place, or the place itself. An apostrophe opens a string only where one may stand. */
function endOfAside(text: string, at: number, before: string): number {
  const sign = text[at];
  if (sign === '"' || (sign === "'" && '{[,:'.includes(before))) return endOfString(text, at);
  if (sign !== '/') return at;
  if (text[at + 1] === '/') return endOf(text, '\n', at);
  return text[at + 1] === '*' ? endOf(text, '*/', at) + 1 : at;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== text[start]) at += text[at] === '\\' ? 2 : 1;
  return at;
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at;
}

/** A number, string or word in a code fence, behind the words before it, or alone on the last line, also behind `Answer:`. */
function scalar(text: string): FoundJson[] {
  const fences = text.split('```');
  const inner = fences.length === 3 ? fences[1]?.replace(/^[\w+-]{0,20}(?=\s)/, '').trim() : text.trim();
  const json = strict(inner ?? '') ?? strict(lastLine(text));
  return json === undefined ? [] : [{ json, before: '' }];
}

/** The last line without the label and the marks around its value. */
function lastLine(text: string): string {
  const line = text.trimEnd().slice(text.trimEnd().lastIndexOf('\n') + 1);
  return line
    .replace(/^[*_\s]{0,9}(?:(?:final |short )?answer|result|conclusion|antwort)[*_\s]{0,9}[:\uff1a][*_\s]{0,9}/i, '')
    .replace(/^[*`]{1,3}(.*?)[*`]{1,3}$/, '$1');
}

function strict(text: string): string | undefined {
  const trimmed = text.trim();
  try {
    JSON.parse(trimmed);
    return trimmed;
  } catch {
    return undefined;
  }
}
