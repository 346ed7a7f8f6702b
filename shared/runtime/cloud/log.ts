/** The log port of deployed functions: Powertools' JSON lines, correlated by consultation. */
import { Logger } from '@aws-lambda-powertools/logger';
import { type LogCode, logCodes } from '../../log-codes.ts';
import type { Log } from '../../ports/log.ts';

type Level = 'info' | 'warn' | 'error';
type Fields = Readonly<Record<string, unknown>>;

/** Writes each entry with its code, the code's sentence, and `correlation_id` where `fields` name a consultation. */
export function powertoolsLog(logger: Pick<Logger, Level> = new Logger()): Log {
  const at =
    (level: Level) =>
    (code: LogCode, fields: Fields = {}): void => {
      const { consultationId } = fields;
      const correlation = consultationId === undefined ? {} : { correlation_id: consultationId };
      logger[level](logCodes[code], { ...fields, ...correlation, code });
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
