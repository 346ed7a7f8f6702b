/**
 * The objects of a file and what each gives to its names: blocks of YAML by their indentation, what stands in brackets elsewhere. It reads no
 * language well, and all of them well enough to tell which value belongs to which name, in a part of a file too.
 */
import { type LineWord, wordsOf } from './line-words.ts';
import type { SideLine } from './shown-sides.ts';

/** A value that an object gives to a name. */
export interface Field {
  readonly name: string;
  readonly value: string;
  readonly isQuoted: boolean;
  /** Where the value stands: index of its line, and the part of it. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Something with fields of its own. */
export interface FieldsObject {
  /** The name that it is given to, or the last word before its bracket. */
  label: string;
  /** Index of the line in which it begins. */
  readonly line: number;
  readonly fields: Field[];
  /** Fields of what is below its `data` or `stringData`. */
  readonly data: Field[];
}

/** What is open while lines are read: a bracket, or a block that stands at a column. */
interface Open {
  readonly object: FieldsObject;
  /** Empty for a block. */
  readonly bracket: string;
  /** Of a block its own, of a bracket that of the line in which it stands. */
  readonly column: number;
  /** The object whose `data` it is a part of. */
  readonly owner: FieldsObject | undefined;
}

const openers: Readonly<Record<string, string>> = { '}': '{', ')': '(', '>': '<' };
/** Brackets that may be left open within one that is closed: what looked like one and was none. */
const mostLeftOpen = 4;

/** Every object of these lines, in the order in which they end. */
export function objectsIn(lines: readonly SideLine[]): readonly FieldsObject[] {
  const reader = new ObjectReader();
  for (const line of lines) reader.read(line);
  return reader.end();
}

class ObjectReader {
  private readonly done: FieldsObject[] = [];
  private readonly open: Open[] = [];
  /** A name at the end of a line that nothing has been given to yet. */
  private pending = '';
  /** The field of the line above, if its value is the lines below it. */
  private folded: { readonly name: string; readonly at: Open } | undefined;

  read({ index, text, isCut }: SideLine): void {
    if (isCut || /^(?:---|\.\.\.)(?:\s|$)/.test(text)) this.closeTo(0);
    // Comments, and lines of a template for its own sake.
    if (/^\s*(?:$|#|\/\/|\{[{%])/.test(text)) return;
    const indent = text.length - text.trimStart().length;
    this.addFolded(text, index, indent);
    this.enter(text, index, indent);
    this.pending = this.readWords(wordsOf(text), index, indent);
    const top = this.open.at(-1);
    if (this.pending === '' || top === undefined || !/[:=]\s{0,10}[|>][-+\d]{0,2}\s*$/.test(text)) return;
    this.folded = { name: this.pending, at: top };
  }

  end(): readonly FieldsObject[] {
    this.closeTo(0);
    return this.done;
  }

  /** The first line of a block that is a value. */
  private addFolded(text: string, line: number, indent: number): void {
    const { name = '', at } = this.folded ?? {};
    this.folded = undefined;
    if (at === undefined || indent <= at.column) return;
    this.add(at, { name, value: text.trim(), isQuoted: false, line, start: indent, end: indent + text.trim().length });
  }

  /** Ends the blocks that a line does not belong to, and begins its own. */
  private enter(text: string, line: number, indent: number): void {
    while (this.isLeft(indent, text)) this.closeTo(this.open.length - 1);
    if (this.open.at(-1)?.bracket) return;
    let column = indent;
    for (const [item] of text.slice(indent).matchAll(/-\s{1,20}/gy)) {
      this.closeBlocks(column);
      column += item.length;
      this.push('', '', column, line);
    }
    this.closeBlocks(column);
    if (this.open.at(-1)?.column !== column) this.push('', this.pending, column, line);
  }

  /** Whether a line stands further left than the line in which a bracket was opened. */
  private isLeft(indent: number, text: string): boolean {
    const top = this.open.at(-1);
    return top !== undefined && top.bracket !== '' && indent < top.column && !/[})>\]]/.test(text.charAt(indent));
  }

  private closeBlocks(column: number): void {
    for (let top = this.open.at(-1); top?.bracket === '' && top.column > column; top = this.open.at(-1)) this.closeTo(this.open.length - 1);
  }

  /** The name that stands at the end with nothing given to it. */
  private readWords(words: readonly LineWord[], line: number, indent: number): string {
    let [name, last] = ['', ''];
    for (const word of words) {
      if (word.kind === 'sign') {
        if (word.text === '=') [name, last] = [last === '' ? name : last, ''];
        else {
          this.readBracket(word.text, name === '' ? last : name, line, indent);
          [name, last] = ['', ''];
        }
      } else if (name === '') last = this.label(word);
      else {
        const top = this.open.at(-1);
        if (top !== undefined)
          this.add(top, { name, value: word.text, isQuoted: word.kind === 'string', line, start: word.start, end: word.end });
        [name, last] = ['', word.text];
      }
    }
    return name;
  }

  /** A word that nothing is given to; the first string of a call is what the call is about. */
  private label({ kind, text }: LineWord): string {
    const top = this.open.at(-1);
    if (kind === 'string' && top?.bracket === '(' && top.object.fields.length === 0) top.object.label = text;
    return text;
  }

  private readBracket(sign: string, label: string, line: number, indent: number): void {
    const opener = openers[sign];
    if (opener !== undefined) {
      const inner = this.open.slice(-mostLeftOpen);
      const at = inner.findLastIndex(({ bracket }) => bracket === opener);
      if (at >= 0) this.closeTo(this.open.length - inner.length + at);
    } else if (sign !== ',') {
      const top = this.open.at(-1);
      this.push(sign, label || (top?.bracket === '(' ? top.object.label : this.pending), indent, line);
      this.pending = '';
    }
  }

  private push(bracket: string, label: string, column: number, line: number): void {
    const above = this.open.at(-1);
    const owner = above?.owner ?? (/^(?:data|stringData)$/.test(label) ? above?.object : undefined);
    this.open.push({ object: { label, line, fields: [], data: [] }, bracket, column, owner });
  }

  private add({ object, owner }: Open, field: Field): void {
    object.fields.push(field);
    owner?.data.push(field);
  }

  private closeTo(count: number): void {
    for (const { object } of this.open.splice(count)) this.done.push(object);
  }
}
