/** How the connection of a request ends, as the Node server sees it. */
import type { ServerResponse } from 'node:http';
import type { ConnectionEnd } from '../../functions/api/options.ts';

/** Resolves when the answer of a request has been handed to the network whole, or its client is gone before that. */
export function connectionEnd(bindings: unknown): Promise<ConnectionEnd> {
  const { outgoing } = bindings as { readonly outgoing: ServerResponse };
  return new Promise((resolve) => {
    const tell = () => resolve(outgoing.writableFinished ? 'delivered' : 'lost');
    if (outgoing.closed) tell();
    else outgoing.once('close', tell);
  });
}
