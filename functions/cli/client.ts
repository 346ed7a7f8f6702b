/** Where the command line finds its circle. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CircleApiError } from '../../shared/client/api-error.ts';
import { type CircleClient, circleClient } from '../../shared/client/client.ts';
import { systemFailureInWords } from '../../shared/domain/system-words.ts';
import { CircleError, InvalidInput, messageOf, Unauthorized } from '../../shared/errors.ts';
import { causeOfConnection, tlsInWords } from '../../shared/network/connection-words.ts';
import { outgoing, outgoingFetch } from '../../shared/network/outgoing.ts';
import { refusalInWords, refusalOfProxy } from '../../shared/network/through-proxy.ts';
import { type Environment, meantBy, pathMeant, settingOf } from '../../shared/runtime/setting.ts';

/** Where the API is and what opens it. */
export interface Address {
  readonly url: string;
  readonly key: string | undefined;
  /** Nobody has named an address: it is that of a server started here. */
  readonly here: boolean;
}

/**
 * The address from `--url`, the environment, or the data folder of a server started here. A variable that is set to nothing counts as not
 * set; builds do so with a secret that they do not have, so what goes wrong then says it.
 */
export function findAddress(url: string | undefined, environment: Environment): Address {
  const named = meantBy(url) ?? settingOf(environment, 'CIRCLE_URL');
  const file = join(pathMeant(settingOf(environment, 'CIRCLE_DATA') ?? '.circle', 'CIRCLE_DATA'), 'api-key');
  return {
    url: (named ?? `http://127.0.0.1:${localPort(environment)}`).replace(/(?<!\/)\/+$/, ''),
    key: settingOf(environment, 'CIRCLE_API_KEY') ?? readKey(file),
    here: named === undefined,
  };
}

/** Where a server started in this environment listens; other programs put other things into `PORT`. */
function localPort(environment: Environment): string {
  return [settingOf(environment, 'CIRCLE_PORT'), settingOf(environment, 'PORT')].find((port) => /^\d{1,5}$/.test(port ?? '')) ?? '7330';
}

/** Repetitions for a command that nobody watches: 6 seconds in all, in which a server can start again. */
export const patientRetries = 5;

/** The client of an address. Throws `Unauthorized` if there is no key to call it with. */
export function openClient({ url, key }: Address, retries?: number): CircleClient {
  // What is wrong with the way out is said before it is taken.
  outgoing();
  requireAddress(url);
  if (key !== undefined) return circleClient({ url, key, retries, fetch: outgoingFetch });
  throw new Unauthorized(
    `no key: set CIRCLE_API_KEY, or run this where \`npm start\` was run (it keeps its key in .circle/api-key)${sayEmpty(process.env)}`,
  );
}

function requireAddress(url: string): void {
  const read = URL.parse(url);
  if (read !== null && /^https?:$/.test(read.protocol) && read.hostname !== '') return;
  throw new InvalidInput([{ field: 'CIRCLE_URL, or --url', message: 'must be an address such as http://127.0.0.1:7330' }]);
}

/** What is said of an error to whoever ran the command: in words, also where the system has spoken. */
export function failureInWords(error: unknown): string {
  return sentenceOf(error) ?? systemFailureInWords(error) ?? `unexpected: ${messageOf(error)}`;
}

/** The message of an error for a person, or undefined for one that nobody expected. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof CircleApiError) {
    const refused = refusalOfProxy(error);
    if (refused) return `${error.message}: ${refusalInWords(refused)}`;
    return error.type === 'unreachable' ? unreachableInWords(error) : error.message;
  }
  return error instanceof CircleError ? error.message : undefined;
}

function unreachableInWords({ message, cause }: CircleApiError): string {
  const { code, where } = causeOfConnection(cause);
  const tls = tlsInWords(code);
  if (tls !== undefined) return `${message}: ${tls} (${code})`;
  const at = [code, where].filter((word) => word !== '').join(' ');
  return `${message}${at === '' ? '' : ` (${at})`}: start one with \`npm start\`, or set CIRCLE_URL${sayEmpty(process.env)}`;
}

/** Which of the two variables are there and hold nothing, in words; empty where none is. */
function sayEmpty(environment: Environment): string {
  const empty = ['CIRCLE_URL', 'CIRCLE_API_KEY'].filter(
    (name) => environment[name] !== undefined && meantBy(environment[name]) === undefined,
  );
  return empty.map((name) => `; ${name} is empty`).join('');
}

function readKey(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    // No server has been started here: `openClient` says what to do.
    return undefined;
  }
}
