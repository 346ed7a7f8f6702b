/** A schema is made once. Making one costs some hundred times its use, and one that is made in a function is made at each call. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sourceFiles } from '../support/patterns.ts';

/** A schema that is made and used in one expression. */
const madeToBeUsed = /(?:\.(?:strip|loose|partial)\(\)|\bz\.\w+\([^\n]*\))\.(?:parse|safeParse)\(/;

it('no schema is made where it is used', () => {
  const found = sourceFiles().flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => madeToBeUsed.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

it.each(['return row.strip().parse(run)', 'z.array(expert).parse(given)', 'z.looseObject({}).safeParse(JSON.parse(text))'])(
  'the rule finds %s',
  (line) => expect(madeToBeUsed.test(line)).toBe(true),
);
