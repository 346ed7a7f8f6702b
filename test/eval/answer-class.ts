/**
 * Which answers are equal for the baselines (majority, Brier of the vote share), apart from the core's own reading:
 * numbers by value (first number of the answer, a fraction by its value), Python results as literals. Null = no answer.
 */

/** The class of an extracted answer in one of the sets. */
export function answerClass(set: string, answer: string | null): string | null {
  if (answer === null) return null;
  if (set === 'gsm' || set === 'math-l5') return numberClass(answer);
  if (set === 'crux') return literalClass(answer);
  return answer;
}

function numberClass(answer: string): string | null {
  const bare = answer
    .replaceAll(/\\\$|\$|,|\\!|\\left|\\right/g, '')
    .replaceAll('\\dfrac', '\\frac')
    .trim()
    .replace(/\.+$/, '');
  const fraction = /^(-?)\\frac\{(\d+)\}\{(\d+)\}$/.exec(bare) ?? /^(-?)(\d+)\/(\d+)$/.exec(bare);
  if (fraction && Number(fraction[3]) !== 0) return `${(fraction[1] ? -1 : 1) * (Number(fraction[2]) / Number(fraction[3]))}`;
  const first = /[-+]?\d*\.?\d+/.exec(bare)?.[0];
  return first === undefined ? null : `${Number(first) + 0}`;
}

/** Spaces and the kind of quotes mean nothing in a literal, nor do quotes around the whole. */
function literalClass(answer: string): string {
  const text = answer.trim();
  const literal = new LiteralReader(text).whole();
  return (literal ?? text).replace(/^["']+/, '').replace(/["']+$/, '');
}

/** Writes a Python literal in one form, as `repr(ast.literal_eval(text))` would. Throws nothing: what is no literal gives undefined. */
class LiteralReader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  whole(): string | undefined {
    const items = this.list('');
    if (items === undefined || this.at < this.text.length || items.values.length === 0) return undefined;
    return items.values.length === 1 && !items.trailing ? items.values[0] : tuple(items.values);
  }

  private value(): string | undefined {
    const mark = this.text[this.at] ?? '';
    if (['"', "'"].includes(mark)) return this.string();
    if (['(', '[', '{'].includes(mark)) return this.group(mark);
    return this.word();
  }

  private word(): string | undefined {
    const word = /^(?:True|False|None|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.])/.exec(this.text.slice(this.at))?.[0];
    if (word === undefined || /^[-+]?0\d*[1-9]\d*$/.test(word)) return undefined;
    this.at += word.length;
    return /^[A-Z]/.test(word) ? word : numeral(word);
  }

  private group(open: string): string | undefined {
    const close = { '(': ')', '[': ']', '{': '}' }[open] ?? '';
    this.at += 1;
    const items = this.list(close);
    if (items === undefined || this.text[this.at] !== close) return undefined;
    this.at += 1;
    if (open === '{') return `{${lastOfEachKey(items.values).join(', ')}}`;
    if (open === '[') return `[${items.values.join(', ')}]`;
    return items.values.length === 1 && !items.trailing ? items.values[0] : tuple(items.values);
  }

  private list(close: string): { values: string[]; trailing: boolean } | undefined {
    const values: string[] = [];
    let trailing = false;
    for (this.space(); this.at < this.text.length && this.text[this.at] !== close; this.space()) {
      const value = this.entry(close === '}');
      if (value === undefined) return undefined;
      values.push(value);
      trailing = this.skip(',');
      if (!trailing) break;
    }
    return { values, trailing };
  }

  private entry(mayBePair: boolean): string | undefined {
    const key = this.value();
    this.space();
    if (key === undefined || !mayBePair || !this.skip(':')) return key;
    this.space();
    const value = this.value();
    this.space();
    return value === undefined ? undefined : `${key}: ${value}`;
  }

  /** Strings that stand side by side are one. */
  private string(): string | undefined {
    const pattern = /^(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')/;
    const parts: string[] = [];
    for (let match = this.match(pattern); match; match = this.match(pattern)) {
      parts.push(match[1] ?? match[2] ?? '');
      this.space();
    }
    return parts.length === 0 ? undefined : quoted(parts.join(''));
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    const match = pattern.exec(this.text.slice(this.at));
    this.at += match?.[0].length ?? 0;
    return match;
  }

  private skip(mark: string): boolean {
    this.space();
    if (this.text[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }
}

/** As in a dictionary: a key keeps its first place and its last value. */
function lastOfEachKey(entries: readonly string[]): string[] {
  const byKey = new Map(entries.map((entry) => [entry.includes(': ') ? entry.slice(0, entry.indexOf(': ')) : entry, entry]));
  return [...byKey.values()];
}

function tuple(values: readonly string[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(', ')})`;
}

function quoted(inner: string): string {
  const plain = inner.replaceAll(/\\(["'])/g, '$1').replaceAll('\t', '\\t');
  return plain.includes("'") && !plain.includes('"') ? `"${plain}"` : `'${plain.replaceAll("'", "\\'")}'`;
}

function numeral(word: string): string {
  if (/^[-+]?\d+$/.test(word)) return word.replace(/^\+/, '').replace(/^-?0+$/, '0');
  const value = Number(word);
  return Number.isInteger(value) ? `${value}.0` : `${value}`;
}
