/** Bearer keys: every route under /v1 but the description of the API itself, and /mcp. */
import type { Context, MiddlewareHandler } from 'hono';
import { bearerKey } from './bearer-key.ts';
import { makeProblem, problemResponse } from './problems.ts';

/** Paths that anyone may read. */
export const openPaths: readonly string[] = ['/v1/openapi.json', '/docs', '/healthz'];

/** Answers 401 to a request without a good key; `challenge` says what the route asks for (RFC 6750). */
export function requireBearer(
  verify: (key: string) => boolean,
  challenge: (context: Context) => string = () => 'Bearer',
): MiddlewareHandler {
  return async (context, next) => {
    if (openPaths.includes(context.req.path)) return next();
    const key = bearerKey(context.req.header('authorization'));
    if (key !== undefined && verify(key)) return next();
    const detail = key === undefined ? 'send the header Authorization: Bearer <key>' : 'this key is not known';
    return problemResponse(makeProblem('unauthorized', detail), { 'www-authenticate': challenge(context) });
  };
}
