import fc from 'fast-check';
import { expect, it } from 'vitest';
import { partlyRead } from '../../shared/domain/read-in-full.ts';

const long = 'A line of the change under review. '.repeat(4234);

it('an expert that reports far fewer tokens than it was sent has read a part', () => {
  expect(partlyRead(long, 2050)).toBe('reports 2,050 tokens read, of a prompt that has some 37,000: the server may have cut it off');
});

it.each([
  ['as many as there are', long, 37_000],
  ['nothing', long, null],
  ['few of a short prompt', 'Why? '.repeat(100), 3],
  ['few of white space', ' '.repeat(100_000), 30],
  ['a sixth of a dense language', 'ที่ไหน'.repeat(4000), 4000],
])('an expert that reports %s is believed', (_, sent, tokens) => {
  expect(partlyRead(sent, tokens)).toBeUndefined();
});

it('more tokens never speak against an expert that fewer do not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 0, max: 60_000 }), (tokens, more) => {
      if (partlyRead(long, tokens) === undefined) expect(partlyRead(long, tokens + more)).toBeUndefined();
    }),
  );
});
