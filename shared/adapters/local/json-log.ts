/** One JSON line an entry, on a stream of one's choice. */
import { type LogCode, logCodes } from '../../log-codes.ts';
import type { Log } from '../../ports/log.ts';

const levels = ['info', 'warn', 'error'] as const;
type Level = (typeof levels)[number];

/** Writes entries of `level` and above. */
export function jsonLog(options: { readonly write: (line: string) => void; readonly level: Level | 'silent' }): Log {
  const least = options.level === 'silent' ? levels.length : levels.indexOf(options.level);
  const at =
    (level: Level) =>
    (code: LogCode, fields: Readonly<Record<string, unknown>> = {}) => {
      if (levels.indexOf(level) < least) return;
      options.write(`${JSON.stringify({ at: new Date().toISOString(), level, code, message: logCodes[code], ...fields })}\n`);
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
