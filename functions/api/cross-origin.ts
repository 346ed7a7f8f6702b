/** Pages of other origins (CORS): those that the operator lists may call every route, each request with the key as everybody's. */
import type { MiddlewareHandler } from 'hono';
import type { ApiOptions } from './options.ts';
import { isLoopback } from './public-address.ts';

/** Seconds for which a browser need not ask again. */
const preflightSeconds = 600;

/** What a page may read of an answer beside its body. */
const readable = [
  ...['etag', 'location', 'preference-applied', 'retry-after', 'www-authenticate', 'x-request-id', 'x-should-retry'],
  ...['x-consultation-id', 'x-consultation-joined', 'mcp-session-id', 'mcp-protocol-version'],
].join(', ');

/** Answers what a browser asks before a request of a page, and lets listed pages read the answers. Comes before the key is asked for. */
export function shareWithPages({ allowedOrigins = [] }: ApiOptions): MiddlewareHandler {
  return async (context, next) => {
    const origin = context.req.header('origin');
    if (origin === undefined || !isListed(origin, context.req.path, allowedOrigins)) return next();
    const wanted = context.req.method === 'OPTIONS' ? context.req.header('access-control-request-method') : undefined;
    if (wanted !== undefined) return preflight(origin, context.req.header('access-control-request-headers'));
    await next();
    context.res.headers.set('access-control-allow-origin', origin);
    context.res.headers.set('access-control-expose-headers', readable);
    context.res.headers.append('vary', 'origin');
  };
}

function preflight(origin: string, headers: string | undefined): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, HEAD, POST, DELETE, OPTIONS',
      'access-control-allow-headers': headers ?? 'authorization, content-type',
      'access-control-max-age': String(preflightSeconds),
      vary: 'origin, access-control-request-headers',
    },
  });
}

/** Pages of this machine may use the tools as well: what inspects a server of tools runs in a browser. */
function isListed(origin: string, path: string, allowed: readonly string[]): boolean {
  if (allowed.includes(origin)) return true;
  return path === '/mcp' && URL.canParse(origin) && isLoopback(new URL(origin).hostname);
}
