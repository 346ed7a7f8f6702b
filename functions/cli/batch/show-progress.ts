/** How far a batch is: a bar on a terminal, and a line for each tenth elsewhere. */
import { SingleBar } from 'cli-progress';

/** Where the progress is shown. */
export interface Progress {
  /** Another line has ended; `costUsd` is what all have cost so far. */
  advance(costUsd: number): void;
  stop(): void;
}

/** Shows progress on the error stream, so that nothing but results stands on the output. */
export function showProgress(total: number, doneBefore: number, costUsd: number, stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(total, doneBefore, costUsd, stream) : plainLines(total, doneBefore, stream);
}

function bar(total: number, doneBefore: number, costUsd: number, stream: NodeJS.WriteStream): Progress {
  const shown = new SingleBar({ format: '{bar} {value}/{total} · {cost} · {eta_formatted} left', hideCursor: true, stream });
  shown.start(total, doneBefore, { cost: dollars(costUsd) });
  return { advance: (spent) => shown.increment(1, { cost: dollars(spent) }), stop: () => shown.stop() };
}

function plainLines(total: number, doneBefore: number, stream: NodeJS.WriteStream): Progress {
  const step = Math.ceil(total / 10);
  let done = doneBefore;
  return {
    advance(spent) {
      done += 1;
      if (done % step === 0 || done === total) stream.write(`${done}/${total} · ${dollars(spent)}\n`);
    },
    stop: () => undefined,
  };
}

/** An amount for people. */
export function dollars(usd: number): string {
  return `$${usd.toFixed(4)}`;
}
