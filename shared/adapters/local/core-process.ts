/** `consensus serve` as a long-lived child: a request a line in, an answer a line out, in order. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { Unavailable } from '../../errors.ts';
import type { Log } from '../../ports/log.ts';

/** The child, whichever one is running. */
export interface CoreProcess {
  /** What the core answers to a request, as parsed JSON. Throws `Unavailable` if it cannot be had. */
  ask(word: 'weigh' | 'read' | 'settled', request: object): Promise<unknown>;
  /** Whether a child is running. */
  alive(): boolean;
  /** The running child's process id, for the operator's eyes. */
  pid(): number | undefined;
  close(): void;
}

interface Waiting {
  readonly number: number;
  readonly line: string;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  tries: number;
}

/** A child and the requests that it has not answered yet, each child its own: a late line of a dead one must meet no other's request. */
interface Core {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly waiting: Waiting[];
  gone: boolean;
}

/** The core computes and reads no variable: the keys of providers are none of its business. */
export const noEnvironment = {};

/** Times a request is given to a child: a child that died may have been killed by someone else's request. */
const maxTries = 2;

/** Starts the core's binary and keeps it running. */
export function coreProcess(binary: string, log: Log): CoreProcess {
  let closed = false;
  let requests = 0;
  let core = start();

  function start(): Core {
    const started: Core = {
      child: spawn(binary, ['serve'], { stdio: ['pipe', 'pipe', 'ignore'], env: noEnvironment }),
      waiting: [],
      gone: false,
    };
    started.child.stdin.on('error', () => undefined);
    onLine(started.child.stdout, (line) => settle(started, line));
    started.child.once('error', () => replace(started));
    // Not 'exit', which may come before the last answers have been read.
    started.child.once('close', () => replace(started));
    return started;
  }

  /** A core is gone: what it had not answered goes to the next one, or fails where that has been tried. */
  function replace(dead: Core): void {
    // A child that could not be spawned reports both an error and a close.
    if (closed || dead.gone) return;
    dead.gone = true;
    const unanswered = dead.waiting.splice(0);
    log.warn('CORE_RESTARTED', { unanswered: unanswered.length });
    for (const entry of unanswered) {
      if (entry.tries < maxTries) give(entry);
      else entry.reject(new Unavailable('the consensus core'));
    }
  }

  /** An idle core that is gone is started anew by the next request only: a broken binary must not spin. */
  function give(entry: Waiting): void {
    if (!runs(core)) core = start();
    entry.tries += 1;
    core.waiting.push(entry);
    core.child.stdin.write(entry.line);
  }

  /** A line answers the request that its core has held longest, or the channel is out of step and ends with its core. */
  function settle(from: Core, line: string): void {
    if (from.gone) return;
    const answer = readAnswer(line);
    if (answer === undefined || answer.number !== from.waiting[0]?.number) {
      from.child.kill();
      replace(from);
      return;
    }
    from.waiting.shift()?.resolve(answer.json);
  }

  return {
    async ask(word, request) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new Unavailable('the consensus core'));
        requests += 1;
        give({ number: requests, line: `${requests} ${word} ${JSON.stringify(request)}\n`, resolve, reject, tries: 0 });
      });
    },
    pid: () => core.child.pid,
    alive: () => !closed && runs(core),
    close() {
      closed = true;
      core.child.stdin.end();
      core.child.kill();
      for (const entry of core.waiting) entry.reject(new Unavailable('the consensus core'));
    },
  };
}

function runs({ child, gone }: Core): boolean {
  return !gone && child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** The number of an answer and what stands behind it; undefined for what is no answer. */
function readAnswer(line: string): { readonly number: number; readonly json: unknown } | undefined {
  const space = line.indexOf(' ');
  const number = Number(line.slice(0, Math.max(space, 0)));
  try {
    return Number.isSafeInteger(number) && number > 0 ? { number, json: JSON.parse(line.slice(space + 1)) } : undefined;
  } catch {
    return undefined;
  }
}

/** Cuts at line feeds and nowhere else: `readline` also cuts at U+2028 and U+2029, which may stand in any answer. */
function onLine(stream: Readable, take: (line: string) => void): void {
  let pieces: string[] = [];
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) {
      take(pieces.length === 0 ? line : `${pieces.join('')}${line}`);
      pieces = [];
    }
    if (rest !== '') pieces.push(rest);
  });
}
