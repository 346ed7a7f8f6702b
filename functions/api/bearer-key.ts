/** Reading and comparing bearer keys; apart from the middleware, since the authorizer needs nothing else and starts cold. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** The key of an `Authorization` header, or undefined. */
export function bearerKey(header: string | undefined): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(header ?? '')?.[1];
}

/** Compares keys in a time that does not depend on where they differ. */
export function sameKey(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
