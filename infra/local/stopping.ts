/** How the server ends: first it takes nothing new and lets what is under way come to its end, and at a second signal it is gone. */
import { constants } from 'node:os';

/** Signals that ask the server to end. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Milliseconds within which signals are one wish: a terminal tells the server of its Ctrl-C, and so does npm. */
const oneWishMs = 1000;
/** Milliseconds between looks at whether npm is still there. */
const parentLookMs = 500;

/** Calls `stop` at the first wish to end. A second one, by a signal, ends the process at once. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let firstAt: number | undefined;
  const begin = () => {
    firstAt ??= performance.now();
    void stop();
  };
  for (const signal of signals) {
    process.on(signal, () => {
      if (firstAt === undefined) begin();
      else if (performance.now() - firstAt > oneWishMs) process.exit(128 + constants.signals[signal]);
    });
  }
  stopWithParent(() => {
    if (firstAt === undefined) begin();
  });
}

/** A signal for `npm start` ends npm and its shell, and neither hands it on; a server without them would keep port and data. */
function stopWithParent(stop: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, parentLookMs).unref();
}
