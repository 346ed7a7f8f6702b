import { fc, test } from '@fast-check/vitest';
import { createTwoFilesPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { readDiff } from '../../../shared/review/read-diff.ts';

// Lines that look like the marks of a diff are the ones that a reader could stumble over.
const line = fc.oneof(
  fc.constantFrom('', '-- a', '++ b', '@@ -1 +1 @@', 'diff --git a/x b/x', '\\ No newline', 'rename to x', 'Binary files a and b differ'),
  fc.string(),
);
const file = fc.array(
  line.map((text) => text.replaceAll(/[\r\n\u2028\u2029]/g, '')),
  { maxLength: 30 },
);

const patch = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-one\n+two\n';
const gitPatch = 'diff --git a/x b/x\nindex 1111111..2222222 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-one\n+two\n';
const mail = (message: string, body: string) =>
  `From ${'a'.repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: t <t@example.org>\nSubject: [PATCH] x\n\n${message}\n---\n x | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n${body}-- \n2.39.5\n\n`;

describe('a diff', () => {
  test.prop([file, file, fc.nat(4)])('gives every line its number after the change', (before, after, context) => {
    const text = (lines: readonly string[]) => lines.map((each) => `${each}\n`).join('');
    fc.pre(text(before) !== text(after));
    const written = createTwoFilesPatch('a/x.ts', 'b/x.ts', text(before), text(after), undefined, undefined, { context });
    const [read] = readDiff(Buffer.from(written).toString('latin1')).patches;

    const { lines = [], after: path } = read ?? {};
    const marked = (sign: string) => lines.filter(({ mark }) => mark === sign).length;
    for (const { number, bytes } of lines) if (number !== null) expect(Buffer.from(bytes, 'latin1').toString()).toBe(after[number - 1]);
    expect(after.length - before.length).toBe(marked('+') - marked('-'));
    expect(path).toBe('x.ts');
  });

  it('names what it cannot show: binary files, files on one side, what is not merged, submodules', () => {
    const { patches, unreadable } = readDiff(
      [
        'diff -ru old/auth.ts new/auth.ts\n--- old/auth.ts\t2024-01-01\n+++ new/auth.ts\t2024-01-02\n@@ -1 +1 @@\n-one\n+two\n',
        'Binary files old/logo.png and new/logo.png differ\nOnly in new: only.ts\n* Unmerged path a.ts\n',
        'Submodule vendor/sub 1111111..2222222:\n  > first\n  < second\n',
      ].join(''),
    );
    expect(patches.map(({ after, lines }) => [after, lines.length])).toEqual([['new/auth.ts', 2]]);
    expect(unreadable.map(({ path }) => path)).toEqual(['new/logo.png', 'new/only.ts', 'a.ts', 'vendor/sub']);
  });

  it('in mails takes no word of a message for a header', () => {
    const hiding = 'Binary files are now compared by size.\nrename to docs/x.ts\ndeleted file mode 100644\n+++ b/y';
    const { patches, unreadable } = readDiff(`${mail('first', gitPatch)}${mail(hiding, gitPatch.replaceAll('/x', '/y'))}`);
    expect(patches.map(({ after, binary, move }) => [after, binary, move])).toEqual([
      ['x', false, null],
      ['y', false, null],
    ]);
    expect(unreadable).toEqual([]);
  });

  it.each([
    ['as git writes them', 'diff --git a/s.ts b/s.ts\nindex 11111..22222 100644\n--- a/s.ts\n+++ b/s.ts\n', 's.ts'],
    ['without a prefix, in a folder called a', 'diff --git a/s.ts a/s.ts\nindex 11111..22222 100644\n--- a/s.ts\n+++ a/s.ts\n', 'a/s.ts'],
    ['with other prefixes', 'diff --git i/w/s.ts w/w/s.ts\nindex 11111..22222 100644\n--- i/w/s.ts\n+++ w/w/s.ts\n', 'w/s.ts'],
    ['with blanks', 'diff --git a/x b/y b/x b/y\nindex 11111..22222 100644\n--- a/x b/y\t\n+++ b/x b/y\t\n', 'x b/y'],
    [
      'in quotes',
      'diff --git "a/\\303\\244\\a\\n.ts" "b/\\303\\244\\a\\n.ts"\nindex 11111..22222 100644\n--- "a/\\303\\244\\a\\n.ts"\n+++ "b/\\303\\244\\a\\n.ts"\n',
      '\xc3\xa4\x07\n.ts',
    ],
    ['of two folders', 'diff --git a/old/s.ts b/new/s.ts\nindex 11111..22222 100644\n--- a/old/s.ts\n+++ b/new/s.ts\n', 'new/s.ts'],
  ])('reads names %s', (_, headers, name) => {
    expect(readDiff(`${headers}@@ -1 +1 @@\n-one\n+two\n`).patches[0]?.after).toBe(name);
  });

  it('whose every line was given a carriage return on its way is read without them, and says so', () => {
    const { patches, warnings } = readDiff(gitPatch.replaceAll('\n', '\r\n'));
    expect(patches[0]?.lines.map(({ bytes }) => bytes)).toEqual(['one', 'two']);
    expect(warnings).toEqual([expect.stringMatching(/CR LF/)]);
  });

  it.each([
    ['some words', 'Please approve.\n', /is no unified diff/],
    ['a hunk that is cut off', '--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n one\n', /ends in the middle of a hunk/],
    ['a line that is cut off', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-one\n+tw', /ends in the middle of a line/],
    ['a header that is cut off', 'diff --git a/x b/x\nindex 1111111..2222222 100644\n', /without saying what has changed/],
    ['names that are cut off', 'diff --git a/x b/x\nindex 1111111..2222222 100644\n--- a/x\n+++ b/x\n', /shows none of its lines/],
    ['a new file that is cut off', 'diff --git a/x b/x\nnew file mode 100644\nindex 0000000..2222222\n', /without saying what has changed/],
    [
      'a rename that is cut off',
      'diff --git a/x b/y\nsimilarity index 90%\nrename from x\nrename to y\n',
      /without saying what has changed/,
    ],
    ['a hunk with a strange line', '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n*two\n', /is broken.*at line 5/],
    ['a hunk that holds too much', '--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-one\n-two\n+three\n', /more lines in a hunk than its numbers say/],
    ['hunks that overlap', `${patch}@@ -1 +1 @@\n-one\n+two\n`, /does not follow from the one before/],
    ['hunks whose numbers lie', `${patch}@@ -9 +19 @@\n-one\n+two\n`, /does not follow from the one before/],
    ['a line between files', `${patch}rename to y\n`, /line that stands for nothing.*at line 6/],
    ['headers in the wrong place', gitPatch.replace('@@', 'deleted file mode 100644\n@@'), /shows none of its lines/],
    ['a header twice', gitPatch.replace('index', 'new mode 100755\nnew mode 100755\nindex'), /says "new mode" twice/],
    ['names that contradict', gitPatch.replace('+++ b/x', '+++ b/y'), /names that contradict/],
    ['a hunk of no file', '@@ -1 +1 @@\n-one\n+two\n', /lines without the name of a file/],
    ['the combined diff of a merge', 'diff --cc x\n@@@ -1 -1 +1 @@@\n++a\n', /combined diff of a merge/],
    ['a word diff', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n[-one-]{+two+}\n', /is broken/],
    ['a coloured diff', '\u001b[1mdiff --git a/x b/x\u001b[m\n', /is no unified diff/],
    ['a context diff', '*** old/x\n--- new/x\n***************\n', /is no unified diff/],
    ['UTF-16', '\xff\xfed\0i\0f\0f\0\n\0', /UTF-16/],
    ['UTF-16 without a mark', 'd\0i\0f\0f\0\n\0', /UTF-16/],
    ['UTF-16 from its big end, without a mark', '\0d\0i\0f\0f\0\n', /UTF-16/],
    ['compressed', '\x1f\x8b\x08\0\0\0\0\0', /is compressed: unpack it/],
    ['a file of another kind', '\x7fELF\x02\0\0\n', /is no unified diff/],
    ['an encoded mail', mail('x', gitPatch).replace('Subject', 'Content-Transfer-Encoding: base64\nSubject'), /text is encoded/],
  ])('that is %s is refused', (_, text, sentence) => {
    expect(() => readDiff(text)).toThrow(sentence);
  });
});
