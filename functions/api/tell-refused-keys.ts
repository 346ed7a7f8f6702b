/** Tells the log of keys that are refused, with the address that they come from: who guesses, and who has kept an old key, is seen. */
import type { MiddlewareHandler } from 'hono';
import * as z from 'zod';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Log } from '../../shared/ports/log.ts';

/** Milliseconds between two lines about one address. */
const quietMs = 60_000;
/** Addresses that are kept in mind. */
const mostAddresses = 1000;

/** What is known of an address: when it was last told of, and what has come since. */
interface Seen {
  toldAt: number;
  untold: number;
}

/** The connection, as the Node server hands it on; behind a proxy it is the proxy's. */
const connection = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) });

/** Counts requests that carry a key and are refused for it; one line a minute and address, with how many there were. */
export function tellRefusedKeys(log: Log, clock: Pick<Clock, 'monotonic'>): MiddlewareHandler {
  const seen = new Map<string, Seen>();
  return async (context, next) => {
    await next();
    if (context.res.status !== 401 || context.req.header('authorization') === undefined) return;
    const address = connection.safeParse(context.env).data?.incoming.socket.remoteAddress ?? 'unknown';
    const known = seen.get(address) ?? { toldAt: Number.NEGATIVE_INFINITY, untold: 0 };
    known.untold += 1;
    if (clock.monotonic() - known.toldAt >= quietMs) {
      log.warn('KEY_REFUSED', { address, requests: known.untold, path: context.req.path.slice(0, 100) });
      Object.assign(known, { toldAt: clock.monotonic(), untold: 0 });
    }
    remember(seen, address, known);
  };
}

/** The address that was seen last stands last; of too many, the one that was seen first is forgotten. */
function remember(seen: Map<string, Seen>, address: string, known: Seen): void {
  seen.delete(address);
  seen.set(address, known);
  const [oldest] = seen.keys();
  if (seen.size > mostAddresses && oldest !== undefined) seen.delete(oldest);
}
