/** From the headers of a request to who sent it. The authorizer needs nothing else and starts cold: no schema here. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { keyHolder, type Principal } from '../../shared/domain/principal.ts';

/** Whoever sends a request, or undefined for a stranger. `bindings` are what the door hands on beside the request. */
export type Authenticate = (headers: Headers, bindings: unknown) => Principal | undefined;

/** The key of an `Authorization` header, or undefined. */
export function bearerKey(header: string | undefined): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(header ?? '')?.[1];
}

/** Whoever holds `given`, if it is the key. */
export function holderOf(given: string | undefined, key: string): Principal | undefined {
  return given !== undefined && sameKey(given, key) ? keyHolder : undefined;
}

/** Lets in whoever sends the key. */
export function byKey(key: string): Authenticate {
  return (headers) => holderOf(bearerKey(headers.get('authorization') ?? undefined), key);
}

/** Compares keys in a time that does not depend on where they differ. */
function sameKey(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
