/** Settings as people and tools write them into an environment: empty is unset, blanks and paired quotes around a value are no part of it. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { writtenValue } from '../contract/written-value.ts';
import { InvalidConfiguration } from '../errors.ts';

/** Where settings are looked up by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value that is meant, or undefined where nothing is. */
export function meantBy(text: string | undefined): string | undefined {
  return writtenValue(text ?? '') || undefined;
}

/** The first of the variables that is set to something. */
export function settingOf(environment: Environment, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = meantBy(environment[name]);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** A path as a shell would have read it: a home folder is meant by `~`, and nobody else's home is known. Absolute. Throws `InvalidConfiguration`. */
export function pathMeant(text: string, source: string): string {
  if (text === '~' || text.startsWith('~/')) return resolve(homedir(), text.slice(2));
  if (text.startsWith('~')) throw new InvalidConfiguration(`${source} is "${text}": write the folder out, only ~/ is known`);
  if (text.includes('\0')) throw new InvalidConfiguration(`${source} holds a NUL character`);
  return resolve(text);
}
