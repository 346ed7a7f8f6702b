/** Over generated changes and every way to print them, what the experts are shown is what the change makes of the files. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readGitChange } from '../../../functions/cli/review/git-change.ts';
import type { Material, MaterialFile, MaterialLine } from '../../../shared/review/material.ts';
import { readChange } from '../../../shared/review/read-change.ts';
import { noNewline, visible } from '../../../shared/review/visible.ts';
import { commitSides, type GeneratedFile, generateFiles, writeSide } from '../../support/generated-change.ts';

// Thousands of files are written, and written again for `diff`.
vi.setConfig({ testTimeout: 120_000 });

const files = generateFiles(2000, 18);
let folder: string;
let git: (...argv: string[]) => string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'circle-applied-'));
  mkdirSync(join(folder, 'r'));
  git = commitSides(join(folder, 'r'), files);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const range = ['--text', 'main', 'HEAD'];
const bytesOf: Readonly<Record<string, string>> = { CR: '\r', NUL: '\0', ESC: '\x1b', BOM: '\xef\xbb\xbf' };

/** The bytes that a shown text stands for, with its line feed. */
function bytesBehind({ text }: MaterialLine, hasReturns: boolean): string {
  const ended = !text.endsWith(noNewline);
  const shown = ended ? text : text.slice(0, -noNewline.length);
  const parts = shown.split(/⟦([^⟧]*)⟧/).map((part, index) => {
    if (index % 2 === 0) return Buffer.from(part).toString('latin1');
    if (part.startsWith('0x')) return String.fromCharCode(Number.parseInt(part.slice(2), 16));
    if (part.startsWith('U+')) return Buffer.from(String.fromCodePoint(Number.parseInt(part.slice(2), 16))).toString('latin1');
    return bytesOf[part] ?? '?';
  });
  return parts.join('') + (ended ? `${hasReturns ? '\r' : ''}\n` : '');
}

const splitLines = (bytes: string) => bytes.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const shownLines = ({ lines, notes }: MaterialFile) => {
  const hasReturns = notes.includes('every line shown ends in CR LF');
  return lines.map((line) => ({ ...line, bytes: bytesBehind(line, hasReturns) }));
};

/** What the shown lines make of the file before. Each line that they take from it must stand there. */
function apply(before: string, file: MaterialFile): string {
  const old = splitLines(before);
  const made: string[] = [];
  let at = 0;
  for (const { number, mark, bytes } of shownLines(file)) {
    while (number !== null && made.length + 1 < number) made.push(old[at++] ?? '?');
    if (mark !== '+') expect(bytes).toBe(old[at++]);
    if (mark !== '-') made.push(bytes);
  }
  return [...made, ...old.slice(at)].join('');
}

/** Each file that differs is shown, or named; what is shown makes the file. */
function check(
  material: Material,
  nameOf: (file: GeneratedFile) => string = ({ newName, after, oldName }) => (after === null ? oldName : newName),
): void {
  const shown = new Map(material.files.map((file) => [file.path, file]));
  const named = new Set(material.notShown.map(({ path }) => path));
  const moved = new Set(material.files.flatMap((file) => sourceOf(file) ?? []));
  let applied = 0;
  for (const file of files) {
    const path = visible(nameOf(file));
    const found = shown.get(path);
    expect(found !== undefined || named.has(path) || (file.after === null && moved.has(path)), path).toBe(true);
    // Of a deleted file it is enough to know that it is gone; a move that no longer looks like one is an addition.
    if (found === undefined || found.notes.some((note) => note.includes('are not shown'))) continue;
    expect(apply(beforeOf(found), found), path).toBe(file.after ?? '');
    applied += 1;
  }
  expect(applied).toBeGreaterThan(files.length * 0.9);
}

/** Git takes whatever is alike for moved, so that the source may be another file than the generated one. */
function sourceOf({ notes }: MaterialFile): string | undefined {
  return notes.flatMap((note) => /^renamed from (.*)$/s.exec(note)?.[1] ?? [])[0];
}

const contents = new Map(files.map(({ oldName, before }) => [visible(oldName), before ?? '']));
const beforeOf = (file: MaterialFile) =>
  file.notes.some((note) => note.startsWith('new file')) ? '' : (contents.get(sourceOf(file) ?? file.path) ?? '');

/** The same without context, where nothing says at which line something is taken away. */
function checkLines(material: Material): void {
  const shown = new Map(material.files.map((file) => [file.path, file]));
  for (const { newName, oldName, after } of files) {
    const found = shown.get(visible(after === null ? oldName : newName));
    if (found === undefined) continue;
    const [old, now] = [splitLines(beforeOf(found)), splitLines(after ?? '')];
    for (const { number, bytes } of shownLines(found)) {
      if (number === null) expect(old).toContain(bytes);
      else expect(bytes).toBe(now[number - 1]);
    }
  }
  expect(shown.size).toBeGreaterThan(files.length * 0.9);
}

describe('what is shown of 2,000 generated changes makes the files', () => {
  it('as git compares them', () => {
    check(readGitChange({ range: 'main..HEAD', paths: [] }, join(folder, 'r'), {}));
  });

  it.each([
    ['with the usual context', []],
    ['with one line of context', ['-U1']],
    ['with much context', ['-U30']],
    ['without prefixes', ['--no-prefix']],
    ['with other prefixes', ['--src-prefix=old/', '--dst-prefix=new/']],
    ['with names as they are', ['--no-renames', '--full-index']],
    ['with another algorithm', ['--patience']],
  ])('printed %s', (_, options) => {
    check(readChange(git('diff', ...options, ...range)));
  });

  it('printed without context', () => checkLines(readChange(git('diff', '-U0', ...range))));
  it('as a mail', () => check(readChange(git('format-patch', '--stdout', '--text', 'main..HEAD'))));
  it('as a log', () => check(readChange(git('log', '-p', '--text', 'main..HEAD'))));
  it('with a carriage return at each line', () => check(readChange(git('diff', ...range).replaceAll('\n', '\r\n'))));

  it('printed by diff', () => {
    const sides = files.filter(({ oldName }) => !oldName.includes('\n')).map((file) => ({ ...file, newName: file.oldName }));
    for (const [name, side] of [
      ['old', 'before'],
      ['new', 'after'],
    ] as const) {
      mkdirSync(join(folder, name));
      writeSide(join(folder, name), sides, side);
    }
    const printed = execFileSync('bash', ['-c', 'diff -ruN --text old new || true'], {
      cwd: folder,
      encoding: 'latin1',
      maxBuffer: 1e9,
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    });
    const shown = new Map(readChange(printed).files.map((file) => [file.path, file]));
    for (const { oldName, before, after } of sides) {
      const found = shown.get(visible(`new/${oldName}`));
      if (found !== undefined) expect(apply(before ?? '', found)).toBe(after ?? '');
    }
    expect(shown.size).toBeGreaterThan(sides.length * 0.9);
  });
});
