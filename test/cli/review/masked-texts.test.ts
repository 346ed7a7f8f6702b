/** What rules read in place of credentials: no two values become one, and no value becomes two. */
import { describe, expect, it } from 'vitest';
import { maskTexts } from '../../../shared/review/masked-texts.ts';

const values = ['kQ7xW9zPmN4vB1cR8', 'tY5uE3jH6sLd2FgQ0', 'aZ8sX7dC6fV5gB4hN'];
const [first = '', second = '', third = ''] = values;

async function masked(text: string, before?: string) {
  const { files } = await maskTexts(
    { files: [{ path: 'a.yaml', text, ...(before !== undefined && { before }) }], missing: [] },
    () => false,
  );
  return files[0];
}

function lines(...passwords: readonly string[]): string {
  return passwords.map((value, index) => `password${index}: "${value}"`).join('\n');
}

describe('a mask', () => {
  it('is another one for each value', async () => {
    expect((await masked(lines(first, second, first)))?.text).toBe(lines('masked', 'masked2', 'masked'));
  });

  it('is the same on both sides of a change', async () => {
    const file = await masked(lines(second, first), lines(first, second));
    expect(file?.before).toBe(lines('masked', 'masked2'));
    expect(file?.text).toBe(lines('masked2', 'masked'));
  });

  it('stays what it was when a change adds a value above it', async () => {
    const file = await masked(lines(third, first), lines(first));
    expect(file?.text).toBe(lines('masked2', 'masked'));
  });

  it('keeps two names of one map apart', async () => {
    const tokens = values.map((value) => `  "${value}Token12/${value}": 1,`).join('\n');
    const text = (await masked(tokens))?.text ?? '';
    expect(new Set(text.split('\n')).size).toBe(values.length);
  });
});
