/** / and /assets: the web console. Its files need no key; what it asks for does. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type ConsoleFile, chooseBody, readConsole } from '../console-files.ts';
import type { ApiOptions } from '../options.ts';
import { makeProblem, problemResponse } from '../problems.ts';

/** Nothing but this origin's own scripts, styles and calls. Styles that scripts set on elements are no inline styles. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  vary: 'accept-encoding',
};

/** Seconds of a year, the longest that caches take. */
const forever = 31_536_000;

/** Registers the routes, where there is a console. */
export function registerConsole(app: OpenAPIHono, { console: site }: ApiOptions): void {
  if (!site) return;
  // Read at the first visit: most cold starts of a function are for the API.
  let files: ReadonlyMap<string, ConsoleFile> | undefined;
  const serve = (context: Context): Response => {
    files ??= readConsole(site.folder);
    const file = files.get(context.req.path);
    if (!file) return problemResponse(makeProblem('not-found', `there is nothing at ${context.req.path}`));
    return answer(file, context, site.compressed);
  };
  // Hono answers HEAD with what GET would, without the body.
  app.get('/', serve);
  app.get('/assets/:file', serve);
}

function answer(file: ConsoleFile, context: Context, compressed: boolean): Response {
  const [encoding, body] = chooseBody(file, compressed ? context.req.header('accept-encoding') : undefined);
  // A form of its own has a tag of its own.
  const etag = encoding === 'identity' ? file.etag : file.etag.replace(/"$/, `-${encoding}"`);
  const own = {
    ...headers,
    etag,
    'cache-control': file.immutable ? `public, max-age=${forever}, immutable` : 'no-cache',
  };
  if (context.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers: own });
  return new Response(body, {
    headers: { ...own, 'content-type': file.type, ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }) },
  });
}
