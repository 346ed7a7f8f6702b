/** The table of `docs/ask.md` on the verdict names fields that there are, where they stand. */
import { expect, it } from 'vitest';
import { consultation } from '../../shared/contract/consultation.ts';
import { verdict } from '../../shared/contract/verdict.ts';
import { read } from '../support/documents.ts';

const cells = read('docs/ask.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.split(' | ').length === 3)
  .map((line) => line.split(' | ')[1]?.trim() ?? '');
const fields = cells.slice(cells.indexOf('field of `verdict`') + 1).filter((cell) => cell.startsWith('`'));

it.each(fields)('a line of the verdict is in %s', (cell) => {
  const { shape } = cell.endsWith('beside it') ? consultation : verdict;
  for (const [, name = ''] of cell.matchAll(/`(\w+)`/g)) expect(Object.keys(shape)).toContain(name);
});
