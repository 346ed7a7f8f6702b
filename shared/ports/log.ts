/** The log for operators. */
import type { LogCode } from '../log-codes.ts';

export interface Log {
  info(code: LogCode, fields?: Readonly<Record<string, unknown>>): void;
  warn(code: LogCode, fields?: Readonly<Record<string, unknown>>): void;
  error(code: LogCode, fields?: Readonly<Record<string, unknown>>): void;
}
