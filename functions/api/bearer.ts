/** Bearer keys: every route under /v1 but the description of the API itself, and /mcp. */
import type { Context, MiddlewareHandler } from 'hono';
import type { Principal } from '../../shared/domain/principal.ts';
import { type Authenticate, bearerKey } from './authenticate.ts';
import { answerError } from './error-answer.ts';
import { makeProblem } from './problems.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Who sent the request; there behind `requirePrincipal` only. */
    readonly principal: Principal;
  }
}

/** Paths that anyone may read. */
export const openPaths: readonly string[] = ['/v1/openapi.json', '/docs', '/healthz'];

/** Answers 401 to a stranger, and hands on who has come; `challenge` says what the route asks for (RFC 6750). */
export function requirePrincipal(authenticate: Authenticate, challenge: (context: Context) => string = () => 'Bearer'): MiddlewareHandler {
  return async (context, next) => {
    // What a path offers is described to everybody; browsers ask it without the key.
    if (openPaths.includes(context.req.path) || context.req.method === 'OPTIONS') return next();
    const principal = authenticate(context.req.raw.headers, context.env);
    if (principal) {
      context.set('principal', principal);
      return next();
    }
    const key = bearerKey(context.req.header('authorization'));
    const detail = key === undefined ? 'send the header Authorization: Bearer <key>' : 'this key is not known';
    return answerError(context.req.path, makeProblem('unauthorized', detail), { 'www-authenticate': challenge(context) });
  };
}
