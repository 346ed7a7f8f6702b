/** A limit of time that counts while the machine is awake, for what takes a signal. */
import { afterAwake } from './awake.ts';

/**
 * Does `work` with a signal that is aborted after `milliseconds` awake. Not `AbortSignal.timeout`: after a sleep that judges before what has
 * arrived meanwhile is read.
 */
export async function withinAwake<Result>(milliseconds: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const over = new AbortController();
  const cancel = afterAwake(milliseconds, () => over.abort(new DOMException(`not done within ${milliseconds} ms`, 'TimeoutError')));
  try {
    return await work(over.signal);
  } finally {
    cancel();
  }
}
