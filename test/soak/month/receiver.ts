/** The receiver of webhooks of a month: it takes what comes, or is not well. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface MonthReceiver {
  readonly url: string;
  /** The ids of all deliveries that it has taken, and how often. */
  readonly taken: ReadonlyMap<string, number>;
  /** Whether it refuses what comes from now on. */
  refusing: boolean;
  close(): Promise<void>;
}

/** Starts the receiver. */
export async function startMonthReceiver(): Promise<MonthReceiver> {
  const taken = new Map<string, number>();
  const receiver = { refusing: false };
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const id = String(request.headers['webhook-id']);
      if (!receiver.refusing) taken.set(id, (taken.get(id) ?? 0) + 1);
      response.writeHead(receiver.refusing ? 503 : 204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}
