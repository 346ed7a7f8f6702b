import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubledMember, inexactPart } from '../../shared/domain/exact-json.ts';

const value = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });

describe('a JSON text', () => {
  it('has no member twice where it was written from a value', () => {
    fc.assert(
      fc.property(value, fc.nat(4), (whole, spaces) => {
        const text = JSON.stringify(whole, null, spaces);
        expect(inexactPart(text, JSON.parse(text))).toBeUndefined();
      }),
      { seed: 20261130 },
    );
  });

  it('is found to have one twice wherever that is', () => {
    fc.assert(
      fc.property(value, value, fc.array(fc.oneof(fc.constant('{'), fc.constant('[')), { maxLength: 5 }), (inner, beside, levels) => {
        const [first, second] = [JSON.stringify(inner), JSON.stringify(beside)];
        const doubled = `{"o":${second},"x":${first},"y":{"x":1},"x":${second}}`;
        const text = levels.reduce((body, level) => (level === '{' ? `{"in":${body}}` : `[${second},${body}]`), doubled);
        const path = levels.toReversed().map((level) => (level === '{' ? 'in' : '1'));
        expect(doubledMember(text)).toBe([...path, 'x'].join('.'));
      }),
      { seed: 20261130 },
    );
  });

  it('is read in one pass, whatever it holds', () => {
    const long = { image: 'x'.repeat(8_000_000), quotes: '"'.repeat(2_000_000), slashes: '\\'.repeat(2_000_000) };
    const text = JSON.stringify(long);
    expect(inexactPart(text, long)).toBeUndefined();
  });

  it.each(['', '{', '{"a', '{"a":', '"\\', '{"a":1,"a', '}{', '[,]', ',', '{"a"}'])('that is none ends: %j', (text) => {
    expect(doubledMember(text)).toBeUndefined();
  });
});
