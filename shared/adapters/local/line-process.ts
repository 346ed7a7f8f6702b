/** A long-lived child: a request a line in, an answer a line out, in order. It is started anew where it ends, is out of step or says nothing any more. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { messageOf, Unavailable } from '../../errors.ts';
import type { Log } from '../../ports/log.ts';

/** The program, and how its lines are written and read. */
export interface LineProcessOptions {
  readonly binary: string;
  readonly argv: readonly string[];
  /** What it is, for messages. */
  readonly what: string;
  readonly restarted: 'CORE_RESTARTED' | 'RULES_RESTARTED';
  readonly notStarted: 'CORE_NOT_STARTED' | 'RULES_NOT_STARTED';
  readonly log: Log;
  /** The number of an answer and what it holds, or the refusal of its request. Throws for what is no answer. */
  readonly read: (line: string) => LineAnswer;
  /** Milliseconds in which each request is answered, once those before it are; a child that has said nothing by then is stuck. */
  readonly patienceMs: number;
}

/** One line of a child. */
export interface LineAnswer {
  readonly number: number;
  readonly json: unknown;
  /** Why the request was refused. */
  readonly refusal?: string | undefined;
}

/** The child, whichever one is running. */
export interface LineProcess {
  /** What the child answers to a request, as `take` reads it. Throws `Unavailable` if it cannot be had; a retry may help. @default `patienceMs` as it was started with */
  ask<Answer>(write: (number: number) => string, take: (json: unknown) => Answer, patienceMs?: number): Promise<Answer>;
  /** Starts a child where none is running. Resolves with why none can be started, once each second at most, or undefined where one was. */
  whyNotStarted(): Promise<string | undefined>;
  /** Whether a child is running, and answers as far as anybody waits for it. */
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
  readonly patienceMs: number;
  tries: number;
}

/** A child and the requests that it has not answered yet, each child its own: a late line of a dead one must meet no other's request. */
interface Child {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly waiting: Waiting[];
  /** Resolves when it is known whether it was started. */
  readonly begun: Promise<unknown>;
  gone: boolean;
  /** Ends a child that does not answer the request which is due. */
  watch?: { readonly timer: NodeJS.Timeout; readonly since: number };
}

/** A child computes and reads no variable: the keys of providers are none of its business. */
const noEnvironment = {};

/** Children that may end over one request. Requests are answered in order, so it is the first one waiting that ended a child. */
const maxTries = 2;

/** Milliseconds for what may have arrived while the machine slept: it is read before a child counts as stuck. */
const graceMs = 1000;

/** Milliseconds between two starts of what cannot be started; one that runs for as long was started. */
const startPauseMs = 1000;

