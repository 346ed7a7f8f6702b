/** A port of the loopback interface that nobody listens on. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Finds one. Another program may take it before it is used; throws if the system gives none. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
