/** How long a caller would wait for an answer. */

/** Seconds of `Prefer: wait=N` (RFC 7240), or 0. */
export function preferredWait(prefer: string | undefined): number {
  const seconds = /(?:^|[,;\s])wait=(\d{1,6})\b/i.exec(prefer ?? '')?.[1];
  return seconds === undefined ? 0 : Number(seconds);
}
