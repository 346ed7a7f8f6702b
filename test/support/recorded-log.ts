/** A log that can be read again. */
import type { LogCode } from '../../shared/log-codes.ts';
import type { Log } from '../../shared/ports/log.ts';

export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly code: LogCode;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface RecordedLog extends Log {
  readonly entries: readonly LogEntry[];
  /** The fields of every entry with this code. */
  of(code: LogCode): readonly LogEntry['fields'][];
}

export function recordedLog(): RecordedLog {
  const entries: LogEntry[] = [];
  const at =
    (level: LogEntry['level']) =>
    (code: LogCode, fields: LogEntry['fields'] = {}) =>
      void entries.push({ level, code, fields });
  return {
    entries,
    of: (code) => entries.filter((entry) => entry.code === code).map(({ fields }) => fields),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
}
