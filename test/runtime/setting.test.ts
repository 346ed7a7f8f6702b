import { homedir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { meantBy, pathMeant, settingOf } from '../../shared/runtime/setting.ts';

const blank = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0', '\ufeff'), maxLength: 4 });
const plain = fc.stringMatching(/^[A-Za-z0-9/._-]{1,12}$/);

describe('a setting', () => {
  test.prop([blank, fc.constantFrom('', '""', "''", '" "')])(
    'is not set where it holds nothing but blanks and quotes',
    (around, nothing) => {
      expect(meantBy(`${around}${nothing}${around}`)).toBeUndefined();
    },
  );

  test.prop([plain, blank, blank, fc.constantFrom('', '"', "'")])(
    'is what stands between blanks and paired quotes',
    (value, before, after, quote) => {
      expect(meantBy(`${before}${quote}${value}${quote}${after}`)).toBe(value);
    },
  );

  it('keeps a quote that has no partner, and quotes within', () => {
    expect([meantBy('"'), meantBy('"a'), meantBy('a"b')]).toEqual(['"', '"a', 'a"b']);
  });

  it('is the first of its variables that holds something', () => {
    expect(settingOf({ ONE: ' ', TWO: 'x' }, 'ONE', 'TWO')).toBe('x');
    expect(settingOf({ ONE: ' ' }, 'ONE', 'TWO')).toBeUndefined();
  });
});

describe('a path', () => {
  it('means the home folder by ~, and nobody else’s', () => {
    expect([pathMeant('~/x', 'CIRCLE_DATA'), pathMeant('~', 'CIRCLE_DATA')]).toEqual([join(homedir(), 'x'), homedir()]);
    expect(() => pathMeant('~other/x', 'CIRCLE_DATA')).toThrow('CIRCLE_DATA is "~other/x"');
  });
});
