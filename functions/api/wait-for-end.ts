/** A request that is held for the end of its consultation, and let go when the server stops. */
import { once } from 'node:events';
import type { ApiOptions } from './options.ts';

/** Resolves when the consultation has ended, after `milliseconds`, or when the server begins to stop: the caller then gets its id. */
export async function waitForEnd(
  consultationId: string,
  milliseconds: number,
  { ports, closing }: Pick<ApiOptions, 'ports' | 'closing'>,
): Promise<void> {
  const ended = ports.runs.waitForEnd(consultationId, milliseconds);
  if (!closing) return ended;
  if (closing.aborted) return;
  const released = new AbortController();
  const stopped = once(closing, 'abort', { signal: released.signal }).catch(() => undefined);
  await Promise.race([ended, stopped]).finally(() => released.abort());
}

/** The signal that ends a stream: its reader has gone, or the server stops. */
export function endOfStream(gone: AbortSignal, { closing }: Pick<ApiOptions, 'closing'>): AbortSignal {
  return closing ? AbortSignal.any([gone, closing]) : gone;
}
