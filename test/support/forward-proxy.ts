/** A forward proxy as companies have them: names are known to it alone, plain HTTP is passed on, and TLS goes through a tunnel. */
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface ForwardProxy {
  readonly url: string;
  /** `METHOD target` of all that has come, in order. */
  readonly seen: readonly string[];
  close(): Promise<void>;
}

/** Starts the proxy; `hosts` are the ports of this machine by the names that lead there, with the port that a URL names. */
export async function startForwardProxy(hosts: Readonly<Record<string, number>>): Promise<ForwardProxy> {
  const seen: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '');
    seen.push(`${incoming.method} ${url.origin}${url.pathname}`);
    const port = hosts[url.host];
    if (port === undefined) return void outgoing.writeHead(502).end('no such host');
    const { method, headers } = incoming;
    const forwarded = request({ host: '127.0.0.1', port, method, path: url.pathname + url.search, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  server.on('connect', (incoming, socket, head: Buffer) => {
    seen.push(`CONNECT ${incoming.url}`);
    const port = hosts[incoming.url ?? ''];
    if (port === undefined) return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const tunnel = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      tunnel.write(head);
      tunnel.pipe(socket).pipe(tunnel);
    });
    for (const end of [tunnel, socket]) end.on('error', () => void [tunnel.destroy(), socket.destroy()]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
