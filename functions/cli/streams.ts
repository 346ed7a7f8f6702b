/**
 * The two streams that the command writes to, which may end before it does. A reader that has seen enough closes its pipe: that is no
 * failure, and the command ends as it would have. An output that could not be written is one, unless the command has failed anyway. What
 * cannot be told on the error stream is dropped.
 */
import { failure } from './failure.ts';

/** How the platforms call a pipe whose reader is gone, and a write behind that. */
const closed = new Set(['EPIPE', 'EOF', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

/** Ends the process as soon as nobody reads its output, for a command that only talks to another program. */
export function endWithOutput(): void {
  process.stdout.once('error', () => process.exit(failure.code));
}

/** Takes the errors of both streams; without that the first one would end the process with a code that means something else. */
export function keepStreams(): void {
  let lost: string | undefined;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (closed.has(error.code ?? '')) return;
    if (lost === undefined) process.stderr.write(`circle: the output could not be written: ${error.code ?? 'unknown'}\n`);
    lost ??= error.code ?? 'unknown';
  });
  process.stderr.on('error', () => undefined);
  process.on('exit', (code) => {
    if (lost !== undefined && code === 0) process.exitCode = failure.code;
  });
}
