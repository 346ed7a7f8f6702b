/** `consensus serve` as a long-lived child: a request a line in, an answer a line out, in order. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import * as z from 'zod';
import { Unavailable } from '../../errors.ts';
import type { Log } from '../../ports/log.ts';

/** What the core can be asked. */
export type CoreWord = 'weigh' | 'learn' | 'estimate' | 'read' | 'settled';

/** The child, whichever one is running. */
export interface CoreProcess {
  /** What the core answers to a request, in the form of `answer`. Throws `Unavailable` if it cannot be had; a retry may help. */
  ask<Answer extends z.ZodType>(word: CoreWord, request: object, answer: Answer): Promise<z.output<Answer>>;
  /** Whether a child is running. */
  alive(): boolean;
  /** The running child's process id, for the operator's eyes. */
  pid(): number | undefined;
  close(): void;
}

interface Waiting {
  readonly number: number;
  readonly line: string;
  /** Takes an answer; throws if it is not what was asked for. */
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
const noEnvironment = {};

/** Children that may end over one request. Requests are answered in order, so it is the first one waiting that ended a child. */
const maxTries = 2;

/** What the core says of a request that it refuses, in the form of a failed Lambda function. */
const refusal = z.object({ errorType: z.string(), errorMessage: z.string() });

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
    started.child.once('error', (cause) => {
      // A child that cannot be started is nobody's fault: all who wait have had one try.
      for (const entry of started.waiting.slice(1)) entry.tries += 1;
      replace(started, cause);
    });
    // Not 'exit', which may come before the last answers have been read.
    started.child.once('close', () => replace(started));
    return started;
  }

  /** A core is gone: what it had not answered goes to the next one, or fails where that has been tried. */
  function replace(dead: Core, cause?: unknown): void {
    // A child that could not be spawned reports both an error and a close.
    if (closed || dead.gone) return;
    dead.gone = true;
    const unanswered = dead.waiting.splice(0);
    const [first] = unanswered;
    if (first) first.tries += 1;
    log.warn('CORE_RESTARTED', { unanswered: unanswered.length });
    for (const entry of unanswered) {
      if (entry.tries < maxTries) give(entry);
      else entry.reject(new Unavailable('the consensus core', { cause }));
    }
  }

  /** An idle core that is gone is started anew by the next request only: a broken binary must not spin. */
  function give(entry: Waiting): void {
    if (!runs(core)) core = start();
    core.waiting.push(entry);
    send(core.child.stdin, entry.line);
  }

  /** A line answers the request that its core has held longest, or the channel is out of step and ends with its core. */
  function settle(from: Core, line: string): void {
    if (from.gone) return;
    try {
      take(from, readAnswer(line));
    } catch (cause) {
      from.child.kill();
      replace(from, cause);
    }
  }

  return {
    async ask(word, request, answer) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new Unavailable('the consensus core'));
        requests += 1;
        const line = `${requests} ${word} ${JSON.stringify(request)}\n`;
        give({ number: requests, line, resolve: (json) => resolve(answer.parse(json)), reject, tries: 0 });
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

/** What one turn of the event loop asks goes out in one write: each costs a call of the system. */
function send(stdin: Writable, line: string): void {
  if (stdin.writableCorked === 0) {
    stdin.cork();
    setImmediate(() => stdin.uncork());
  }
  stdin.write(line);
}

function runs({ child, gone }: Core): boolean {
  return !gone && child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** The number of an answer and what stands behind it. Throws what `JSON.parse` throws for what is no answer. */
function readAnswer(line: string): { readonly number: number; readonly json: unknown } {
  const space = line.indexOf(' ');
  return { number: Number(line.slice(0, Math.max(space, 0))), json: JSON.parse(line.slice(space + 1)) };
}

/** Gives an answer to the request that waits for it. Throws if it is not the one that is due, or not what was asked for. */
function take({ waiting }: Core, { number, json }: ReturnType<typeof readAnswer>): void {
  const [entry] = waiting;
  if (entry?.number !== number) throw new Error(`the core answered request ${number} and not ${String(entry?.number)}`);
  const refused = refusal.safeParse(json);
  if (refused.success) entry.reject(new Unavailable('the consensus core', { cause: new Error(refused.data.errorMessage) }));
  else entry.resolve(json);
  waiting.shift();
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
