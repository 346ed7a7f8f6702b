/** The API as the command line sees it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { acceptedConsultation, type Consultation, consultation } from '../../shared/contract/consultation.ts';
import { problem } from '../../shared/contract/problem.ts';
import type { NewConsultation } from '../../shared/contract/question.ts';
import { CircleError, messageOf, Unauthorized, Unavailable } from '../../shared/errors.ts';

/** Where the API is and what opens it. */
export interface Address {
  readonly url: string;
  readonly key: string | undefined;
}

/** Milliseconds between looks at an open consultation: short beside a model's answer, long beside a request on loopback. */
const pollMs = 150;

/** The address from `--url`, the environment, or the data folder of a server started here. */
export function findAddress(url: string | undefined, environment: NodeJS.ProcessEnv): Address {
  const file = join(environment['CIRCLE_DATA'] ?? '.circle', 'api-key');
  return {
    url: (url ?? environment['CIRCLE_URL'] ?? `http://127.0.0.1:${environment['PORT'] ?? 7330}`).replace(/\/+$/, ''),
    key: environment['CIRCLE_API_KEY'] ?? readKey(file),
  };
}

/** Calls a route and parses its answer. Throws `CircleError`s with a sentence for people. */
export async function call<Schema extends z.ZodType>(
  address: Address,
  route: { readonly method: string; readonly path: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
  schema: Schema,
): Promise<z.output<Schema>> {
  if (address.key === undefined) {
    throw new Unauthorized('no key: set CIRCLE_API_KEY, or run this where `npm start` was run (it keeps its key in .circle/api-key)');
  }
  const response = await fetch(`${address.url}${route.path}`, {
    method: route.method,
    headers: { authorization: `Bearer ${address.key}`, 'content-type': 'application/json', ...route.headers },
    ...(route.body === undefined ? {} : { body: JSON.stringify(route.body) }),
  }).catch((cause: unknown) => {
    throw new Unavailable(`a circle at ${address.url} (start one with \`npm start\`, or set CIRCLE_URL); it`, { cause });
  });
  const text = await response.text();
  if (!response.ok) throw failureOf(response.status, text);
  return schema.parse(JSON.parse(text));
}

/** Asks, and calls `onProgress` with the consultation as it stands until it has ended. */
export async function askAndWait(
  address: Address,
  body: NewConsultation,
  onProgress: (state: Consultation) => void,
  onAccepted: (id: string) => void,
): Promise<Consultation> {
  // A connection that breaks after the server has accepted must not ask, and pay, twice.
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const route = { method: 'POST', path: '/v1/consultations', body, headers };
  const { id, links } = await retryOnce(() => call(address, route, acceptedConsultation));
  onAccepted(id);
  for (;;) {
    const state = await retryOnce(() => call(address, { method: 'GET', path: links.self }, consultation));
    onProgress(state);
    if (state.status !== 'open') return state;
    await sleep(pollMs);
  }
}

/** Cancels a consultation. */
export async function cancel(address: Address, id: string): Promise<void> {
  await call(address, { method: 'DELETE', path: `/v1/consultations/${id}` }, consultation);
}

async function retryOnce<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CircleError) || !error.retryable) throw error;
    await sleep(pollMs);
    return work();
  }
}

function failureOf(status: number, text: string): CircleError {
  try {
    const { type, detail, retryable } = problem.parse(JSON.parse(text));
    return new CircleError(type.replace(/^.*\//, ''), detail, { retryable });
  } catch (cause) {
    return new CircleError('HttpError', `the server answered ${status} (${messageOf(cause).slice(0, 80)})`, {
      retryable: status >= 500,
      cause,
    });
  }
}

function readKey(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    // No server has been started here: `call` says what to do.
    return undefined;
  }
}
