import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openResults } from '../../functions/cli/batch/results.ts';
import { ownPlace } from '../../functions/cli/own-file.ts';
import { readTextFile } from '../../functions/cli/text-file.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'circle-own-')));
afterAll(() => rmSync(folder, { recursive: true }));

const place = (file: string) => ownPlace(file, '--out', (beginning) => beginning.toString().startsWith('ours'));
const inFolder = (name: string, text?: string) => {
  const path = join(folder, name);
  if (text !== undefined) writeFileSync(path, text);
  return path;
};

describe('a file that a command writes', () => {
  it('may be new, empty, or an earlier one of the command', () => {
    for (const path of [inFolder('new'), inFolder('empty', ''), inFolder('earlier', 'ours, and more')]) expect(place(path)).toBe(path);
  });

  it('is the file that a link leads to', () => {
    const target = inFolder('target', 'ours');
    symlinkSync(target, inFolder('link'));
    expect(place(inFolder('link'))).toBe(target);
    symlinkSync(inFolder('nowhere'), inFolder('broken'));
    expect(() => place(inFolder('broken'))).toThrow(/cannot be written/);
  });

  it.each(['circle.db', 'circle.db-wal', 'circle.db-shm'])('is never called %s, as the database of a server is', (name) => {
    expect(() => place(inFolder(name))).toThrow(/database of a data folder/);
    symlinkSync(inFolder(name, 'ours'), inFolder(`to-${name}`));
    expect(() => place(inFolder(`to-${name}`))).toThrow(/database of a data folder/);
  });

  it('takes the place of nothing else', () => {
    expect(() => place(inFolder('foreign', 'theirs'))).toThrow(/holds something else/);
    execFileSync('mkfifo', [inFolder('pipe')]);
    // Standard output of this process is a pipe or a terminal.
    const streams = process.stdout.isTTY ? [] : ['/dev/fd/0', '/proc/self/fd/0'].filter((path) => !statSync(path).isFile());
    for (const path of ['/dev/null', '/dev/full', ...streams, folder, inFolder('pipe')]) {
      expect(() => place(path), path).toThrow(/no regular file/);
      expect(existsSync(path)).toBe(true);
    }
    expect(() => place(join(folder, 'no folder', 'x'))).toThrow(/cannot be written/);
    expect(() => place('-')).toThrow(/name one/);
  });
});

describe('a device that never ends', () => {
  it('is neither a file of results nor a text', () => {
    for (const device of ['/dev/zero', '/dev/full']) {
      expect(() => openResults(device)).toThrow(/no regular file/);
      expect(() => readTextFile(device, '--file')).toThrow(/no file but a device/);
    }
    expect(readTextFile('/dev/null', '--file')).toBe('');
  });
});
