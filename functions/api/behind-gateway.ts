/** The Lambda entry points' own authentication check: the gateway and the application parse paths by different rules. */
import { Hono } from 'hono';
import * as z from 'zod';
import { openPaths } from './bearer.ts';
import { answerError } from './error-answer.ts';
import { gatewayPrincipal } from './gateway-principal.ts';
import { makeProblem } from './problems.ts';

/** The path as the caller wrote it, with the stage before it; `path` of the event has neither stage nor the slash that is missing. */
const calledAt = z.looseObject({ path: z.string() });

/** Something that answers requests, as every Hono application does. */
interface Application {
  fetch(request: Request, bindings?: unknown): Response | Promise<Response>;
}

/** What a Lambda entry point hands on beside the request. */
type Bindings = { readonly Bindings: Record<string, unknown> };

/**
 * `app` behind the gateway. A route that needs a key is refused unless the authorizer has seen the request, whatever route the gateway
 * took it for: it may read `/assets/..\v1\circles` as an open file where the application finds the circles. `open` is called once.
 */
export function behindGateway(open: () => Promise<Application>): Hono<Bindings> {
  let opened: Promise<Application> | undefined;
  return new Hono<Bindings>().all('*', async (context) => {
    const { path } = context.req;
    if (context.req.method !== 'OPTIONS' && needsKey(path) && !gatewayPrincipal(context.env)) {
      return answerError(path, makeProblem('unauthorized', 'send the header Authorization: Bearer <key>'), {
        'www-authenticate': 'Bearer',
      });
    }
    const slash = path === '/' ? withSlash(context.env['requestContext']) : undefined;
    if (slash !== undefined) return context.redirect(slash, 308);
    opened ??= open();
    return (await opened).fetch(context.req.raw, context.env);
  });
}

/** Where the console really is: its files have addresses beside it, and without the slash they would be looked for beside the stage. */
function withSlash(requestContext: unknown): string | undefined {
  const { data } = calledAt.safeParse(requestContext);
  return data === undefined || data.path.endsWith('/') || data.path.startsWith('//') ? undefined : `${data.path}/`;
}

/** Anything below /v1 and /mcp, in whatever case and however it is encoded: what is refused wrongly costs a key, no secret. */
function needsKey(path: string): boolean {
  if (openPaths.includes(path)) return false;
  return /^\/+(?:v1|mcp)(?:[/%;]|$)/i.test(path);
}
