/** Markdown of experts becomes a tree of harmless elements, in a time that grows with its length and no faster. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directionOf, dirOf } from '../../../functions/console/markdown/direction.ts';
import { hostBehind, openableAddress } from '../../../functions/console/markdown/links.ts';
import { readMarkdown, readMax } from '../../../functions/console/markdown/read.ts';
import type { TextElement, TextNode } from '../../../functions/console/markdown/tree.ts';

const read = (text: string): readonly TextNode[] => readMarkdown(text)?.children ?? [];

/** Every element of a tree. */
function elements(nodes: readonly TextNode[]): readonly Exclude<TextNode, string>[] {
  return nodes.flatMap((node) => (typeof node === 'string' ? [] : node.tag === 'source' ? [node] : [node, ...elements(node.children)]));
}
const tagsOf = (text: string) => elements(read(text)).map(({ tag }) => tag);
const textOf = (nodes: readonly TextNode[]): string =>
  nodes.map((node) => (typeof node === 'string' ? node : node.tag === 'source' ? node.text : textOf(node.children))).join('');
const addressesOf = (text: string) => elements(read(text)).flatMap((element) => ('address' in element ? [element.address] : []));

describe('Markdown', () => {
  it('becomes headings, lists, tables, code and emphasis', () => {
    expect(tagsOf('## Plan\n\n1. first\n2. **second** and *third* ~~gone~~\n\n> quote\n\n---\n')).toEqual([
      'heading',
      'ol',
      'li',
      'p',
      'li',
      'p',
      'strong',
      'em',
      's',
      'blockquote',
      'p',
      'hr',
    ]);
    expect(tagsOf('| a | b |\n|---|--:|\n| 1 | 2 |')).toEqual(['table', 'thead', 'tr', 'th', 'th', 'tbody', 'tr', 'td', 'td']);
    expect(read('```ts title\nconst a = 1 < 2;\n```')).toEqual([{ tag: 'source', text: 'const a = 1 < 2;', language: 'ts' }]);
    expect(elements(read('use `a < b`'))).toEqual([expect.objectContaining({ tag: 'p' }), { tag: 'code', children: ['a < b'] }]);
  });

  it('keeps the lines of plain text', () => {
    expect(textOf(read('one\ntwo'))).toBe('onetwo');
    expect(tagsOf('one\ntwo')).toEqual(['p', 'br']);
  });

  it('shows a fence that was never closed as code to the end', () => {
    expect(read('```\na\nb')).toEqual([{ tag: 'source', text: 'a\nb', language: '' }]);
  });

  it.each(['$E = mc^2$', '$$\\int_0^1 x_i * y_i$$', '\\(a_1 * b_1\\)', '\\[\n\\frac{a}{b}\n= c\n\\]', '$$\na_1 * b_1 *\n- c\n$$'])(
    'leaves the formula %j as it was written',
    (formula) => {
      const [found] = elements(read(`${formula}`)).filter(({ tag }) => tag === 'code' || tag === 'source');
      expect(found && textOf([found])).toBe(formula);
    },
  );

  it.each(['It costs $5 and $6.', 'from $HOME to $PATH', '$', '$$', '\\(', 'a \\[ b'])(
    'takes no price and no lone sign for a formula: %j',
    (text) => {
      expect(tagsOf(text)).toEqual(['p']);
    },
  );
});

