/** The rules port on the binary `review`: a request a line in, an answer a line out. */
import * as z from 'zod';
import { ruling } from '../../contract/rules.ts';
import { isBroken } from '../../contract/undone-rules.ts';
import type { Log } from '../../ports/log.ts';
import type { Rules } from '../../ports/rules.ts';
import { type LineAnswer, type LineProcess, lineProcess } from './line-process.ts';

/** The rules port, and its end. */
export interface ChildRules extends Rules, Pick<LineProcess, 'alive' | 'close'> {}

/** Rulings that are kept: all seats of a question ask the same within moments. */
const mostKept = 8;
/** Milliseconds for which one is kept in which a rule came to no end: for the other seats, and not for whoever asks again. */
const brokenKeptMs = 30_000;
/** Milliseconds for the files of one question: rules have bounds of their own, and a worker has no more. */
const patienceMs = 900_000;

const envelope = z.looseObject({ id: z.string().nullable(), error: z.string().optional() });

/** Starts the binary when the first files come, and keeps it running. */
export function childRules({ binary, log }: { readonly binary: string; readonly log: Log }): ChildRules {
  let child: LineProcess | undefined;
  const kept = new Map<string, ReturnType<Rules['judge']>>();
  const program = { binary, argv: [], what: 'the set of rules', read: readAnswer, patienceMs };
  const start = () => lineProcess({ ...program, restarted: 'RULES_RESTARTED', notStarted: 'RULES_NOT_STARTED', log });
  return {
    judge(request) {
      const text = JSON.stringify(request);
      const known = kept.get(text);
      if (known !== undefined) return known;
      child ??= start();
      const asked = child.ask(
        (number) => `{"id":"${number}",${text.slice(1)}`,
        (json) => ruling.parse(json),
      );
      const [oldest] = kept.keys();
      if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
      kept.set(text, asked);
      const forget = () => {
        if (kept.get(text) === asked) kept.delete(text);
      };
      // What went wrong once may go well the next time.
      asked.then(({ notReviewed }) => {
        if (notReviewed.some(isBroken)) setTimeout(forget, brokenKeptMs).unref();
      }, forget);
      return asked;
    },
    alive: () => child?.alive() ?? true,
    close: () => child?.close(),
  };
}

function readAnswer(line: string): LineAnswer {
  const json: unknown = JSON.parse(line);
  const { id, error } = envelope.parse(json);
  return { number: Number(id), json, refusal: error };
}
