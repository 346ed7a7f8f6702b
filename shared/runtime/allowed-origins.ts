/** Origins of pages that may call /mcp, as an operator lists them. */
import { env } from '../contract/env.ts';
import { InvalidConfiguration } from '../errors.ts';

/** Reads a list with commas; `source` is named in the error. Throws `InvalidConfiguration` for what no browser would send as an origin. */
export function readOrigins(list: string | undefined, source: string): readonly string[] {
  const origins = (list ?? '').split(',').flatMap((entry) => entry.trim() || []);
  for (const origin of origins) {
    if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
    throw new InvalidConfiguration(`${source} must list origins such as https://agents.example, not "${origin}"`);
  }
  return origins;
}

/** What the stage's settings list. */
export function originsOfStage(): readonly string[] {
  return readOrigins(process.env[env.allowedOrigins], env.allowedOrigins);
}
