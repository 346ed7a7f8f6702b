/** Where a deployed function finds the files of the web console. */
import { env } from '../contract/env.ts';

/** The folder that the stack names; undefined for a function that does not serve the console. */
export function consoleFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  return environment[env.consoleFolder] || undefined;
}
