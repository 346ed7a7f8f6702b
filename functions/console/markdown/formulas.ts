/**
 * Rules that find formulas (`$…$`, `$$…$$`, `\(…\)`, `\[…\]`), so that their signs are not taken for Markdown. Each rule remembers from
 * where on it has looked for an end in vain: a text of nothing but beginnings is read once, not once for each.
 */
import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';

interface Marks {
  readonly open: string;
  readonly close: string;
}

/** Longer marks first. */
const displayed: readonly Marks[] = [
  { open: '$$', close: '$$' },
  { open: '\\[', close: '\\]' },
];
const inline: readonly Marks[] = [...displayed, { open: '\\(', close: '\\)' }];

/** Characters of a formula in a line: a price and another price far behind it are no formula. */
const inlineMax = 300;

/** Teaches a parser formulas: tokens of the types `formula` (within a line) and `formula_block`. */
export function findFormulas(parser: MarkdownIt): void {
  parser.block.ruler.before('fence', 'formula_block', block, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
  parser.inline.ruler.before('escape', 'formula', marked);
  parser.inline.ruler.after('formula', 'dollars', dollars);
}

/** A formula that begins a line, and whose end ends a line. */
function block(state: StateBlock, first: number, end: number, silent: boolean): boolean {
  const lineOf = (at: number) => state.src.slice((state.bMarks[at] ?? 0) + (state.tShift[at] ?? 0), state.eMarks[at]).trimEnd();
  const line = lineOf(first);
  const marks = displayed.find(({ open }) => line.startsWith(open));
  if (!marks || (state.sCount[first] ?? 0) - state.blkIndent >= 4) return false;
  const { open, close } = marks;
  const alone = line.length > open.length && line.indexOf(close, open.length) === line.length - close.length;
  const last = alone ? first : closingLine();
  if (last === undefined) return false;
  if (silent) return true;
  const token = state.push('formula_block', '', 0);
  token.content = Array.from({ length: last - first + 1 }, (_, offset) => lineOf(first + offset)).join('\n');
  token.map = [first, last + 1];
  state.line = last + 1;
  return true;

  /** The first line behind that ends with the mark; quotes and lists end where their own lines end. */
  function closingLine(): number | undefined {
    if (line.includes(close, open.length)) return undefined;
    const vain = memory<number>(state.env, `block ${close} ${end}`);
    if (vain.value !== undefined && vain.value <= first) return undefined;
    for (let at = first + 1; at < end; at += 1) {
      if ((state.sCount[at] ?? 0) < state.blkIndent && !state.isEmpty(at)) return undefined;
      if (lineOf(at).endsWith(close)) return at;
    }
    vain.value = first;
    return undefined;
  }
}

/** A formula within a line, between marks that are more than one sign. */
function marked(state: StateInline, silent: boolean): boolean {
  const sign = state.src[state.pos];
  if (sign !== '$' && sign !== '\\') return false;
  const marks = inline.find(({ open }) => state.src.startsWith(open, state.pos));
  if (!marks) return false;
  const vain = memory<string>(state.env, `inline ${marks.close}`);
  if (vain.value === state.src) return false;
  const end = state.src.indexOf(marks.close, state.pos + marks.open.length);
  if (end < 0 || end >= state.posMax) {
    if (end < 0) vain.value = state.src;
    return false;
  }
  if (end === state.pos + marks.open.length) return false;
  return take(state, end + marks.close.length, silent);
}

/** `$x$`, as in Pandoc: no blank within the marks beside them, no digit behind, all in one line. */
function dollars(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (src[pos] !== '$' || !/[^\s$]/.test(src[pos + 1] ?? ' ')) return false;
  const found = /^(?:[^$\n\\]|\\[^\n])+\$(?!\d)/.exec(src.slice(pos + 1, Math.min(pos + 1 + inlineMax, state.posMax)));
  if (!found || /\s\$$/.test(found[0])) return false;
  return take(state, pos + 1 + found[0].length, silent);
}

function take(state: StateInline, end: number, silent: boolean): boolean {
  if (!silent) state.push('formula', '', 0).content = state.src.slice(state.pos, end);
  state.pos = end;
  return true;
}

/** A place in the environment of one reading. */
function memory<Value>(environment: unknown, name: string): { value?: Value } {
  const places = environment as Record<string, { value?: Value }>;
  places[name] ??= {};
  return places[name];
}
