/** Waiting for what other processes do: look again until it holds, up to a bound. */
import { setTimeout as pause } from 'node:timers/promises';

const betweenLooksMs = 25;

/**
 * Looks until `look` neither throws nor returns undefined, and returns what it found.
 * After `withinMs` it throws what the last look threw.
 */
export async function eventually<Found>(look: () => Promise<Found | undefined> | Found | undefined, withinMs: number): Promise<Found> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const failure = await attempt(look);
    if ('found' in failure) return failure.found;
    if (performance.now() >= giveUpAt) throw failure.reason ?? new Error(`nothing was seen within ${withinMs} ms`);
    await pause(betweenLooksMs);
  }
}

async function attempt<Found>(
  look: () => Promise<Found | undefined> | Found | undefined,
): Promise<{ readonly found: Found } | { readonly reason: unknown }> {
  try {
    const found = await look();
    return found === undefined ? { reason: undefined } : { found };
  } catch (reason) {
    return { reason };
  }
}
