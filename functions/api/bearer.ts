/** Bearer keys: every route under /v1 but the description of the API itself. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { makeProblem, problemResponse } from './problems.ts';

/** Paths that anyone may read. */
export const openPaths: readonly string[] = ['/v1/openapi.json', '/healthz'];

/** The key of an `Authorization` header, or undefined. */
export function bearerKey(header: string | undefined): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(header ?? '')?.[1];
}

/** Compares keys in a time that does not depend on where they differ. */
export function sameKey(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Answers 401 to a request without a good key. */
export function requireBearer(verify: (key: string) => boolean): MiddlewareHandler {
  return async (context, next) => {
    if (openPaths.includes(context.req.path)) return next();
    const key = bearerKey(context.req.header('authorization'));
    if (key !== undefined && verify(key)) return next();
    const detail = key === undefined ? 'send the header Authorization: Bearer <key>' : 'this key is not known';
    return problemResponse(makeProblem('unauthorized', detail), { 'www-authenticate': 'Bearer' });
  };
}
