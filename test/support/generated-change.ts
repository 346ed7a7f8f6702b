/** Generated changes of many files at once, with contents, names, modes and moves that a reader of diffs could stumble over. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';

/** One file of a change; bytes stand as characters of one byte each. */
export interface GeneratedFile {
  readonly oldName: string;
  readonly newName: string;
  /** Null where there is no file on that side. */
  readonly before: string | null;
  readonly after: string | null;
  readonly becomesProgram: boolean;
}

const trickyLines = [
  '',
  ' ',
  '-- a/x',
  '++ b/x',
  '--- a/x',
  '+++ b/x',
  '@@ -1 +1 @@',
  '@@ -1,9 +1,9 @@ f',
  'diff --git a/x b/x',
  'Binary files a/x and b/x differ',
  'GIT binary patch',
  '\\ No newline at end of file',
  'rename to x',
  'new file mode 100755',
  'From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001',
  '-- ',
  'Only in x: y',
  '⟦CR⟧',
  '\u2028x',
  'x\u202ey',
  '\ufeff#!/bin/sh',
];
const line = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...trickyLines).map((text) => Buffer.from(text).toString('latin1')) },
      { weight: 3, arbitrary: fc.string({ maxLength: 12 }).map((text) => Buffer.from(text.replaceAll(/[\n\r]/g, '')).toString('latin1')) },
      { weight: 1, arbitrary: fc.constantFrom('d\xe9j\xe0 vu, and much more text beside', 'a comment with \0 in it, and much more text') },
    ),
    fc.constantFrom('', '', '', '\r'),
  )
  .map(([text, end]) => text + end);
const content = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 30 }), fc.constantFrom('\n', '\n', '\n', ''))
  .map(([lines, end]) => lines.join('\n') + end);

const edit = fc.tuple(fc.nat(40), fc.constantFrom('insert', 'replace', 'delete'), line);
const names = ['', ' ', ' b', ' b b', 'ä', '"q', '\t', '\n', '\\', '.tar', '\x07', "'", 'ß b'];
const name = fc.tuple(fc.constantFrom('', 'a/', 'b/', 'x y/', 'a/b/'), fc.constantFrom(...names));

const file = fc.record({
  content,
  edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
  takesNewline: fc.boolean(),
  kind: fc.constantFrom('change', 'change', 'change', 'change', 'add', 'delete', 'move', 'program'),
  name,
  other: name,
});

/** So many files that differ, always the same ones for a seed. */
export function generateFiles(count: number, seed: number): readonly GeneratedFile[] {
  return fc
    .sample(file, { numRuns: count, seed })
    .map(({ content: before, edits, takesNewline, kind, name: [folder, end], other }, index) => {
      const oldName = Buffer.from(`${folder}f${index}${end}`).toString('latin1');
      const newName = kind === 'move' ? Buffer.from(`${other[0]}g${index}${other[1]}`).toString('latin1') : oldName;
      const changed = editLines(before, edits, takesNewline);
      const after = changed === before ? `${before}one more\n` : changed;
      return {
        oldName,
        newName,
        before: kind === 'add' ? null : before,
        after: kind === 'delete' ? null : after,
        becomesProgram: kind === 'program',
      };
    });
}

/** Writes one side of the change into a folder. */
export function writeSide(folder: string, files: readonly GeneratedFile[], side: 'before' | 'after'): void {
  for (const one of files) {
    const bytes = one[side];
    if (bytes === null) continue;
    const path = join(folder, Buffer.from(side === 'before' ? one.oldName : one.newName, 'latin1').toString('utf8'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.from(bytes, 'latin1'));
    if (side === 'after' && one.becomesProgram) chmodSync(path, 0o755);
  }
}

/** Commits both sides to a repository in `folder`, one after the other, as `main` and `HEAD`. */
export function commitSides(folder: string, files: readonly GeneratedFile[]): (...argv: string[]) => string {
  const git = (...argv: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...argv], {
      cwd: folder,
      encoding: 'latin1',
      maxBuffer: 1e9,
    });
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'core.autocrlf', 'false');
  writeSide(folder, files, 'before');
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '-m', 'before');
  git('switch', '--quiet', '-c', 'change');
  for (const one of files) if (one.before !== null) rmSync(join(folder, Buffer.from(one.oldName, 'latin1').toString('utf8')));
  writeSide(folder, files, 'after');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'after');
  return git;
}

function editLines(before: string, edits: readonly (readonly [number, string, string])[], takesNewline: boolean): string {
  const ended = before.endsWith('\n');
  const lines = before.split('\n');
  if (ended) lines.pop();
  for (const [at, kind, text] of edits)
    lines.splice(at % (lines.length + 1), kind === 'insert' ? 0 : 1, ...(kind === 'delete' ? [] : [text]));
  if (lines.length === 0) lines.push('rest');
  return lines.join('\n') + (ended !== takesNewline ? '\n' : '');
}
