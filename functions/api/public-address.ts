/** Where callers reach this application, for links and metadata: never a name that only a request claims. */
import { isIP } from 'node:net';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import * as z from 'zod';

/** What API Gateway says of a request. `path` holds the stage or the base path of a custom domain, `resourcePath` does not. */
const gateway = z.object({
  requestContext: z.object({ domainName: z.string(), path: z.string(), resourcePath: z.string() }),
});

/**
 * The address without a slash at the end: the one that the operator has set, else what API Gateway knows, else the host of the request
 * if it cannot be a page's trick (DNS rebinding needs a name of the attacker's own). Throws a 403 if there is none to trust.
 */
export function publicAddress(context: Context, configured: string | undefined): string {
  if (configured !== undefined) return configured.replace(/(?<!\/)\/+$/, '');
  const { data } = gateway.safeParse(context.env);
  if (!data) return trustedHost(context.req.url);
  const { domainName, path, resourcePath } = data.requestContext;
  return `https://${domainName}${path.endsWith(resourcePath) ? path.slice(0, -resourcePath.length) : ''}`;
}

/** Whether a host name is this machine's own, whatever a name server says. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The origin of a request to an address in figures or to localhost. */
function trustedHost(url: string): string {
  // What a Host header says need not be one.
  const { hostname = '', origin = '' } = URL.parse(url) ?? {};
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || isLoopback(hostname)) return origin;
  const message = 'this server does not answer to this host name: use its address in figures, or have the operator set its public address';
  throw new HTTPException(403, { message });
}
