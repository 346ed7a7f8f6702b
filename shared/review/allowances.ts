/**
 * Comments that allow a finding of a program where it stands: `circle:allow RULE why it may stay until 2027-01-31`. A reason is needed, and
 * the day is not. It holds for its own line, and for the next line that is no such comment. A finding about several lines, such as a whole
 * resource, is allowed at any of them.
 */

/** A comment that allows something. */
export interface Allowance {
  readonly file: string;
  /** Where the comment stands. */
  readonly line: number;
  /** Lines that it holds for. */
  readonly holds: readonly number[];
  /** `SOURCE/RULE`, or the rule alone. */
  readonly rules: readonly string[];
  readonly reason: string;
  /** The last day on which it holds. */
  readonly until: string | undefined;
}

/** Characters of a line that are looked at. */
const lineLength = 2000;
const comment = /(?:#|\/\/|--|;|\/\*|<!--)\s{0,20}circle:allow(?:\s|$)(.*)/;

/** The allowances of a file, from the top. */
export function readAllowances(file: string, text: string): readonly Allowance[] {
  const lines = text.split('\n');
  const written = lines.map((line) => comment.exec(line.slice(0, lineLength))?.[1]);
  const following = nextOthers(written);
  return written.flatMap((words, index) => {
    if (words === undefined) return [];
    const next = following[index];
    const alone = /^\s*(?:#|\/\/|--|;|\/\*|<!--)/.test(lines[index] ?? '');
    return [{ file, line: index + 1, holds: alone && next !== undefined ? [index + 1, next + 1] : [index + 1], ...readWords(words) }];
  });
}

/** For each line the first one behind it that is no such comment. */
function nextOthers(written: readonly (string | undefined)[]): readonly (number | undefined)[] {
  const next: (number | undefined)[] = [];
  let known: number | undefined;
  for (let at = written.length - 1; at >= 0; at -= 1) {
    next[at] = known;
    if (written[at] === undefined) known = at;
  }
  return next;
}

function readWords(words: string): Pick<Allowance, 'rules' | 'reason' | 'until'> {
  const plain = words
    .trimEnd()
    .replace(/(?:\*\/|-->)$/, '')
    .trim();
  const [named = '', ...rest] = plain.split(/\s+/);
  const said = rest.join(' ');
  return { rules: named.split(',').filter((rule) => rule !== ''), ...readEnd(said) };
}

/** The reason and the day behind it. One word behind the last `until`, or words with a number, are meant as a day, also where they are none. */
function readEnd(said: string): Pick<Allowance, 'reason' | 'until'> {
  const at = ` ${said.toLowerCase()}`.lastIndexOf(' until ');
  const day = at === -1 ? '' : said.slice(at + 'until '.length).replace(/\.$/, '');
  if (day === '' || (day.includes(' ') && !/\d/.test(day))) return { reason: said, until: undefined };
  return { reason: said.slice(0, at).trimEnd(), until: day };
}

/** Why an allowance does not hold on a day, as the end of the sentence "it …"; undefined where it does. */
export function whyVoid({ rules, reason, until }: Allowance, today: string): string | undefined {
  if (rules.length === 0) return 'names no rule';
  if (!/\p{L}/u.test(reason)) return 'gives no reason';
  if (until === undefined) return undefined;
  if (!isDay(until)) return `names no day as 2027-01-31 does: ${until}`;
  return until < today ? `held until ${until}` : undefined;
}

/** Whether a word is a day of the calendar: JavaScript takes the 31st of February for the 3rd of March. */
function isDay(word: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(word)) return false;
  const day = new Date(`${word}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(word);
}
