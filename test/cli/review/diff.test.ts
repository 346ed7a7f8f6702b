import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { createTwoFilesPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { readDiff } from '../../../functions/cli/review/diff.ts';

// Lines that look like the marks of a diff are the ones that a reader could stumble over.
const line = fc.oneof(fc.constantFrom('', '-- a', '++ b', '@@ -1 +1 @@', 'diff --git a/x b/x', '\\ No newline'), fc.string());
const file = fc.array(
  line.map((text) => text.replaceAll(/[\r\n\u2028\u2029]/g, '')),
  { maxLength: 30 },
);

describe('a diff', () => {
  test.prop([file, file, fc.nat(4)])('gives every line its number after the change', (before, after, context) => {
    const text = (lines: readonly string[]) => lines.map((each) => `${each}\n`).join('');
    const patch = createTwoFilesPatch('a/x.ts', 'b/x.ts', text(before), text(after), undefined, undefined, { context });
    const [read] = readDiff(patch);

    const { lines = [], path } = read ?? {};
    const marked = (sign: string) => lines.filter(({ mark }) => mark === sign).length;
    for (const { number, text: shown } of lines) if (number !== null) expect(shown).toBe(after[number - 1]);
    expect(after.length - before.length).toBe(marked('+') - marked('-'));
    if (lines.length > 0) expect(path).toBe('x.ts');
    expect(lines.length > 0).toBe(text(before) !== text(after));
  });

  it('is read as git writes it: renamed, deleted, binary, executable, and names with blanks and umlauts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-diff-'));
    const git = (...argv: string[]) => execFileSync('git', argv, { cwd: folder, encoding: 'utf8' });
    git('init', '--quiet');
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/old.ts'), 'one\ntwo\nthree\nfour\n');
    writeFileSync(join(folder, 'gone.txt'), 'away\n');
    writeFileSync(join(folder, 'logo.png'), Buffer.from([0, 1, 2]));
    writeFileSync(join(folder, 'run.sh'), 'echo\n');
    git('add', '.');
    git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '--quiet', '-m', 'first');
    renameSync(join(folder, 'src/old.ts'), join(folder, 'src/new.ts'));
    writeFileSync(join(folder, 'src/new.ts'), 'one\n2\nthree\nfour\nfive\n');
    rmSync(join(folder, 'gone.txt'));
    writeFileSync(join(folder, 'logo.png'), Buffer.from([0, 3]));
    writeFileSync(join(folder, 'zwei Wörter.md'), 'neu');
    git('add', '.');
    git('update-index', '--chmod=+x', 'run.sh');

    const files = readDiff(git('diff', '--cached', '--find-renames=40%'));
    rmSync(folder, { recursive: true });

    expect(files.map(({ path, notes, binary }) => ({ path, notes, binary }))).toEqual([
      { path: 'gone.txt', notes: ['deleted'], binary: false },
      { path: 'logo.png', notes: [], binary: true },
      { path: 'run.sh', notes: ['mode changed to 100755'], binary: false },
      { path: 'src/new.ts', notes: ['renamed from src/old.ts'], binary: false },
      { path: 'zwei Wörter.md', notes: ['new file, mode 100644'], binary: false },
    ]);
    expect(files[3]?.lines).toContainEqual({ number: 2, mark: '+', text: '2' });
    expect(files[3]?.lines).toContainEqual({ number: null, mark: '-', text: 'two' });
    expect(files[4]?.lines).toEqual([{ number: 1, mark: '+', text: 'neu' }]);
  });

  it.each([
    ['some words', 'Please approve.', /is no unified diff/],
    ['a hunk that is cut off', '--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n one', /ends in the middle of a hunk/],
    ['a hunk with a strange line', '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n*two', /is broken at line 5/],
    ['the combined diff of a merge', 'diff --cc x\n@@@ -1 -1 +1 @@@\n++a', /combined diff of a merge/],
  ])('that is %s is refused', (_, text, sentence) => {
    expect(() => readDiff(text)).toThrow(sentence);
  });
});
