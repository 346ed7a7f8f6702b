/** What a push puts on the other side, by what git itself tells its hook in each case. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGitChange } from '../../../functions/cli/review/git-change.ts';
import { pushRanges } from '../../../functions/cli/review/push-ranges.ts';
import { messageOf } from '../../../shared/errors.ts';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'circle-push-'));
  folder = join(home, 'here');
  bash(
    'git init -q --bare -b main ../there.git; git init -q -b main; save base; git remote add origin ../there.git; git push -q origin main',
    '',
  );
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const prelude = `set -euo pipefail
git() { command git -c user.name=t -c user.email=t@example.org -c protocol.file.allow=always "$@"; }
save() { echo "$1" >"$1.ts"; git add -A; git commit -qm "$1"; }
mkdir -p here; cd here
`;

/** Runs a script; the hook, if there is one, notes what it is given before it does what it should. */
function bash(script: string, hook: string): void {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  if (hook !== '')
    writeFileSync(join(folder, '.git/hooks/pre-push'), `#!/bin/sh\necho "$1" >'${home}/remote'\ncat >'${home}/given'\n${hook}\n`);
  if (hook !== '') chmodSync(join(folder, '.git/hooks/pre-push'), 0o755);
  execFileSync('bash', ['-c', `${prelude}${script}`], { cwd: home, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Names of the files that each range of the push shows, or the sentence that refuses it. */
function shownBy(before: string, push: string): readonly (readonly string[])[] | string {
  bash(before, '');
  // A push that goes through would change what git believes of the other side, which the hook saw as it was.
  bash(`${push} --dry-run`, 'exit 0');
  if (!existsSync(join(home, 'given'))) throw new Error('git has not called its hook');
  const [given = '', remote = ''] = ['given', 'remote'].map((name) => readFileSync(join(home, name), 'utf8'));
  return rangesOf(given, remote.trim());
}

function rangesOf(given: string, remote: string): readonly (readonly string[])[] | string {
  try {
    return pushRanges(given, remote, folder, {}).map(({ range }) => {
      const { files, empty } = readGitChange({ range, paths: [] }, folder, {});
      return empty === undefined ? files.map(({ path }) => path) : [];
    });
  } catch (error) {
    return messageOf(error);
  }
}

describe('a push shows', () => {
  it.each<[string, string, string, readonly (readonly string[])[]]>([
    ['what the branch holds beyond the other side', 'save a; save b', 'git push origin main', [['a.ts', 'b.ts']]],
    [
      'another branch than the one that is checked out',
      'git checkout -qb o; save o; git checkout -q main',
      'git push origin o',
      [['o.ts']],
    ],
    ['what goes under another name', 'git checkout -qb o; save o; git checkout -q main', 'git push origin o:main', [['o.ts']]],
    [
      'each of several branches',
      'git checkout -qb o; save o; git checkout -qb p main; save p',
      'git push origin o p',
      [['o.ts'], ['p.ts']],
    ],
    ['all branches', 'git checkout -qb o; save o; git checkout -qb p main; save p', 'git push origin --all', [['o.ts'], ['p.ts']]],
    ['a branch and a tag of one commit once', 'save a; git tag v1', 'git push origin main v1', [['a.ts']]],
    ['what an annotated tag leads to', 'save a; git tag -a -m t v1; git reset -q --hard HEAD~1', 'git push origin v1', [['a.ts']]],
    ['a commit without a name', 'save a; git checkout -q --detach; save b', 'git push origin HEAD:refs/heads/x', [['a.ts', 'b.ts']]],
    ['nothing of a branch whose commits are there', 'true', 'git push origin main:copy', [[]]],
    ['nothing of a deletion', 'git push -q origin main:copy', 'git push origin :copy', []],
    ['nothing where there is nothing to push', 'true', 'git push origin main', []],
    [
      'a new branch from where it leaves what is there, not from where main stands now',
      'git checkout -qb o; save o; git checkout -q main; save m; git push -q origin main',
      'git push origin o',
      [['o.ts']],
    ],
    [
      'a new branch without what it has merged from the other side',
      'git checkout -qb o; save o; git checkout -q main; save m; git push -q origin main; git checkout -q o; git merge -q --no-edit main; save p',
      'git push origin o',
      [['o.ts', 'p.ts']],
    ],
    [
      'a branch that was written anew, without what others have done',
      'git checkout -qb o; save o; git push -q origin o; git checkout -q main; save m; git push -q origin main; git checkout -q o; git reset -q --hard main; save q',
      'git push --force origin o',
      [['q.ts']],
    ],
    [
      'a branch that is set back',
      'save a; git push -q origin main; git reset -q --hard HEAD~1',
      'git push --force origin main',
      [['a.ts']],
    ],
    [
      'the whole of a line that shares nothing with the other side',
      'git checkout -q --orphan o; git rm -rqf .; save o; save p',
      'git push origin o',
      [['o.ts', 'p.ts']],
    ],
    [
      'the whole to a side that is empty',
      'git init -q --bare ../new.git; git remote add new ../new.git; save a',
      'git push new main',
      [['a.ts', 'base.ts']],
    ],
    ['the whole to an address without a name', 'git init -q --bare ../new.git; save a', 'git push ../new.git main', [['a.ts', 'base.ts']]],
  ])('%s', (_, before, push, files) => {
    expect(shownBy(before, push)).toEqual(files);
  });

  it('nothing, and is refused, where it joins two lines of the other side', () => {
    const before =
      'git checkout -qb o; save o; git push -q origin o; git checkout -q main; save m; git push -q origin main; git checkout -qb j; git merge -q --no-edit o; save j';
    expect(shownBy(before, 'git push origin j')).toMatch(/refs\/heads\/j joins 2 lines of origin: name what it is compared with/);
  });
});

describe('the hook is not passed', () => {
  it('where nobody hands on what git says while commits wait to be pushed', () => {
    bash('save a', '');
    expect(rangesOf('', 'origin')).toMatch(/names nothing that is pushed, but HEAD is not on origin yet.*use_stdin/);
    expect(rangesOf('', 'nowhere')).toMatch(/names nothing that is pushed/);
  });

  it.each([
    'x y',
    'refs/heads/main',
    `main ${'a'.repeat(40)} main HEAD`,
    `main ${'a'.repeat(39)} main ${'0'.repeat(40)}`,
    'main main main main',
  ])('by the line %j, which git has not written', (line) => {
    expect(rangesOf(`${line}\n`, 'origin')).toMatch(/is not what git gives the hook pre-push/);
  });

  it('by a commit that is not here', () => {
    expect(rangesOf(`refs/heads/x ${'1'.repeat(40)} refs/heads/x ${'0'.repeat(40)}\n`, 'origin')).toMatch(/rev-parse failed/);
  });
});
