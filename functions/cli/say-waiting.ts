/** A word every few seconds while a command waits, so that nobody takes it for dead. */
import { progressStream, tell } from './output.ts';

/** Milliseconds of silence until a word. */
const silenceMs = 5000;

/** A wait that is told of. */
export interface Waiting {
  /** Something has been told by itself, such as an opinion. */
  heard(event: { readonly type: string; readonly opinion?: { readonly round?: number | undefined } }): void;
  /** The wait is over. */
  stop(): void;
}

/** Begins to wait. Only a terminal is told: in a log the lines would stand for nothing. */
export function sayWaiting(toPerson: boolean = progressStream.isTTY, say: (line: string) => void = tell): Waiting {
  const began = performance.now();
  let heard = 0;
  const word = () => {
    const seconds = Math.round((performance.now() - began) / 1000);
    say(`… waiting, ${seconds} s${heard === 0 ? '' : `, ${heard} heard so far`}; Ctrl-C cancels`);
  };
  const timer = toPerson ? setInterval(word, silenceMs) : undefined;
  timer?.unref();
  return {
    heard({ type, opinion }) {
      if (type === 'opinion' && opinion?.round === undefined) heard += 1;
      timer?.refresh();
    },
    stop: () => clearInterval(timer),
  };
}
