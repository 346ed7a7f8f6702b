/** Files of which git keeps another form than the one that lies in the work tree: encrypted by a filter, or with other ends of lines. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ChangeRequest, readGitChange } from '../../../functions/cli/review/git-change.ts';

let folder: string;
const at = (path: string) => join(folder, path);
const git = (...argv: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...argv], { cwd: folder, stdio: 'pipe' }).toString();

/** What the experts are shown of it, as lines with their marks, and what is named. */
function reviewed(request: Partial<ChangeRequest> = {}) {
  const { files, notShown, texts } = readGitChange({ range: 'HEAD', paths: [], ...request }, folder, {});
  return {
    shown: files.flatMap(({ path, lines }) => lines.filter(({ mark }) => mark !== ' ').map(({ mark, text }) => `${path} ${mark}${text}`)),
    named: notShown.map(({ path, reason, allowed }) => `${path} ${/by a filter of git/.test(reason)} ${allowed}`),
    texts: JSON.stringify(texts),
  };
}

const secret = 'Miriam Adler, diagnosis C50';

/** A repository in which a filter keeps `data.txt` in another form, which the program leaves a trace of. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'circle-filtered-'));
  git('init', '-q');
  git('config', 'filter.crypt.clean', 'touch ran; tr A-Za-z N-ZA-Mn-za-m');
  git('config', 'filter.crypt.smudge', 'tr A-Za-z N-ZA-Mn-za-m');
  writeFileSync(at('.gitattributes'), 'data.txt filter=crypt\n*.bat text eol=crlf\n');
  writeFileSync(at('.gitignore'), 'ran\n');
  writeFileSync(at('data.txt'), `${secret}\n`);
  writeFileSync(at('run.bat'), 'echo one\r\necho two\r\n');
  writeFileSync(at('a.js'), 'one\n');
  git('add', '-A');
  git('commit', '-qm', 'x');
  writeFileSync(at('a.js'), 'two\n');
  rmSync(at('ran'));
});

describe('a file that git keeps encrypted', () => {
  it.each<[string, () => void]>([
    ['that nobody has changed', () => {}],
    ['that is changed', () => writeFileSync(at('data.txt'), `${secret}, again\n`)],
    ['whose attribute is taken away in the work tree', () => writeFileSync(at('.gitattributes'), '')],
    ['whose attribute is taken away and staged', () => [writeFileSync(at('.gitattributes'), ''), git('add', '.gitattributes')]],
    ['whose attributes are gone', () => rmSync(at('.gitattributes'))],
    [
      'whose attribute is that of the repository alone',
      () => [writeFileSync(at('.gitattributes'), ''), writeFileSync(at('.git/info/attributes'), 'data.txt filter=crypt\n')],
    ],
  ])('%s is never shown as it lies in the work tree, but named, and nothing is run', (_, change) => {
    change();
    rmSync(at('ran'), { force: true });
    const { shown, named, texts } = reviewed();
    expect(`${shown.join('\n')}${texts}`).not.toContain('Miriam');
    expect(named).toContain('data.txt true false');
    expect(shown).toContain('a.js +two');
    expect(existsSync(at('ran'))).toBe(false);
  });

  it('may be let pass by name, is no part of a change of other paths, and is not named if it is left out', () => {
    expect(reviewed({ allowUnseen: ['data.*'] }).named).toEqual(['data.txt true true']);
    expect(reviewed({ paths: ['a.js'] }).named).toEqual([]);
    expect(reviewed({ exclude: ['data.txt'] }).named).toEqual([]);
  });

  it('is shown as git keeps it where that is compared', () => {
    writeFileSync(at('data.txt'), `${secret}, again\n`);
    git('add', 'data.txt');
    expect(reviewed({ range: null }).shown).toEqual([
      expect.stringContaining('data.txt -Zvevnz'),
      expect.stringContaining('data.txt +Zvevnz'),
    ]);
  });

  it('hides nothing of others: a filter for all of them has all of them named', () => {
    writeFileSync(at('.gitattributes'), '* filter=crypt\n');
    expect(reviewed().named).toContain('a.js true false');
  });
});

describe('a file whose lines end otherwise in git', () => {
  it('is no part of a change that is not in it', () => {
    expect(reviewed({ exclude: ['data.txt'] }).shown).toEqual(['a.js -one', 'a.js +two']);
  });

  it('is shown in the lines that are changed', () => {
    writeFileSync(at('run.bat'), 'echo one\r\necho three\r\n');
    expect(reviewed({ paths: ['run.bat'] }).shown).toEqual(['run.bat -echo two', 'run.bat +echo three']);
  });

  it.each(['*.sh -text', '*.sh -text eol=crlf', '*.js text'])('is shown byte for byte where %s leaves it alone', (attributes) => {
    writeFileSync(at('a.sh'), 'one\n');
    writeFileSync(at('.gitattributes'), `${attributes}\ndata.txt filter=crypt\n`);
    git('add', '-A');
    git('commit', '-qm', 'y');
    writeFileSync(at('a.sh'), 'one\r\n');
    expect(reviewed({ paths: ['a.sh'] }).shown).toEqual(['a.sh -one', 'a.sh +one⟦CR⟧']);
  });
});
