/** Paths as people and clients write them: a slash too many at the end, or between the address and the path, means the same place. */
import { getPath } from 'hono/utils/url';

/** The path that a request is for. */
export function plainPath(request: Request): string {
  return getPath(request)
    .replace(/^\/{2,}/, '/')
    .replace(/(?<=[^/])\/$/, '');
}
