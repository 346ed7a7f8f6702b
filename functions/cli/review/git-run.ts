/** Runs git so that neither the environment, nor the settings of a place, nor its attributes decide what is seen, or run a program. */
import { spawnSync } from 'node:child_process';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { InvalidInput, messageOf } from '../../../shared/errors.ts';

/** Bytes that git may print: far above what may be asked, so that the refusal can name sizes. */
const outputMaxBytes = 64_000_000;

/** Where and how git runs. */
export interface GitPlace {
  readonly folder: string;
  /** Over the fixed environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** What git printed, each byte as one character, and what it said beside. */
export interface GitOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** Beat whatever a configuration says. None of them may start a program, ask the network, or change what a name means. */
const settings = {
  'safe.bareRepository': 'explicit',
  'core.fsmonitor': 'false',
  'core.untrackedCache': 'false',
  'core.hooksPath': devNull,
  'core.attributesFile': devNull,
  'core.commitGraph': 'false',
  'core.warnAmbiguousRefs': 'true',
  'core.alternateRefsCommand': '',
  'core.sshCommand': 'false',
  'core.askPass': '',
  'credential.helper': '',
  'protocol.allow': 'never',
  'advice.objectNameWarning': 'true',
  'submodule.recurse': 'false',
  'log.showSignature': 'false',
};

/** Of the caller's environment git gets what it needs to start, and no key. */
const inherited = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'USERPROFILE', 'SystemRoot', 'TMPDIR', 'TEMP'];

const fixed = {
  LC_ALL: 'C',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_GRAFT_FILE: join(devNull, 'none'),
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_PAGER: 'cat',
  GIT_TERMINAL_PROMPT: '0',
};

/** Runs git. Throws `InvalidInput` with what git says, its cause first, and with a hint where there is one. */
export function runGit(argv: readonly string[], { folder, environment = {}, input = '' }: GitPlace): GitOutput {
  const kept = Object.fromEntries(inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  const pinned = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { status, stdout, stderr, error } = spawnSync('git', [...pinned, '--no-pager', ...argv], {
    cwd: folder,
    env: { ...kept, ...fixed, ...environment },
    input: Buffer.from(input, 'latin1'),
    maxBuffer: outputMaxBytes,
    encoding: 'latin1',
  });
  const said = Buffer.from(stderr ?? '', 'latin1').toString('utf8');
  if (error === undefined && status === 0) return { stdout, stderr: said };
  throw gitFailure(`git ${argv[0]} failed: ${reasonOf(said, error)}`);
}

/** Something about git or the repository that forbids a review. */
export function gitFailure(message: string): InvalidInput {
  return new InvalidInput([{ field: '--diff', message }]);
}

const hints: readonly (readonly [RegExp, string])[] = [
  [/dubious ownership/, 'the folder belongs to another user: trust it with `git config --global --add safe.directory FOLDER`'],
  [
    /no merge base|unknown revision|bad revision|Needed a single revision|Invalid symmetric|not our ref|bad object|unable to read|missing|invalid object/i,
    'if the clone is shallow or partial, fetch the whole history first (`fetch-depth: 0`, `git fetch --unshallow`), and check the names',
  ],
  [/not a git repository/, 'run it inside the repository that is to be reviewed'],
  [/cannot use bare repository/, 'run it in the work tree'],
];

function reasonOf(said: string, error: NodeJS.ErrnoException | undefined): string {
  if (error?.code === 'ENOENT') return 'git is not installed, or not on the PATH';
  if (error?.code === 'ENOBUFS')
    return `the change is larger than ${outputMaxBytes} bytes: leave files out by name (--exclude, .circleignore)`;
  return withHint(causeFirst(said) || (error === undefined ? 'it gives no reason' : messageOf(error)));
}

/** What git says on one line, the cause before what comes of it. */
export function causeFirst(said: string): string {
  const lines = said.split('\n').map((line) => line.trim());
  const cause = (line: string) => /^(?:fatal|error): /.test(line);
  return [...lines.filter(cause), ...lines.filter((line) => line !== '' && !cause(line))].slice(0, 6).join('; ');
}

/** The sentence with advice, where we know some. */
function withHint(sentence: string): string {
  const [, hint] = hints.find(([pattern]) => pattern.test(sentence)) ?? [];
  return hint === undefined ? sentence : `${sentence} (${hint})`;
}
