/** /mcp: the circle as tools for agents (Model Context Protocol), and what OAuth clients may know of it (RFC 9728). */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { circleClient } from '../../../shared/client/client.ts';
import { protectedResource } from '../../../shared/contract/mcp.ts';
import { messageOf } from '../../../shared/errors.ts';
import { bearerKey } from '../authenticate.ts';
import { requirePrincipal } from '../bearer.ts';
import { requireUsable } from '../body-shape.ts';
import { answerError } from '../error-answer.ts';
import type { ApiOptions } from '../options.ts';
import { makeProblem } from '../problems.ts';
import { isLoopback, publicAddress } from '../public-address.ts';
import { ofAnyConnection } from '../sse.ts';

const path = '/mcp';
const metadataPath = '/.well-known/oauth-protected-resource';

/** Lets nobody to /mcp whom a foreign page sent, and nobody without a key. Comes before anything reads a body. */
export function guardMcp(app: OpenAPIHono, options: ApiOptions): void {
  app.use(path, refuseForeignPages(options));
  const challenge = (context: Context) => `Bearer resource_metadata="${publicAddress(context, options.publicUrl)}${metadataPath}${path}"`;
  app.use(path, requirePrincipal(options.authenticate, challenge));
}

/** Registers the routes. */
export function registerMcp(app: OpenAPIHono, { ports, maxWaitSeconds, publicUrl, closing }: ApiOptions): void {
  app.post(path, async (context) => {
    // Other routes need not wait for the SDK when a function starts.
    const { serveMcpOverHttp } = await import('../../../shared/mcp/http.ts');
    const key = bearerKey(context.req.header('authorization')) ?? '';
    const answer = await serveMcpOverHttp(await modest(context), {
      openClient: () => circleClient({ url: 'http://in-process', key, fetch: inProcess(app, context.env) }),
      address: publicAddress(context, publicUrl),
      maxWaitSeconds,
      closing,
      onUnexpected: (error) => ports.log.error('REQUEST_FAILED', { error: nameOf(error), reason: messageOf(error) }),
    });
    return ofAnyConnection(answer);
  });

  for (const resource of ['', path]) {
    app.get(`${metadataPath}${resource}`, (context) => {
      const address = publicAddress(context, publicUrl);
      const metadata = protectedResource.parse({
        resource: `${address}${resource}`,
        resource_name: 'Circle of Experts',
        resource_documentation: `${address}/docs`,
        bearer_methods_supported: ['header'],
      });
      return context.json(metadata, 200);
    });
  }
}

/** A request that a browser sends for a page of another origin is refused; programs send no origin. */
function refuseForeignPages({ publicUrl, allowedOrigins = [] }: ApiOptions): MiddlewareHandler {
  return async (context, next) => {
    const address = publicAddress(context, publicUrl);
    const origin = context.req.header('origin');
    if (origin === undefined || isWelcome(origin, address, allowedOrigins)) return next();
    return answerError(
      context.req.path,
      makeProblem('forbidden', 'pages of this origin may not call this server; the operator can allow it'),
    );
  };
}

function isWelcome(origin: string, address: string, allowed: readonly string[]): boolean {
  // An opaque origin is sent as the word "null".
  if (!URL.canParse(origin)) return false;
  return origin === new URL(address).origin || isLoopback(new URL(origin).hostname) || allowed.includes(origin);
}

/**
 * The application as a server of itself: tools are checked, refused and logged exactly as the routes that they stand on. Unlike a real
 * connection, a body in process does not end with the request's signal by itself.
 */
function inProcess(app: OpenAPIHono, bindings: Context['env']): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const response = await app.fetch(request, bindings);
    if (response.body === null) return response;
    return new Response(response.body.pipeThrough(new TransformStream(), { signal: request.signal }), response);
  };
}

/** The request with a body that has been looked at; what is no JSON is the protocol's to refuse. */
async function modest(context: Context): Promise<Request> {
  const { url, headers, signal } = context.req.raw;
  const body = await context.req.text();
  requireUsable(body);
  return new Request(url, { method: 'POST', headers, signal, body });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
