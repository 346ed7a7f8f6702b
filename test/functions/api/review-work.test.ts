/** How much a review over HTTP works: bounded for a whole request, each file once, in turns, and nothing of it again for the report. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { newReview } from '../../../shared/contract/new-review.ts';
import { rangesOf } from '../../../shared/review/changed-ranges.ts';
import { givenFiles } from '../../../shared/review/given-material.ts';
import { DiffBudget } from '../../../shared/review/line-diff.ts';
import type { Material } from '../../../shared/review/material.ts';
import { reportedMaterial } from '../../../shared/review/reported-material.ts';

const text = (lines: number, of: (index: number) => string) => Array.from({ length: lines }, (_, index) => `${of(index)}\n`).join('');
/** A file in which every other line is changed. */
const changed = (name: string, lines: number) => ({
  path: name,
  text: text(lines, (index) => (index % 2 === 0 ? `new ${index}` : `same ${index}`)),
  before: text(lines, (index) => (index % 2 === 0 ? `old ${index}` : `same ${index}`)),
});
const files = (count: number, lines: number) => Array.from({ length: count }, (_, index) => changed(`f${index}`, lines));
const isShownAsNew = ({ notes }: Material['files'][number]) => notes.some((note) => note.startsWith('changed so much'));

async function spentOn(given: ReturnType<typeof files>, budget = new DiffBudget()) {
  const before = budget.left;
  const material = await givenFiles(given, budget);
  return { comparisons: before - budget.left, material };
}

describe('the work for a review', () => {
  it('compares each file once', async () => {
    const one = (await spentOn(files(1, 100))).comparisons;
    expect(one).toBeGreaterThan(100);
    expect((await spentOn(files(7, 100))).comparisons).toBe(7 * one);
  });

  it.each([1, 4, 16])('has one bound for all of %i large files, behind which a file is shown as new', async (count) => {
    const budget = new DiffBudget(100_000);
    const { comparisons, material } = await spentOn(files(count, 400), budget);
    expect(comparisons).toBeLessThanOrEqual(100_000);
    const late = material.files.filter(isShownAsNew);
    expect([late.length > 0, material.files.length]).toEqual([count > 1, count]);
    for (const { lines } of late) expect(lines.every(({ mark, number }) => mark === '+' && number !== null)).toBe(true);
  });

  it('leaves no small file without for a large one before it', async () => {
    const { material } = await spentOn([changed('large', 2000), changed('small', 10)], new DiffBudget(10_000));
    expect(material.files.map((file) => [file.path, isShownAsNew(file)])).toEqual([
      ['large', true],
      ['small', false],
    ]);
    expect(material.texts?.files.map(({ path, changed: ranges }) => [path, ranges?.[0]])).toEqual([
      ['large', [1, 2000]],
      ['small', [1, 1]],
    ]);
  });

  it('lets others have their turn between two files', async () => {
    let turns = 0;
    const count = () => {
      turns += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    await givenFiles(files(20, 10));
    clearImmediate(next);
    expect(turns).toBeGreaterThanOrEqual(19);
  });

  it('is refused by bytes before any of it is done, whatever they stand in', () => {
    const half = 'ä'.repeat(300_000);
    expect(newReview.safeParse({ files: [{ path: 'a', text: half }] }).success).toBe(true);
    for (const given of [
      { files: [{ path: 'a', text: half, before: half }] },
      { files: ['a', 'b'].map((path) => ({ path, text: half })) },
      { diff: `${half}${half}` },
    ]) {
      expect(newReview.safeParse(given).error?.issues[0]?.message).toContain('may have 1000000 bytes');
    }
  });
});

const lineText = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 40 }).map((lines) => lines.join('\n'));
const given = fc.record({ path: fc.constant('a.txt'), text: lineText, before: lineText });

describe('the material of a report', () => {
  test.prop([given])('has every line that was shown, with its text, and compares nothing', async (file) => {
    const shown = await givenFiles([file]);
    const reported = reportedMaterial({ files: [...(shown.texts?.files ?? [])] });
    const named = ({ files: all }: Material) => all.flatMap(({ lines }) => lines.flatMap((line) => (line.number === null ? [] : [line])));
    const known = new Map(named(reported).map(({ number, text: words }) => [number, words]));
    expect(named(shown).filter(({ number, text: words }) => known.get(number ?? 0) !== words)).toEqual([]);
    expect([reported.kind, reported.files.map(({ path }) => path)]).toEqual([shown.kind, shown.files.map(({ path }) => path)]);
  });

  it('shows no line far from the change', async () => {
    const before = text(100, (index) => `same ${index}`);
    const { texts } = await givenFiles([{ path: 'a', text: before.replace('same 50', 'new'), before }]);
    const [file] = reportedMaterial({ files: [...(texts?.files ?? [])] }).files;
    expect(file?.lines.map(({ number }) => number)).toEqual([48, 49, 50, 51, 52, 53, 54]);
    expect(file?.lines.filter(({ mark }) => mark === '+').map(({ number }) => number)).toEqual([51]);
  });

  it('takes ranges that somebody sends, however long and many', () => {
    const ranges = Array.from({ length: 2000 }, (): [number, number] => [1, Number.MAX_SAFE_INTEGER]);
    const file = { path: 'a', text: 'x\n'.repeat(3), before: 'y\n', changed: ranges };
    expect(reportedMaterial({ files: [file] }).files[0]?.lines).toHaveLength(3);
  });
});

describe('the lines that a change touches', () => {
  it('are the last one where the end of the file is gone', async () => {
    const { texts } = await givenFiles([
      { path: 'both', text: 'new\na\nb\n', before: 'a\nb\nlast\n' },
      { path: 'end', text: 'a\nb\n', before: 'a\nb\nlast\n' },
    ]);
    expect(texts?.files.map(({ changed: ranges }) => ranges)).toEqual([
      [
        [1, 1],
        [3, 3],
      ],
      [[2, 2]],
    ]);
  });

  it('are no more ranges than a request may hold, and all of them', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => ({
      number: index + 1,
      mark: index % 2 === 0 ? ('+' as const) : (' ' as const),
    }));
    const ranges = rangesOf(lines);
    expect([ranges.length, ranges[0], ranges.at(-1)]).toEqual([2000, [1, 1], [3999, 9999]]);
  });
});
