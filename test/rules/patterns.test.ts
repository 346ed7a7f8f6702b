/**
 * Foreign text meets expressions whose time grows with it and no faster. All of them are judged by a checker; where it finds more than
 * linear time, the text must be short, and the worst text of that length must pass quickly.
 */
import { check, type Diagnostics } from 'recheck';
import { describe, expect, it } from 'vitest';
import { type Pattern, patternsIn, patternsMadeBy, sourceFiles } from '../support/patterns.ts';

/** An expression that is let pass: what its text is cut to, and where. */
interface Bounded {
  /** How its source begins; empty for all of a file. */
  readonly begins: string;
  /** Characters of the longest text that it meets. */
  readonly longest: number;
  readonly why: string;
}

/** By file. */
const bounded: Readonly<Record<string, readonly Bounded[]>> = {
  'functions/cli/review/git-range.ts': [{ begins: '^(.*?)', longest: 5000, why: 'an argument of the command line' }],
};

/** Files that make expressions of what is no foreign text. */
const makers: Readonly<Record<string, string>> = {
  'functions/api/app.ts': 'of the routes, in which a parameter stands between two signs that it does not hold',
  'shared/providers/script-file.ts': "of the operator's own script",
};

/** Milliseconds: the longest text takes a few, on any machine. */
const patienceMs = 250;

/** Looks at once: the checker is a program of its own. */
const atOnce = 2;

/**
 * By the checker's limits on steps, not on time, so that a busy machine changes nothing. The indices of a match change nothing of how it is
 * found, and the checker does not know of them.
 */
async function judge({ source, flags }: Pattern): Promise<Diagnostics> {
  return check(withFewRepetitions(source), flags.replace('d', ''), { timeout: 300_000, incubationTimeout: null, attackTimeout: null });
}

/**
 * `a{0,40}` as `a{0,3}`: a bounded repetition costs a factor and no power, and with few of them the checker can prove what it would
 * otherwise have to try.
 */
function withFewRepetitions(source: string): string {
  return source.replaceAll(/(?<!\\[upP])\{(\d+)(,?)(\d*)\}/g, (_, least: string, comma: string, most: string) => {
    const [few, some] = [Math.min(Number(least), 2), Math.min(Number(most), 3)];
    return `{${few}${comma}${most === '' ? '' : some}}`;
  });
}

/** Milliseconds of the worst text that the checker knows, at a length. */
function worstMs({ source, flags }: Pattern, judgement: Diagnostics, length: number): number {
  const { pumps = [], suffix = '' } = 'attack' in judgement ? judgement.attack : {};
  const times = Math.floor(
    length /
      Math.max(
        1,
        pumps.reduce((sum, { pump }) => sum + pump.length, 0),
      ),
  );
  const text = `${pumps.map(({ prefix, pump }) => `${prefix}${pump.repeat(times)}`).join('')}${suffix}`.slice(0, length);
  const began = performance.now();
  new RegExp(source, flags).exec(text);
  return performance.now() - began;
}

function boundOf({ file, source }: Pattern): Bounded | undefined {
  return bounded[file]?.find(({ begins }) => source.startsWith(begins));
}

function faultOf(pattern: Pattern, judgement: Diagnostics): readonly string[] {
  const bound = boundOf(pattern);
  if (judgement.status === 'safe') return [];
  if (bound === undefined) return [`${pattern.file}: /${pattern.source}/ is ${judgement.status}`];
  return worstMs(pattern, judgement, bound.longest) > patienceMs ? [`${pattern.file}: /${bound.begins}…/ takes too long`] : [];
}

const found = sourceFiles().map((file) => ({ file, ...patternsIn(file) }));
const making = found.filter(({ makes }) => makes).map(({ file }) => file);
const made: (readonly Pattern[])[] = [];
// One after the other: each is told apart by the time at which it is loaded.
for (const file of making) if (makers[file] === undefined) made.push(await patternsMadeBy(file));
const all = [...found.flatMap(({ literals }) => literals), ...made.flat()];
const distinct = [...new Map(all.map((pattern) => [`${pattern.source}/${pattern.flags}`, pattern])).values()];

describe('a regular expression', () => {
  it('is found wherever it stands', () => {
    expect(distinct.length).toBeGreaterThan(300);
    expect(patternsIn('a.tsx', 'const a = <b>{/a+$/g.test(c)}</b>; new RegExp("x", "i"); RegExp(d);')).toEqual({
      literals: [
        { file: 'a.tsx', source: 'a+$', flags: 'g' },
        { file: 'a.tsx', source: 'x', flags: 'i' },
      ],
      makes: true,
    });
  });

  it('is known where a file makes it', () => {
    expect(Object.keys(makers).filter((file) => !making.includes(file))).toEqual([]);
    expect(made.map((patterns) => patterns.length > 0)).toEqual(made.map(() => true));
  });

  it('takes linear time, or its text is short', { timeout: 600_000 }, async () => {
    const left = [...distinct];
    const faults: string[] = [];
    const look = async () => {
      for (let pattern = left.pop(); pattern; pattern = left.pop()) faults.push(...faultOf(pattern, await judge(pattern)));
    };
    await Promise.all(Array.from({ length: atOnce }, look));
    expect(faults).toEqual([]);
  });

  it('that is let pass still stands in its file', () => {
    const passes = Object.entries(bounded).flatMap(([file, list]) => list.map(({ begins }) => ({ file, begins })));
    expect(passes.filter(({ file, begins }) => !all.some((pattern) => pattern.file === file && pattern.source.startsWith(begins)))).toEqual(
      [],
    );
  });

  it.each(['(a+)+$', 'a+$', '^\\s*(.*?)\\s+#'])('is seen when it is not linear: %s', async (source) => {
    expect((await judge({ file: '', source, flags: '' })).status).toBe('vulnerable');
  });
});
