/** The API's Lambda entry point. The gateway in front checks the bearer key, and this file that the gateway has done so. */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { logFailures } from '../../shared/runtime/lambda-door.ts';
import { behindGateway } from './behind-gateway.ts';
import { openApp, openPorts } from './door.ts';

/** Seconds that a request may wait for a verdict: API Gateway gives up after 29. */
const maxWaitSeconds = 25;
/** Bytes of an answer. Lambda takes 6 MB, in which the body is a text in JSON: each quotation mark in it takes one byte more. */
const answerMaxBytes = 5_000_000;

/** What goes through the gateway as it is; hono would send a stream of events or an icon as base64, which the gateway does not decode. */
const textual = /^text\/|^application\/(?:.*\+)?json\b|^image\/svg\+xml\b/;

let door: ReturnType<typeof handle> | undefined;

// called by API Gateway
export const handler = middy<LambdaEvent>()
  .use(logFailures('api', openPorts))
  .handler(async (event, context: Context) => {
    door ??= handle(
      behindGateway(() => openApp({ maxWaitSeconds, answerMaxBytes })),
      { isContentTypeBinary: (type) => !textual.test(type) },
    );
    return door(event, context);
  });
