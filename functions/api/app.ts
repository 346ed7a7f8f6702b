/** The HTTP application, built once and served by two thin entry points: a Lambda and a Node server. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { refusalOf } from '../../shared/runtime/define-function.ts';
import { requirePrincipal } from './bearer.ts';
import { whyNotRead } from './body-headers.ts';
import { limitShape } from './body-shape.ts';
import { requireUtf8 } from './body-text.ts';
import { speaksOpenAi } from './chat/error.ts';
import { shareWithPages } from './cross-origin.ts';
import { answerError } from './error-answer.ts';
import { noOAuth, speaksOAuth } from './mcp-error.ts';
import type { ApiOptions } from './options.ts';
import { plainPath } from './plain-path.ts';
import { makeProblem, problemOf } from './problems.ts';
import { registerBackup } from './routes/backup.ts';
import { registerChat } from './routes/chat.ts';
import { registerConsole } from './routes/console.ts';
import { registerConsultations } from './routes/consultations.ts';
import { registerDeliveries } from './routes/deliveries.ts';
import { registerEstimates } from './routes/estimates.ts';
import { registerEvents } from './routes/events.ts';
import { registerExperts } from './routes/experts.ts';
import { registerFeedback } from './routes/feedback.ts';
import { registerHealth } from './routes/health.ts';
import { guardMcp, registerMcp } from './routes/mcp.ts';
import { registerMetrics } from './routes/metrics.ts';
import { registerModels } from './routes/models.ts';
import { registerOpinions } from './routes/opinions.ts';
import { registerReference } from './routes/reference.ts';
import { registerReliability } from './routes/reliability.ts';
import { registerReports } from './routes/reports.ts';
import { registerReviewLists } from './routes/review-lists.ts';
import { registerReviews } from './routes/reviews.ts';
import { registerSchedules } from './routes/schedules.ts';
import { tellRefusedKeys } from './tell-refused-keys.ts';

/**
 * Bytes of a request body: the largest question and the largest files for rules in JSON, where each byte may be escaped as six, beside as many
 * images as go together. What the cloud's doors let through is less (`infra/cloud/gateway-responses.ts`).
 */
export const bodyMaxBytes = 33_000_000;

/** Builds the application. */
export function buildApp(options: ApiOptions): OpenAPIHono {
  const { ports, authenticate } = options;
  const app = new OpenAPIHono({
    getPath: plainPath,
    defaultHook: (result) => {
      if (!result.success) throw refusalOf(result.error);
    },
  });

  app.use(async (context, next) => {
    const startedAt = ports.clock.monotonic();
    await next();
    ports.log.info('REQUEST_COMPLETED', {
      method: context.req.method,
      // Ids are useful in a log; query strings may hold what a caller typed.
      path: context.req.path,
      status: context.res.status,
      ms: Math.round(ports.clock.monotonic() - startedAt),
    });
  });
  app.use(tellRefusedKeys(ports.log, ports.clock));
  app.use(shareWithPages(options));
  app.use('/v1/*', requirePrincipal(authenticate));
  app.use('/metrics', requirePrincipal(authenticate));
  guardMcp(app, options);
  app.use(requireJson(app));
  app.use(limitBody);
  app.use(requireUtf8);
  app.use(limitShape);

  registerConsultations(app, options);
  registerEstimates(app, options);
  registerReviews(app, options);
  registerReviewLists(app, options);
  registerEvents(app, options);
  registerOpinions(app, options);
  registerFeedback(app, options);
  registerDeliveries(app, options);
  registerExperts(app, options);
  registerReliability(app, options);
  registerReports(app, options);
  registerSchedules(app, options);
  registerChat(app, options);
  registerModels(app, options);
  registerHealth(app, options);
  registerBackup(app, options);
  registerMetrics(app, options);
  registerMcp(app, options);
  registerConsole(app, options);
  registerReference(app);

  app.onError((error, context) => {
    const found = problemOf(error);
    if (found.status >= 500) {
      ports.log.error('REQUEST_FAILED', {
        error: error.name,
        reason: error.message,
        cause: error.cause instanceof Error ? error.cause.message : undefined,
      });
    }
    return answerError(context.req.path, found, found.status === 503 ? { 'retry-after': '2' } : {}, error);
  });
  app.notFound((context) => {
    if (speaksOAuth(context.req.path)) return noOAuth();
    const allowed = methodsOf(app, context.req.path);
    if (allowed.length === 0)
      return answerError(context.req.path, makeProblem('not-found', nothingAt(context.req.method, context.req.path)));
    const headers = { allow: allowed.join(', ') };
    if (context.req.method === 'OPTIONS') return new Response(null, { status: 204, headers });
    return answerError(context.req.path, makeProblem('method-not-allowed', `${context.req.path} offers ${headers.allow}`), headers);
  });
  return app;
}

/** Clients of OpenAI show this to people who have given them another kind of model, or an address without `/v1`. */
function nothingAt(method: string, path: string): string {
  if (!speaksOpenAi(path)) return `there is nothing at ${path}`;
  return `there is nothing at ${method} ${path}: of OpenAI's API this server offers POST /v1/chat/completions and GET /v1/models`;
}

/** Bodies are JSON; anything else is refused before it is read. Where nothing can be posted, that is said instead. */
function requireJson(app: OpenAPIHono): MiddlewareHandler {
  return async (context, next) => {
    if (context.req.method !== 'POST') return next();
    const refusal = whyNotRead(context.req.raw.headers);
    if (refusal === undefined || !methodsOf(app, context.req.path).includes('POST')) return next();
    return answerError(context.req.path, makeProblem('unsupported-media-type', refusal));
  };
}

/** The rest of the body is not read, so the connection cannot carry another request. */
const tooLarge = (context: Context): Response =>
  answerError(context.req.path, makeProblem('too-large', `a body may have at most ${bodyMaxBytes} bytes`), { connection: 'close' });

const countBody = bodyLimit({ maxSize: bodyMaxBytes, onError: tooLarge });

/** Where a length is stated, the server holds the caller to it; counting the bytes again would copy them through a web stream. */
const limitBody: MiddlewareHandler = async (context, next) => {
  const stated = context.req.header('content-length');
  if (stated === undefined) return countBody(context, next);
  return Number(stated) > bodyMaxBytes ? tooLarge(context) : next();
};

/** The methods that a path offers, for `Allow`: whatever can be got can also be asked about, by `HEAD` and by `OPTIONS`. */
function methodsOf(app: OpenAPIHono, path: string): string[] {
  const matches = (pattern: string) => new RegExp(`^${pattern.replaceAll(/:[^/{]+(\{[^}]+\})?/g, '[^/]+')}$`).test(path);
  const methods = app.routes.filter((route) => route.method !== 'ALL' && matches(route.path)).map((route) => route.method);
  if (methods.length === 0) return [];
  return [...new Set([...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'])];
}
