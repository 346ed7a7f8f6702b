/** The API's Lambda door for answers that are sent while they come into being: the same application, and 15 minutes for each. */
import { Hono } from 'hono';
import { streamHandle } from 'hono/aws-lambda';
import { openApp } from './door.ts';

/** Seconds that a stream may last: below the 900 s of a Lambda function, with time to end it in order. */
const maxWaitSeconds = 870;

let opened: ReturnType<typeof openApp> | undefined;

const door = new Hono<{ Bindings: Record<string, unknown> }>().all('*', async (context) => {
  opened ??= openApp(maxWaitSeconds);
  return (await opened).fetch(context.req.raw, context.env);
});

// called by API Gateway, which passes each part on as it comes
export const handler = streamHandle(door);
