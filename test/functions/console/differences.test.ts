/** Two answers side by side: nothing is lost, and nothing takes long. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { compare, comparedMax, type Piece } from '../../../functions/console/text/differences.ts';

const whole = (pieces: readonly Piece[]) => pieces.map(({ text }) => text).join('');
const own = (pieces: readonly Piece[]) => pieces.filter((piece) => piece.own).map(({ text }) => text);

describe('a comparison', () => {
  it('marks on each side what the other does not say', () => {
    const { left, right, bounds } = compare('Logs are kept for 90 days.', 'Logs are kept for thirty long days.');
    expect([own(left), own(right), bounds]).toEqual([['90'], ['thirty long '], 'whole']);
  });

  it('marks nothing between equal texts, and all of what has no word in common', () => {
    expect(compare('Paris', 'Paris')).toEqual({
      left: [{ text: 'Paris', own: false }],
      right: [{ text: 'Paris', own: false }],
      bounds: 'whole',
    });
    expect(own(compare('Paris', 'Lyon').right)).toEqual(['Lyon']);
  });

  it('compares the beginnings of long texts, and says so', () => {
    const { left, right, bounds } = compare('a '.repeat(100_000), 'a b');
    expect([whole(left).length, whole(right), bounds]).toEqual([comparedMax, 'a b', 'cut']);
  });

  it('does not cut a character in half', () => {
    const { left } = compare(`x${'🙂'.repeat(comparedMax)}`, 'x');
    expect(whole(left).isWellFormed()).toBe(true);
  });

  it('gives up where it would take too long, and still shows both texts', () => {
    const words = (seed: number) => Array.from({ length: 900 }, (_, at) => `${seed}${(at * 7919) % 9973}`).join(' ');
    const { left, right, bounds } = compare(words(1), words(2), 0);
    expect([whole(left), whole(right), bounds]).toEqual([words(1), words(2), 'given-up']);
  });

  const text = fc
    .array(fc.constantFrom('yes', 'no', ' ', '  ', '\n', '.', '42', 'é', '🙂'), { maxLength: 60 })
    .map((parts) => parts.join(''));
  test.prop([text, text])('shows both texts whole, and what is not marked reads the same on both sides', (one, other) => {
    const { left, right } = compare(one, other);
    expect([whole(left), whole(right)]).toEqual([one, other]);
    const common = (pieces: readonly Piece[]) =>
      pieces
        .filter((piece) => !piece.own)
        .map((piece) => piece.text)
        .join('')
        .replace(/\s/g, '');
    expect(common(left)).toBe(common(right));
  });
});
