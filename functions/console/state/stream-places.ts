/**
 * Places for streams of events. A browser opens six connections to a server over HTTP/1.1, for all its tabs together, and a stream keeps
 * one for as long as it lasts: whoever has no place looks now and then instead.
 */

/** Streams of one browser: half of its connections stay free for everything else. */
const places = ['0', '1', '2'] as const;

/** Does `work` while this tab holds a place, once one is free; resolves when it is done. Throws the reason of `signal`, or what `work` throws. */
export async function whenPlaced(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const { locks } = navigator as { readonly locks?: LockManager };
  // Pages over plain HTTP from another machine have no locks: there each visible tab has its stream.
  if (!locks) return work();
  for (const place of places) {
    const done = await locks.request(nameOf(place), { ifAvailable: true }, async (held) => {
      if (!held) return false;
      await work();
      return true;
    });
    if (done) return;
    signal.throwIfAborted();
  }
  // All are taken. Tabs wait at places of their own choice, so that no line is much longer than another.
  const place = places[Math.floor(Math.random() * places.length)] ?? places[0];
  await locks.request(nameOf(place), { signal }, work);
}

/** Locks are shared by all pages of an origin. */
function nameOf(place: string): string {
  return `circle-events-${place}`;
}
