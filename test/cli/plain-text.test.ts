import { stripVTControlCharacters } from 'node:util';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { oneLine, plainJson, plainLines, plainOutput } from '../../shared/domain/plain-text.ts';

const esc = '\u001B';

/** What a build would act on, at the begin of a line or anywhere in it. */
const commandAtBegin = /^\s*::/m;
const commandAnywhere = /##(?:[\w.-]*)\[/;
const unprintable = /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?!\n)\p{Cc}/u;

const hostile: readonly (readonly [string, string])[] = [
  ['::error title=x::y', ': :error title=x::y'],
  ['  ::stop-commands::pwned', ': :stop-commands::pwned'],
  ['x\n::set-output name=verdict::approve', 'x : :set-output name=verdict::approve'],
  ['see ::add-mask::y', 'see : :add-mask::y'],
  [':::error::', ': : :error::'],
  ['\u200B::error::x', ': :error::x'],
  ['##[error]y', '# #[error]y'],
  ['##vso[task.setvariable variable=PATH]/tmp', '# #vso[task.setvariable variable=PATH]/tmp'],
  ["##teamcity[buildStatus text='x']", "# #teamcity[buildStatus text='x']"],
  ['#\u00AD#vso[x]y', '# #vso[x]y'],
  [`a${esc}]52;c;cHduZWQ=\u0007b`, 'ab'],
  [`a${esc}[2J${esc}[Hb`, 'ab'],
  [`a${esc}]0;TITLE${esc}\\b`, 'ab'],
  ['a\u009B2Jb', 'ab'],
  ['a\u202Eb\u2066c', 'abc'],
  ['a\rb\u2028c\u0085d\u000Be', 'a b c d e'],
  ['std::vector<int>::iterator', 'std::vector<int>::iterator'],
  ['# Heading [link]', '# Heading [link]'],
  ['naïve 日本 👍', 'naïve 日本 👍'],
];

describe('foreign text', () => {
  it.each(hostile)('%j is shown as %j', (given, shown) => {
    expect(oneLine(given)).toBe(shown);
  });

  it('keeps its lines where it has some, and no line is a command', () => {
    expect(plainLines(`a\r\n  ::error::x\n${esc}[31mred${esc}[0m\n\n##[group]`)).toBe('a\n  : :error::x\nred\n\n# #[group]');
  });

  const parts = fc.constantFrom(
    '::',
    '##',
    '[',
    'vso[',
    'error',
    ' ',
    '\n',
    '\r',
    '\t',
    esc,
    ']',
    '\u0007',
    '\u009D',
    '\u200D',
    '\u2028',
    'é',
    ':',
    '#',
    'a',
    '\uD800',
  );
  const anyText = fc.array(parts, { maxLength: 30 }).map((list) => list.join(''));

  test.prop([anyText])('of any sort is one plain line, is stable, and JSON keeps it', (text) => {
    const line = oneLine(text);
    expect(line).not.toMatch(/\n/);
    for (const shown of [line, plainLines(text), stripVTControlCharacters(plainOutput(text))]) {
      expect(shown).not.toMatch(unprintable);
      expect(shown).not.toMatch(commandAtBegin);
      expect(shown).not.toMatch(commandAnywhere);
    }
    expect(oneLine(line)).toBe(line);
    const json = plainJson({ text });
    expect(JSON.parse(json)).toEqual({ text });
    expect(json).not.toMatch(/::|##/);
    expect(json).not.toMatch(unprintable);
  });

  it('lets our own colours pass to the output, and nothing else', () => {
    expect(plainOutput(`${esc}[31mred${esc}[39m ${esc}[2J${esc}]0;t\u0007`)).toBe(`${esc}[31mred${esc}[39m `);
  });

  it.each([`${esc}]a;`, `${esc}[1;`, '\u009D', '::', '##', `${esc}]`, ' ', '##a'])('of many %j is read in time', (part) => {
    const before = performance.now();
    plainLines(part.repeat(100_000));
    plainOutput(part.repeat(100_000));
    oneLine(part.repeat(100_000));
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