describe('hostile Markdown', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)" onclick="x()">x</a>',
    '<iframe srcdoc="<script>x</script>"></iframe>',
    '<style>body{display:none}</style>',
    '<svg/onload=alert(1)>',
    '<!-- comment -->',
    '<base href="//evil.example">',
    '<details open ontoggle=alert(1)>',
  ])('is text where it is HTML: %s', (html) => {
    expect(textOf(read(html))).toBe(html);
    expect(tagsOf(html)).toEqual(['p']);
    expect(textOf(read(`a ${html} b`))).toBe(`a ${html} b`);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#x73;cript:alert(1)',
    'javascript&colon;alert(1)',
    '&#1;javascript:alert(1)',
    'data:text/html;base64,PHNjcmlwdD4=',
    'data:image/svg+xml,<svg onload=alert(1)>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://a/b',
    'ftp://a/b',
    '//evil.example/a',
    '/v1/consultations',
    '#/experts',
    'https://bank.example@evil.example/',
    'https://user:password@evil.example/',
  ])('leads nowhere by %s', (address) => {
    for (const form of [`[x](${address})`, `[x](<${address}>)`, `<${address}>`, `![x](${address})`, `[x]\n\n[x]: ${address}`])
      expect(addressesOf(form)).toEqual([]);
  });

  it.each([
    ['[x](https://a.example/b?c=1)', 'https://a.example/b?c=1'],
    ['<http://a.example>', 'http://a.example/'],
    ['[x](mailto:a@b.example)', 'mailto:a@b.example'],
    ['[x]\n\n[x]: https://a.example "title"', 'https://a.example/'],
  ])('links what may be opened: %s', (text, address) => {
    expect(addressesOf(text)).toEqual([address]);
  });

  it('names an image and does not load it', () => {
    const [, link] = elements(read('![a cat](https://a.example/cat.png)'));
    expect(link).toEqual({ tag: 'a', address: 'https://a.example/cat.png', children: ['image: a cat'] });
  });

  it('knows no element beyond those that the console draws, and keeps every letter', () => {
    const drawn = new Set('a blockquote br code em heading hr li ol p s source strong table tbody td th thead tr ul'.split(' '));
    const piece = fc.constantFrom(
      '*',
      '_',
      '`',
      '```\n',
      '[',
      '](',
      ')',
      '<',
      '>',
      '!',
      '|',
      '\n',
      '- ',
      '> ',
      '# ',
      '$',
      '\\(',
      '\\)',
      '&',
      '~~',
      'a',
      'ب',
      ' ',
      '1. ',
      '"',
      "onclick='x'",
      'javascript:',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const tree = readMarkdown(text);
        if (!tree) return;
        expect(elements(tree.children).filter(({ tag }) => !drawn.has(tag))).toEqual([]);
        const letters = (of: string) => of.match(/ب/g)?.length ?? 0;
        expect(letters(textOf(tree.children))).toBeLessThanOrEqual(letters(text));
        for (const element of elements(tree.children)) {
          const allowed =
            element.tag === 'source' ? ['language', 'tag', 'text'] : ['address', 'children', 'direction', 'level', 'start', 'tag'];
          expect(Object.keys(element).filter((key) => !allowed.includes(key))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  const bombs: readonly (readonly [string, string])[] = [
    ['letters', 'a'],
    ['stars', '*'],
    ['starred words', '*a '],
    ['open strong', '**a'],
    ['brackets', '['],
    ['links', '[a]('],
    ['angles', '[a](<b'],
    ['images', '!['],
    ['quotes', '>'],
    ['quoted lines', '> > > a\n'],
    ['lists', '- '],
    ['numbers', '1. '],
    ['tags', '<a '],
    ['comments', '<!--'],
    ['entities', '&#x'],
    ['pipes', '|'],
    ['cells', '|a|b|\n|-|-|\n'],
    ['fences', '```\n'],
    ['definitions', '[a]: <b\n'],
    ['backslashes', '\\'],
    ['dollars', '$'],
    ['open dollars', '$a '],
    ['formulas', '\\('],
    ['displays', '\\[\n'],
    ['displayed dollars', '$$\n'],
    ['inner displays', 'a \\[ '],
    ['lines', '\n'],
    ['blanks', ' '],
    ['ticks', '`a'],
    ['tildes', '~~a'],
    ['mixed', '*_`[!<&~$\\('],
    ['separators', '\u2028'],
    ['quoted displays', '> \\[\n'],
    ['listed displays', '- $$\n'],
    ['autolinks', '<http://a'],
  ];

  it.each(bombs)('of 300 KB of %s is read in good time, or shown as it is', (_, piece) => {
    /** Milliseconds of the processor, which other processes do not add to; the best of three, which a pause does not spoil. */
    const timeOf = (length: number) => {
      const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
      const times = Array.from({ length: 3 }, () => {
        const before = process.cpuUsage();
        readMarkdown(text);
        return process.cpuUsage(before).user / 1000;
      });
      return Math.min(...times);
    };
    timeOf(5_000);
    const [quarter, whole] = [timeOf(readMax / 4), timeOf(readMax)];
    // Four times the text takes four times as long; a square would be sixteen.
    expect(whole).toBeLessThan(Math.max(200, quarter * 9));
    expect(timeOf(300_000)).toBeLessThan(50);
  });

  it('of 1,000 levels is shown as it is', () => {
    expect(readMarkdown(`${'> '.repeat(1000)}a`)).toBeUndefined();
    expect(readMarkdown(Array.from({ length: 200 }, (_, level) => `${'  '.repeat(level)}- a`).join('\n'))).toBeUndefined();
    expect(readMarkdown(`${'*a **b '.repeat(500)}${'**c* '.repeat(500)}`)?.children.length ?? 0).toBeLessThan(2);
  });
});

describe('a link', () => {
  it('shows its host unless its words are the address', () => {
    expect(hostBehind('the docs', 'https://a.example/b')).toBe('a.example');
    expect(hostBehind('https://bank.example', 'https://evil.example/')).toBe('evil.example');
    expect(hostBehind('a.example.evil.example', 'https://a.example/')).toBe('a.example');
    expect(hostBehind('https://a.example', 'https://a.example/')).toBeUndefined();
    expect(hostBehind('a.example', 'https://a.example/')).toBeUndefined();
    expect(hostBehind('me@a.example', 'mailto:me@a.example')).toBeUndefined();
  });

  it('is told as the browser reads it', () => {
    expect(openableAddress('https://аpple.example')).toBe('https://xn--pple-43d.example/');
    expect(openableAddress('not an address')).toBeUndefined();
  });
});

describe('the direction of a text', () => {
  it.each([
    ['كلمة المرور آمنة', 'rtl'],
    ['Argon2id هو الخيار الأفضل لتخزين كلمات المرور', 'rtl'],
    ['PostgreSQL و MySQL يدعمان ذلك بدون توقف', 'rtl'],
    ['שלום world', 'rtl'],
    ['The word שלום means peace, and is said when people meet.', 'ltr'],
    ['שלום is a word that is said when people meet, in the morning and in the evening.', 'ltr'],
    ['密码应该用慢哈希', 'ltr'],
    ['12 + 30 = 42', undefined],
    ['', undefined],
  ])('of %j is %s', (text, direction) => {
    expect(directionOf(text)).toBe(direction);
    expect(dirOf(text)).toBe(direction ?? 'auto');
  });

  it('is that of each block, and code has none', () => {
    const tree = readMarkdown('`ph = PasswordHasher()` هذا هو الكود\n\nIn English.\n\n- Argon2id هو الأفضل\n\n`a`');
    const blocks = (tree?.children ?? []).filter((node): node is TextElement => typeof node === 'object' && node.tag !== 'source');
    expect(tree?.direction).toBe('rtl');
    expect(blocks.map(({ direction }) => direction)).toEqual(['rtl', 'ltr', undefined, undefined]);
    expect(elements(blocks).flatMap((element) => (element.tag === 'li' && 'direction' in element ? [element.direction] : []))).toEqual([
      'rtl',
    ]);
  });
});
