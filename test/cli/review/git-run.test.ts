/** What is told when git fails: its cause first, and what to do. A git of our own says what real ones say. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runGit } from '../../../functions/cli/review/git-run.ts';
import { messageOf } from '../../../shared/errors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'circle-git-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** The sentence about a git that does this. */
function sentenceOf(script: string | undefined): string {
  if (script !== undefined) {
    writeFileSync(join(folder, 'git'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'git'), 0o755);
  }
  vi.stubEnv('PATH', script === undefined ? folder : `${folder}:/usr/bin:/bin`);
  try {
    runGit(['diff-tree'], { folder });
  } catch (error) {
    return messageOf(error);
  }
  throw new Error('nothing was refused');
}

describe('a git that fails', () => {
  it.each<[string, string | undefined, RegExp]>([
    ['is not there', undefined, /git is not installed, or not on the PATH/],
    [
      'distrusts the folder',
      'echo "fatal: detected dubious ownership in repository at \'/r\'" >&2; exit 128',
      /dubious ownership.*safe\.directory/,
    ],
    ['misses commits', "echo 'fatal: Invalid symmetric difference expression a...b' >&2; exit 128", /Invalid symmetric.*fetch-depth: 0/],
    ['misses objects', "echo 'fatal: unable to read 1234' >&2; exit 128", /unable to read 1234.*shallow or partial/],
    [
      'traces and warns before it says why',
      "echo '12:00:00 git.c:460 trace: built-in' >&2; echo 'warning: odd' >&2; echo 'fatal: bad object' >&2; exit 128",
      /failed: fatal: bad object; 12:00:00 git\.c/,
    ],
    ['says nothing', 'exit 3', /it gives no reason/],
    ['prints without end', 'yes | head -c 70000000', /larger than 64000000 bytes: leave files out by name/],
    ['is killed', 'kill -9 $$', /git diff-tree failed/],
  ])('and %s', (_, script, sentence) => {
    expect(sentenceOf(script)).toMatch(sentence);
  });

  it('is given no key, and nothing by which another repository would be meant', () => {
    vi.stubEnv('CIRCLE_API_KEY', 'k'.repeat(20));
    vi.stubEnv('GIT_DIR', '/elsewhere');
    vi.stubEnv('GIT_CONFIG_COUNT', '1');
    expect(sentenceOf('env | grep -E "^(CIRCLE|GIT_DIR|GIT_CONFIG_C)" >&2; exit 9')).toMatch(/it gives no reason/);
  });
});
