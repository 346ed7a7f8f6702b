/** Where the command line finds its circle. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CircleApiError } from '../../shared/client/api-error.ts';
import { type CircleClient, circleClient } from '../../shared/client/client.ts';
import { CircleError, InvalidInput, Unauthorized } from '../../shared/errors.ts';

/** Where the API is and what opens it. */
export interface Address {
  readonly url: string;
  readonly key: string | undefined;
}

/**
 * The address from `--url`, the environment, or the data folder of a server started here. Throws `InvalidInput` for a variable that is set to
 * nothing, as builds do with a secret that they do not have.
 */
export function findAddress(url: string | undefined, environment: NodeJS.ProcessEnv): Address {
  if (url === undefined && environment['CIRCLE_URL'] === '') throw emptyVariable('CIRCLE_URL');
  if (environment['CIRCLE_API_KEY'] === '') throw emptyVariable('CIRCLE_API_KEY');
  const file = join(environment['CIRCLE_DATA'] ?? '.circle', 'api-key');
  return {
    url: (url ?? environment['CIRCLE_URL'] ?? `http://127.0.0.1:${environment['PORT'] ?? 7330}`).replace(/\/+$/, ''),
    key: environment['CIRCLE_API_KEY'] ?? readKey(file),
  };
}

/** Repetitions for a command that nobody watches: 6 seconds in all, in which a server can start again. */
export const patientRetries = 5;

/** The client of an address. Throws `Unauthorized` if there is no key to call it with. */
export function openClient({ url, key }: Address, retries?: number): CircleClient {
  if (key !== undefined) return circleClient({ url, key, retries });
  throw new Unauthorized('no key: set CIRCLE_API_KEY, or run this where `npm start` was run (it keeps its key in .circle/api-key)');
}

/** What a person is told of an error, or undefined for one that nobody expected. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof CircleApiError) {
    return error.type === 'unreachable' ? `${error.message}: start one with \`npm start\`, or set CIRCLE_URL` : error.message;
  }
  return error instanceof CircleError ? error.message : undefined;
}

function emptyVariable(name: string): InvalidInput {
  return new InvalidInput([{ field: name, message: 'is empty' }]);
}

function readKey(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    // No server has been started here: `openClient` says what to do.
    return undefined;
  }
}
