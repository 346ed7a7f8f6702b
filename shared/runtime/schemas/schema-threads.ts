/**
 * Schemas and the answers that are held to them, in threads of their own: whoever sends one sizes the work, and the thread that serves
 * everybody must not do it. The same in both modes; a bundle has the thread's code in a file beside it. Not a pool of a library: those
 * start their threads from files of their own, which a bundle has not.
 */
import { Worker } from 'node:worker_threads';
import type { ReadAnswer } from '../../domain/answer-schema.ts';
import type { JsonSchema } from '../../domain/kept-schema.ts';
import { InvalidInput, Unavailable } from '../../errors.ts';
import { afterAwake } from '../../time/awake.ts';
import type { SchemaAnswers, SchemaRequest } from './schema-request.ts';

/** Threads at most: while a hostile schema holds one for its time, another goes on. */
const mostThreads = 2;
/** Requests that wait at most: more would wait longer than anybody does. */
const mostWaiting = 2000;
/** Milliseconds for a request. The thread gives up by itself after some seconds; this is for what it cannot give up. */
const patienceMs = 10_000;
/** Megabytes of a thread: a schema and an answer of the largest size take a tenth of it. */
const resourceLimits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

const entry = new URL(import.meta.url.endsWith('.ts') ? './schema-worker.ts' : './schema-worker.mjs', import.meta.url);

interface Job {
  readonly request: SchemaRequest;
  readonly resolve: (answer: SchemaAnswers[SchemaRequest['word']]) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
  /** Takes the limit of its job back. */
  cancelLimit: (() => void) | undefined;
}

const threads = new Set<Thread>();
const waiting: Job[] = [];

/** A body with its schema as the run keeps it. Throws `InvalidInput` for one that does not compile or costs too much, `Unavailable` where too many wait. */
export async function usableQuestion<Body extends { readonly schema?: JsonSchema | undefined }>(
  body: Body,
): Promise<{ readonly body: Body; readonly schema: string | undefined }> {
  return { body, schema: body.schema && (await requireUsable(body.schema)) };
}

async function requireUsable(schema: JsonSchema): Promise<string> {
  const text = JSON.stringify(schema);
  const why = await ask({ word: 'why-unusable', schema: text }).catch(asFlaw);
  if (why === undefined) return text;
  throw new InvalidInput([{ field: 'schema', message: typeof why === 'string' ? why : `is no JSON Schema that can be used: ${why.flaw}` }]);
}

/** What a text answers under a schema, or why it answers nothing. Throws `Unavailable` where too many wait. */
export async function readAnswer(schema: string, text: string): Promise<ReadAnswer> {
  return ask({ word: 'read', schema, text }).catch(asFlaw);
}

/** Throws `InvalidInput` for an answer of a caller that does not conform to the schema of its question, `Unavailable` where too many wait. */
export async function requireConforming(schema: string, answer: string): Promise<string> {
  const read = await readAnswer(schema, answer);
  if ('answer' in read) return read.answer;
  throw new InvalidInput([{ field: 'answer', message: `does not conform to the schema of the question: ${read.flaw}` }]);
}

/** Ended for what it was asked: no further attempt would end otherwise. */
class Stopped extends Error {}

function asFlaw(error: unknown): { readonly flaw: string; readonly readable: boolean } {
  if (error instanceof Stopped) return { flaw: error.message, readable: true };
  throw error;
}

function ask<Word extends SchemaRequest['word']>(request: SchemaRequest & { readonly word: Word }): Promise<SchemaAnswers[Word]> {
  return new Promise((resolve, reject) => {
    if (waiting.length >= mostWaiting) return reject(new Unavailable('room for one more schema to check'));
    // A thread answers in the word's own form.
    waiting.push({ request, resolve: (answer) => resolve(answer as SchemaAnswers[Word]), reject });
    handOut();
  });
}

/** Gives what waits to threads that are idle, and starts one more where there may be more. */
function handOut(): void {
  while (waiting.length > 0) {
    const idle = [...threads].find(({ job }) => job === undefined) ?? (threads.size < mostThreads ? startThread() : undefined);
    const job = idle && waiting.shift();
    if (!job) return;
    idle.job = job;
    idle.cancelLimit = afterAwake(patienceMs, () => end(idle, new Stopped(`it takes more than ${patienceMs / 1000} s`)));
    idle.worker.ref();
    idle.worker.postMessage(job.request);
  }
}

/** Without the environment: what holds a key is none of its business. */
function startThread(): Thread {
  const thread: Thread = { worker: new Worker(entry, { env: {}, execArgv: [], resourceLimits }), job: undefined, cancelLimit: undefined };
  threads.add(thread);
  thread.worker.on('message', (answer: SchemaAnswers[SchemaRequest['word']]) => {
    const done = thread.job;
    rest(thread);
    done?.resolve(answer);
    handOut();
  });
  thread.worker.on('error', (error: Error) => end(thread, whyEnded(error)));
  thread.worker.on('exit', () => end(thread, new Unavailable('the thread of schemas')));
  return thread;
}

function whyEnded(error: Error): Error {
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return new Stopped('it takes more memory than there is for one');
  return new Unavailable('the thread of schemas', { cause: error });
}

/** An idle thread keeps no process alive. */
function rest(thread: Thread): void {
  thread.cancelLimit?.();
  thread.job = undefined;
  thread.worker.unref();
}

/** Ends a thread, and the job that it holds; what waits goes to others. */
function end(thread: Thread, reason: Error): void {
  if (!threads.delete(thread)) return;
  const held = thread.job;
  rest(thread);
  void thread.worker.terminate();
  held?.reject(reason);
  handOut();
}
