import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openTargets, writeTargets } from '../../../functions/cli/review/report-targets.ts';
import { openOutputs } from '../../../functions/cli/review/write-reports.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'circle-targets-'));
});

const at = (path: string) => join(folder, path);
const isOurs = (text: string) => text.startsWith('ours');
const open = (...paths: readonly string[]) => openTargets(paths.map((path, index) => ({ flag: `--flag${index}`, path, isOurs })));
const git = (...argv: string[]) => execFileSync('git', argv, { cwd: folder, stdio: 'ignore' });

describe('the target of a report', () => {
  it('gets the folders that lead to it, and is written whole', () => {
    const [target] = open(at('out/deep/r.json'));
    expect(readdirSync(at('out/deep'))).toEqual([]);
    if (target !== undefined) writeTargets([{ target, text: 'ours' }]);
    expect(readdirSync(at('out/deep'))).toEqual(['r.json']);
    expect(readFileSync(at('out/deep/r.json'), 'utf8')).toBe('ours');
  });

  it('may be a new file, an empty one, an earlier report of ours, or the standard output', () => {
    writeFileSync(at('empty'), '');
    writeFileSync(at('earlier'), 'ours, of yesterday');
    expect(open(at('new'), at('empty'), at('earlier'), '-')).toHaveLength(4);
    // None of them passes for the report of this run.
    expect(['empty', 'earlier'].filter((name) => existsSync(at(name)))).toEqual([]);
  });

  it.each<[string, () => string, RegExp]>([
    ['a file of somebody else', () => file('a.ts', 'export {};\n'), /holds something else than an earlier report/],
    ['a file that git tracks, even with a report in it', () => trackedReport(), /is a file that git tracks/],
    ['a link', () => link('link'), /is no regular file/],
    ['a folder', () => mkdirSync(at('folder'), { recursive: true }) ?? '', /is no regular file/],
    ['a flag', () => '--sarif', /must be followed by the name of a file/],
    ['nothing', () => '', /must be followed by the name of a file/],
    ['something below a file', () => `${file('file', 'x')}/r.json`, /EEXIST|ENOTDIR/],
  ])('is never %s', (_, make, sentence) => {
    expect(() => open(make())).toThrow(sentence);
  });

  function file(name: string, content: string): string {
    writeFileSync(at(name), content);
    return at(name);
  }

  function link(name: string): string {
    symlinkSync(at('elsewhere'), at(name));
    return at(name);
  }

  function trackedReport(): string {
    git('init', '-q');
    writeFileSync(at('r.json'), 'ours');
    git('add', 'r.json');
    return at('r.json');
  }

  it('is not named twice, by whatever way', () => {
    symlinkSync(folder, at('here'));
    expect(() => open(at('r'), at('./here/r'))).toThrow('--flag1: names the same file as --flag0');
    expect(() => open('-', '-')).toThrow('--flag1: names the same file as --flag0');
  });

  it('is left alone where another one is refused', () => {
    writeFileSync(at('earlier'), 'ours');
    writeFileSync(at('a.ts'), 'export {};\n');
    expect(() => open(at('earlier'), at('a.ts'))).toThrow(/--flag1/);
    expect(readFileSync(at('earlier'), 'utf8')).toBe('ours');
    expect(readFileSync(at('a.ts'), 'utf8')).toBe('export {};\n');
  });

  it('that can no longer be written is named, and the others are there', () => {
    const targets = open(at('one/r'), at('two/r'));
    execFileSync('rm', ['-r', at('one')]);
    expect(() => writeTargets(targets.map((target) => ({ target, text: 'ours' })))).toThrow(/^--flag0: /);
    expect(readFileSync(at('two/r'), 'utf8')).toBe('ours');
  });

  it('in a folder that may not be written is told beforehand', () => {
    mkdirSync(at('closed'));
    chmodSync(at('closed'), 0o500);
    // The superuser may write everywhere.
    if (process.getuid?.() === 0) expect(open(at('closed/r'))).toHaveLength(1);
    else expect(() => open(at('closed/r'))).toThrow(/EACCES/);
  });
});

describe('the target of a baseline', () => {
  const baseline = '{"version":1,"findings":[{"fingerprint":"f","rule":"docker/D1","file":"Dockerfile","title":"t","reason":"ours"}]}\n';
  const report = '{"version":1,"findings":[],"exitCode":0}';
  const others = ['services: {}\n', '{}', '[]', report, '{"version":2,"findings":[]}', `${baseline}x`, 'null'];
  const openBaseline = (path: string) => openOutputs({ writeBaseline: path }, {});

  it.each(others.flatMap((text) => [false, true].map((tracked) => ({ text, tracked }))))(
    'is no file that holds $text (tracked: $tracked)',
    ({ text, tracked }) => {
      writeFileSync(at('compose.yaml'), text);
      if (tracked) track('compose.yaml');
      expect(() => openBaseline(at('compose.yaml'))).toThrow(
        '--write-baseline: compose.yaml holds something else than an earlier baseline',
      );
      expect(readFileSync(at('compose.yaml'), 'utf8')).toBe(text);
    },
  );

  it.each([false, true])('may hold an earlier one, which stays until the new one is written (tracked: %s)', (tracked) => {
    writeFileSync(at('b.json'), baseline);
    if (tracked) track('b.json');
    openBaseline(at('b.json'));
    expect(readFileSync(at('b.json'), 'utf8')).toBe(baseline);
  });

  it('may be new or empty, but no empty file that git tracks, no link and not the standard output', () => {
    writeFileSync(at('empty'), '');
    openBaseline(at('empty'));
    openBaseline(at('new'));
    track('empty');
    expect(() => openBaseline(at('empty'))).toThrow(/something else/);
    symlinkSync(at('empty'), at('link'));
    expect(() => openBaseline(at('link'))).toThrow(/no regular file/);
    expect(() => openBaseline('-')).toThrow(/name of a file/);
    expect(() => openOutputs({ writeBaseline: at('same'), json: at('same') }, {})).toThrow(/same file/);
  });

  function track(name: string) {
    git('init', '-q');
    git('add', name);
  }
});
