/** `consensus serve` as a long-lived child. */
import * as z from 'zod';
import type { Log } from '../../ports/log.ts';
import { type LineAnswer, type LineProcess, lineProcess } from './line-process.ts';

/** What the core can be asked. */
export type CoreWord = 'weigh' | 'learn' | 'estimate' | 'read' | 'settled' | 'judge' | 'support';

/** The child, whichever one is running. */
export interface CoreProcess extends Omit<LineProcess, 'ask'> {
  /** What the core answers to a request, in the form of `answer`. Throws `Unavailable` if it cannot be had; a retry may help. */
  ask<Answer extends z.ZodType>(word: CoreWord, request: object, answer: Answer): Promise<z.output<Answer>>;
}

/** What the core says of a request that it refuses, in the form of a failed Lambda function. */
const refusal = z.object({ errorType: z.string(), errorMessage: z.string() });

/** Milliseconds of the core for one request: the largest panel takes a few seconds, on a machine that swaps perhaps ten times as long. */
const corePatienceMs = 40_000;
/** Milliseconds for what goes through all that a circle has been asked. */
const longPatienceMs = 900_000;
const long: readonly CoreWord[] = ['learn', 'estimate'];

/** Starts the core's binary and keeps it running. */
export function coreProcess(binary: string, log: Log, patienceMs: number = corePatienceMs): CoreProcess {
  const { ask, ...rest } = lineProcess({
    binary,
    argv: ['serve'],
    what: 'the consensus core',
    restarted: 'CORE_RESTARTED',
    notStarted: 'CORE_NOT_STARTED',
    log,
    read: readAnswer,
    patienceMs,
  });
  return {
    ...rest,
    ask: (word, request, answer) =>
      ask(
        (number) => `${number} ${word} ${JSON.stringify(request)}`,
        (json) => answer.parse(json),
        long.includes(word) ? longPatienceMs : undefined,
      ),
  };
}

/** The number of an answer and what stands behind it. Throws what `JSON.parse` throws for what is no answer. */
function readAnswer(line: string): LineAnswer {
  const space = line.indexOf(' ');
  const json: unknown = JSON.parse(line.slice(space + 1));
  return { number: Number(line.slice(0, Math.max(space, 0))), json, refusal: refusal.safeParse(json).data?.errorMessage };
}
