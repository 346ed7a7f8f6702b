/** Of a submodule git compares no more than a commit: what lies in it beside that must be named. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readGitChange } from '../../../functions/cli/review/git-change.ts';

let folder: string;
const at = (path: string) => join(folder, path);
const git = (path: string, ...argv: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...argv], { cwd: at(path), stdio: 'pipe' }).toString();
const commit = (path: string) => {
  git(path, 'add', '-A');
  git(path, 'commit', '-qm', 'x');
};
const namedIn = (paths: readonly string[] = []) =>
  readGitChange({ range: 'HEAD', paths }, folder, {}).notShown.map(({ path, reason, allowed }) => [
    path,
    /whose files/.test(reason),
    allowed,
  ]);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'circle-submodule-'));
  git('', 'init', '-q');
  mkdirSync(at('n'));
  git('n', 'init', '-q');
  writeFileSync(at('n/e.js'), 'one\n');
  writeFileSync(at('n/f.js'), 'one\n');
  commit('n');
  writeFileSync(at('a.js'), 'one\n');
  commit('');
  writeFileSync(at('a.js'), 'two\n');
});

describe('a submodule', () => {
  it('that holds the files of its commit is no part of the change', () => {
    expect(namedIn()).toEqual([]);
  });

  it.each<[string, () => void]>([
    ['a changed file', () => writeFileSync(at('n/e.js'), 'evil\n')],
    [
      'a changed file that its index hides',
      () => {
        writeFileSync(at('n/e.js'), 'evil\n');
        git('n', 'update-index', '--assume-unchanged', 'e.js');
      },
    ],
    ['a staged file', () => [writeFileSync(at('n/g.js'), 'evil\n'), git('n', 'add', 'g.js')]],
    ['a deleted file', () => rmSync(at('n/e.js'))],
    ['a file that it does not track', () => writeFileSync(at('n/g.js'), 'evil\n')],
    ['a repository that cannot be read', () => rmSync(at('n/.git/HEAD'))],
    ['files without a repository', () => rmSync(at('n/.git'), { recursive: true })],
    [
      'a change that the settings ignore',
      () => {
        writeFileSync(at('n/e.js'), 'evil\n');
        writeFileSync(at('.gitmodules'), '[submodule "n"]\n\tpath = n\n\turl = ./n\n\tignore = all\n');
        git('', 'add', '.gitmodules');
      },
    ],
  ])('with %s is named as not shown, and forbids an approval', (_, change) => {
    change();
    expect(namedIn()).toContainEqual(['n', true, false]);
    expect(namedIn(['n'])).toContainEqual(['n', true, false]);
    expect(namedIn(['a.js'])).toEqual([]);
  });

  it('that holds a changed submodule of its own is named', () => {
    mkdirSync(at('n/m'));
    git('n/m', 'init', '-q');
    writeFileSync(at('n/m/x.js'), 'one\n');
    commit('n/m');
    commit('n');
    commit('');
    writeFileSync(at('a.js'), 'three\n');
    expect(namedIn()).toEqual([]);
    writeFileSync(at('n/m/x.js'), 'evil\n');
    expect(namedIn()).toEqual([['n', true, false]]);
  });

  it('runs nothing of what it brings along', () => {
    git('n', 'config', 'filter.f.clean', `touch ${at('ran')}; cat`);
    writeFileSync(at('n/.git/info/attributes'), '* filter=f\n');
    git('n', 'config', 'core.fsmonitor', `touch ${at('ran')}`);
    writeFileSync(at('n/e.js'), 'evil\n');
    expect(namedIn()).toEqual([['n', true, false]]);
    expect(() => execFileSync('ls', [at('ran')], { stdio: 'pipe' })).toThrow();
  });
});
