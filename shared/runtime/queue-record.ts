/** What a worker gets from a queue, whichever queue it is. */
import type { z } from 'zod';
import { readStored } from '../contract/stored.ts';
import { InvalidInput } from '../errors.ts';
import type { Log } from '../ports/log.ts';
import { refuseMisfit } from './define-function.ts';

/** What a worker needs of a queue's record. */
export interface QueueRecord {
  readonly body: string;
  /** How often it has been received; unknown where a queue does not report it. */
  readonly receives: number | undefined;
  /** Nobody will receive it again: what fails now fails for good. */
  readonly last?: boolean;
  /** Its workers have stopped so often that it may be what stops them: it is not to be tried again. */
  readonly stalled?: boolean;
  /** Milliseconds that its worker has left; without limit where this is absent. */
  readonly remainingMs?: () => number;
}

/** The message in a record's body. Throws `InvalidInput`, after a note in the log without the text. */
export function parseRecord<Schema extends z.ZodType>(schema: Schema, body: string, { log }: { readonly log: Log }): z.output<Schema> {
  try {
    return refuseMisfit(() => readStored(schema, JSON.parse(body)));
  } catch (cause) {
    log.error('MESSAGE_REJECTED', { bytes: Buffer.byteLength(body) });
    throw cause instanceof InvalidInput ? cause : new InvalidInput([{ field: '', message: 'the message is not JSON' }], { cause });
  }
}