/** Starts the program and keeps it running. */
export function lineProcess({ binary, argv, what, restarted, notStarted, log, read, ...options }: LineProcessOptions): LineProcess {
  let closed = false;
  /** Why the last start failed. */
  let failure: string | undefined;
  let startedAt = performance.now();
  let requests = 0;
  let running = start();

  function start(): Child {
    startedAt = performance.now();
    const child = spawn(binary, [...argv], { stdio: ['pipe', 'pipe', 'ignore'], env: noEnvironment });
    const begun = new Promise<void>((resolve) => child.once('spawn', resolve).once('error', () => resolve()));
    const started: Child = { child, waiting: [], begun, gone: false };
    const isWell = () => {
      if (runs(started)) failure = undefined;
    };
    if (failure !== undefined) setTimeout(isWell, startPauseMs).unref();
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

  /** A child is gone: what it had not answered goes to the next one, or fails where that has been tried. */
  function replace(dead: Child, cause?: unknown): void {
    // A child that could not be spawned reports both an error and a close.
    if (closed || dead.gone) return;
    dead.gone = true;
    clearTimeout(dead.watch?.timer);
    const unanswered = dead.waiting.splice(0);
    const [first] = unanswered;
    if (first) first.tries += 1;
    tellOfEnd(dead, unanswered.length, cause);
    for (const entry of unanswered) {
      if (entry.tries < maxTries) give(entry);
      else entry.reject(new Unavailable(what, { cause }));
    }
  }

  /** Tells of a child that is gone; one that cannot be started is told of once. */
  function tellOfEnd({ child }: Child, unanswered: number, cause: unknown): void {
    const code = codeOfStart(child, cause);
    if (code === undefined) {
      log.warn(restarted, { unanswered });
      return;
    }
    const known = failure;
    failure = `${what} cannot be started (${code})`;
    if (known === undefined) log.error(notStarted, { unanswered, reason: cause === undefined ? code : messageOf(cause) });
  }

  /** An idle child that is gone is started anew by the next request only: a broken binary must not spin. */
  function give(entry: Waiting): void {
    if (!runs(running)) running = start();
    running.waiting.push(entry);
    if (running.waiting.length === 1) watch(running);
    send(running.child.stdin, entry.line);
  }

  /** Gives the request that is due its time. A child that is stuck is ended in a way that a stopped one obeys too. */
  function watch(from: Child): void {
    clearTimeout(from.watch?.timer);
    delete from.watch;
    const [due] = from.waiting;
    if (due === undefined) return;
    const end = () => {
      if (from.waiting[0] !== due) return;
      from.child.kill('SIGKILL');
      replace(from, new Error(`${what} gave no answer within ${due.patienceMs} ms`));
    };
    const timer = setTimeout(() => setTimeout(end, graceMs).unref(), due.patienceMs).unref();
    from.watch = { timer, since: performance.now() };
  }

  /** A line answers the request that its child has held longest, or the channel is out of step and ends with its child. */
  function settle(from: Child, line: string): void {
    if (from.gone) return;
    try {
      answer(what, from, read(line));
      failure = undefined;
      watch(from);
    } catch (cause) {
      from.child.kill();
      replace(from, cause);
    }
  }

  return {
    async ask(write, readJson, patienceMs = options.patienceMs) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new Unavailable(what));
        requests += 1;
        const line = `${write(requests)}\n`;
        give({ number: requests, line, resolve: (json) => resolve(readJson(json)), reject, patienceMs, tries: 0 });
      });
    },
    async whyNotStarted() {
      const mayStart = failure === undefined || performance.now() - startedAt >= startPauseMs;
      if (!closed && mayStart && !runs(running)) running = start();
      await running.begun;
      return failure;
    },
    pid: () => running.child.pid,
    alive: () => !closed && failure === undefined && runs(running) && answers(running),
    close() {
      closed = true;
      running.child.stdin.end();
      running.child.kill();
      for (const entry of running.waiting) entry.reject(new Unavailable(what));
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

function runs({ child, gone }: Child): boolean {
  return !gone && child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Of the loader of programs, where a library of one is missing. */
const notLoadedCode = 127;

/** The code of a start that failed; undefined for a child that has run. */
function codeOfStart({ pid, exitCode }: Child['child'], cause: unknown): string | undefined {
  if (exitCode === notLoadedCode) return `exit ${notLoadedCode}`;
  if (pid !== undefined) return undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'no process';
}

/** Whether less than half of the time is over of the request that is due. */
function answers({ watch, waiting: [due] }: Child): boolean {
  return watch === undefined || due === undefined || performance.now() - watch.since < due.patienceMs / 2;
}

/** Gives an answer to the request that waits for it. Throws if it is not the one that is due, or not what was asked for. */
function answer(what: string, { waiting }: Child, { number, json, refusal }: LineAnswer): void {
  const [entry] = waiting;
  if (entry?.number !== number) throw new Error(`${what} answered request ${number} and not ${String(entry?.number)}`);
  if (refusal !== undefined) entry.reject(new Unavailable(what, { cause: new Error(refusal) }));
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
