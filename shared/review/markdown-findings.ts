/** Findings that an expert wrote as a Markdown list, where it is sure what they are. */

import type { GivenFinding } from '../contract/review.ts';
import { readEntry, splitPlace } from './read-entry.ts';
import { isSeverityWord } from './read-severity.ts';

/** What a list in prose holds. */
export interface MarkdownFindings {
  readonly findings: readonly GivenFinding[];
  /** Every item of the lists is a finding, or the reply says in so many words that there is none. */
  readonly sure: boolean;
}

/** Items that are read, and characters of each. */
const mostItems = 1000;
const itemLength = 2000;

const noFindings =
  /^[\s>*_#-]{0,20}(?:(?:there are |i found |i have |i see )?no (?:\w{1,20} )?(?:findings?|issues?|problems?|defects?|vulnerabilities)(?: (?:were )?found| to report)?|(?:findings|issues|problems):?[\s*_]{0,9}none)[\s.!*_]{0,20}$/im;

/** Reads `- **High** a.ts:3: title. Reason`, `1. [critical] title (a.ts:3)`, `### Medium: title` and the like. */
export function readMarkdown(reply: string): MarkdownFindings {
  const items = itemsOf(reply);
  const read = items.map(readItem);
  const findings = read.filter((finding) => finding !== undefined);
  const none = items.length === 0 && noFindings.test(reply.slice(0, 20 * itemLength));
  return { findings, sure: none || (findings.length > 0 && findings.length === items.length) };
}

/** Items of the outermost lists and headings that begin with a severity, with the lines that belong to them. */
function itemsOf(reply: string): readonly string[] {
  const items: string[][] = [];
  let within = false;
  for (const line of reply.split('\n')) {
    const sort = sortOf(line);
    if (sort === 'item') items.push([line]);
    if (sort === 'text' && within && line.trim() !== '') items.at(-1)?.push(line);
    if (sort !== 'text') within = sort === 'item';
  }
  return items.slice(0, mostItems).map((lines) => lines.join('\n').slice(0, itemLength));
}

/** What a line begins: an item, something else that ends one, or nothing. */
function sortOf(line: string): 'item' | 'other' | 'text' {
  if (/[:–—-][\s*_]{0,9}(?:none|0|n\/a|nil)[\s*_.]{0,9}$/i.test(line.slice(0, 200))) return 'other';
  if (/^(?:#{1,6} |\*\*|\[)/.test(line)) return severityAndRest(line) === undefined ? 'other' : 'item';
  if (/^ {0,3}(?:[-*+•]|\d{1,4}[.)]) +\S/.test(line)) return 'item';
  return /^\s*answer\s*:/i.test(line) ? 'other' : 'text';
}

function readItem(item: string): GivenFinding | undefined {
  const [severity, rest] = severityAndRest(item) ?? ['', ''];
  if (rest === '') return undefined;
  const { place, words } = takePlace(rest);
  const [head = '', ...tail] = words.split(/(?:\*\*)? ?(?:[:–—]|\. | - |\n)/);
  const body = tail.length === 0 ? head : words.slice(head.length).replace(/^[\s*:–—.-]+/, '');
  const [title = '', reason = title] = [head, body].map(unmarked).filter((text) => text !== '');
  const entry = readEntry({ severity, file: place, title, reason });
  return 'finding' in entry ? entry.finding : undefined;
}

/** The severity that an item begins with, set off by a sign, and what follows. */
function severityAndRest(item: string): readonly [string, string] | undefined {
  const bare = item.replace(/^\s*(?:[-*+•]|\d{1,4}[.)]|#{1,6})\s+/, '').replace(/^(?:severity\s*:\s*)/i, '');
  const [, before = '', word = '', after = '', rest = ''] =
    /^([\s*_`[(]{0,6}(?:\p{Extended_Pictographic}\uFE0F?\s?)?[\s*_`[(]{0,6})(\p{L}{1,20})(?: severity)?([\s*_`\])]{0,6}[:\-–—|,.]?[\s*_`]{0,6})([\s\S]*)$/iu.exec(
      bare,
    ) ?? [];
  const setOff = /[*_`[(]/.test(before) || /[:\-–—|\])*]/.test(after);
  return setOff && isSeverityWord(word) ? [word, rest.trim()] : undefined;
}

/** The first thing that looks like a path with a line or an extension is where it is. */
function takePlace(text: string): { readonly place: string | undefined; readonly words: string } {
  const shape =
    /[`(*[]{0,3}((?:[\w.@-]{1,80}\/){0,20}[\w@-]{0,80}(?:\.[A-Za-z]\w{0,9}|file)(?:(?::|#L)\d{1,9}(?:[-–]L?\d{1,9})?)?)[`)*\]]{0,3}[\s:–—-]{0,5}/;
  const found = shape.exec(text.slice(0, 300));
  if (found?.[1] === undefined || splitPlace(found[1]).file === undefined) return { place: undefined, words: text };
  const words = found.index < 3 ? text.slice(found.index + found[0].length) : text;
  return { place: found[1], words: words === '' ? text : words };
}

function unmarked(text: string): string {
  return text.replaceAll(/\*\*|__|^[\s*`:–—-]+|(?<![\s*`:–—-])[\s*`:–—-]+$/g, '').trim();
}
