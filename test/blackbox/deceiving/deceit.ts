/** A repository that is made to hide something from a review, by a script. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One attempt. */
export interface Deceit {
  readonly name: string;
  /** For bash, in an empty folder. `$EVIL` is a program that nobody may run; the functions of the prelude are at hand. */
  readonly script: string;
  /** What `circle review` is called with; default: the range main...HEAD. */
  readonly review?: readonly string[];
  /** Where it is called, from the folder of the script; default: `r`. */
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Standard input is what this script prints, in the same folder. */
  readonly input?: string;
  /**
   * What comes of it: the experts are shown what is hidden, or nobody is asked, or it is named and forbids an approval; or both ends hold the
   * same, which is said.
   */
  readonly outcome: 'shown' | 'refused' | 'named' | 'empty';
  /** What the experts must be shown; default: the word BACKDOOR. */
  readonly hidden?: string;
  /** What stands in the output where it is not shown. */
  readonly says?: RegExp;
}

/** The repository once it is made. */
export interface Deceiving extends Disposable {
  /** Where the review is called. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly input: string;
  /** Whether the program that nobody may run was run. */
  wasRun(): boolean;
}

const prelude = `
set -euo pipefail
begin() { git init -q -b main "\${1:-r}"; cd "\${1:-r}"; echo 'export const one = 1;' >a.ts; save base; git checkout -q -b pr; }
save() { git add -A; git commit -q -m "\${1:-x}"; }
bad() { echo 'BACKDOOR();' >"\${1:-evil.ts}"; }
`;

/** Runs the script of a deceit in a folder of its own. */
export function makeDeceiving(deceit: Deceit): Deceiving {
  const home = mkdtempSync(join(tmpdir(), 'circle-deceiving-'));
  const work = join(home, 'work');
  const canary = join(home, 'canary');
  mkdirSync(work);
  writeFileSync(join(home, 'evil.sh'), `#!/bin/sh\necho ran >>'${canary}'\ncat 2>/dev/null || true\n`);
  chmodSync(join(home, 'evil.sh'), 0o755);
  const identity = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    EVIL: join(home, 'evil.sh'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 't',
    GIT_AUTHOR_EMAIL: 't@example.org',
    GIT_COMMITTER_NAME: 't',
    GIT_COMMITTER_EMAIL: 't@example.org',
    GIT_ALLOW_PROTOCOL: 'file',
  };
  const bash = (script: string, cwd: string) =>
    execFileSync('bash', ['-c', `${prelude}${script}`], { cwd, env: identity, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  bash(deceit.script, work);
  // Making the repository may have run what the review must not.
  rmSync(canary, { force: true });
  const folder = join(work, deceit.folder ?? 'r');
  const input = deceit.input === undefined ? '' : bash(deceit.input, folder);
  rmSync(canary, { force: true });
  const environment = Object.fromEntries(
    Object.entries(deceit.environment ?? {}).map(([name, value]) => [
      name,
      value.replaceAll('$WORK', work).replaceAll('$EVIL', identity.EVIL),
    ]),
  );
  return {
    folder,
    environment: { HOME: home, ...environment },
    input,
    wasRun: () => existsSync(canary),
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
}
