/** The faults that `npm run mutants` plants: it takes too long for each change, and is of no use once the code has moved on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faults } from '../mutants/planted.ts';

const sources = join(import.meta.dirname, '../../rust-lambda/consensus/src');

describe('a planted fault', () => {
  it.each(faults)('$id finds its place once: $what', ({ file, from }) => {
    expect(readFileSync(join(sources, file), 'utf8').split(from)).toHaveLength(2);
  });
});
