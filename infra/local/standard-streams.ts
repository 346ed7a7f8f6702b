/** Standard output and error of a process that must outlive them: a full disk, a reader that went away, a terminal that was closed. */

/** What could not be written. */
export interface DroppedLines {
  /** How many writes have failed since the start. */
  count(): number;
}

/** The part of a stream that is guarded. */
interface GuardedStream {
  on(event: 'error', listener: () => void): unknown;
  write(text: string): boolean;
}

/** Drops and counts what a stream cannot take, whether it says so at once or later. Without this one line would end the process. */
export function guardStreams(streams: readonly GuardedStream[]): DroppedLines {
  let dropped = 0;
  for (const stream of streams) {
    stream.on('error', () => {
      dropped += 1;
    });
    const write = stream.write.bind(stream);
    // Files are written at once, and some failures are thrown to whoever writes.
    stream.write = (...args: [string]) => {
      try {
        return write(...args);
      } catch {
        dropped += 1;
        return false;
      }
    };
  }
  return { count: () => dropped };
}
