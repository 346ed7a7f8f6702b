/** The API's Lambda entry point for streamed answers: the same application, and 15 minutes for each. */
import { streamHandle } from 'hono/aws-lambda';
import { behindGateway } from './behind-gateway.ts';
import { openApp } from './door.ts';

/** Seconds that a stream may last: below the 900 s of a Lambda function, with time to end it in order. */
const maxWaitSeconds = 870;

// called by API Gateway, which passes each part on as it comes
export const handler = streamHandle(behindGateway(() => openApp({ maxWaitSeconds })));
