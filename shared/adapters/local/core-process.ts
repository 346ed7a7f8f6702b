/** `consensus serve` as a long-lived child. */
import * as z from 'zod';
import type { Log } from '../../ports/log.ts';
import { type LineAnswer, type LineProcess, lineProcess } from './line-process.ts';

/** What the core can be asked. */
export type CoreWord = 'weigh' | 'learn' | 'estimate' | 'read' | 'settled' | 'judge';

/** The child, whichever one is running. */
export interface CoreProcess extends Omit<LineProcess, 'ask'> {
  /** What the core answers to a request, in the form of `answer`. Throws `Unavailable` if it cannot be had; a retry may help. */
  ask<Answer extends z.ZodType>(word: CoreWord, request: object, answer: Answer): Promise<z.output<Answer>>;
}

/** What the core says of a request that it refuses, in the form of a failed Lambda function. */
const refusal = z.object({ errorType: z.string(), errorMessage: z.string() });

/** Starts the core's binary and keeps it running. */
export function coreProcess(binary: string, log: Log): CoreProcess {
  const { ask, ...rest } = lineProcess({
    binary,
    argv: ['serve'],
    what: 'the consensus core',
    restarted: 'CORE_RESTARTED',
    log,
    read: readAnswer,
  });
  return {
    ...rest,
    ask: (word, request, answer) =>
      ask(
        (number) => `${number} ${word} ${JSON.stringify(request)}`,
        (json) => answer.parse(json),
      ),
  };
}

/** The number of an answer and what stands behind it. Throws what `JSON.parse` throws for what is no answer. */
function readAnswer(line: string): LineAnswer {
  const space = line.indexOf(' ');
  const json: unknown = JSON.parse(line.slice(space + 1));
  return { number: Number(line.slice(0, Math.max(space, 0))), json, refusal: refusal.safeParse(json).data?.errorMessage };
}
