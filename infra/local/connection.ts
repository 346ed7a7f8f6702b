/** The connection of a request, as the Node server has it. */
import type { ServerResponse } from 'node:http';
import type { Connection, ConnectionEnd } from '../../functions/api/options.ts';

/** Milliseconds in which what was written gets from the stream of an answer to its connection. */
const writtenMs = 50;

/** The connection behind the bindings of a request. */
export function connectionOf(bindings: unknown): Connection {
  const { outgoing } = bindings as { readonly outgoing: ServerResponse };
  const ended = new Promise<ConnectionEnd>((resolve) => {
    const tell = () => resolve(outgoing.writableFinished ? 'delivered' : 'lost');
    if (outgoing.closed) tell();
    else outgoing.once('close', tell);
  });
  return {
    ended,
    async cut() {
      await new Promise((resolve) => setTimeout(resolve, writtenMs));
      // Sends what is written, and no end of the body.
      outgoing.socket?.destroySoon();
    },
  };
}
