/** The API's Lambda door. The gateway in front has checked the bearer key. */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { messageOf } from '../../shared/errors.ts';
import {
  cloudBus,
  cloudConsensus,
  cloudKnowledge,
  cloudQueue,
  cloudStore,
  cloudWebhooks,
  cloudWorkflow,
} from '../../shared/runtime/cloud/parts.ts';
import { logFailures, portsOnAws } from '../../shared/runtime/lambda-door.ts';
import { buildApp } from './app.ts';

/** Seconds that a request may wait for a verdict: API Gateway gives up after 29. */
const maxWaitSeconds = 25;

const open = portsOnAws([cloudBus, cloudConsensus, cloudKnowledge, cloudQueue, cloudStore, cloudWebhooks, cloudWorkflow]);

let door: ReturnType<typeof handle> | undefined;

async function openDoor(): Promise<ReturnType<typeof handle>> {
  const ports = await open();
  const readiness = async () => ({
    store: await ports.store.readHealth().then(
      () => undefined,
      (error: unknown) => messageOf(error),
    ),
  });
  return handle(buildApp({ ports, maxWaitSeconds, readiness }));
}

// called by API Gateway
export const handler = middy<LambdaEvent>()
  .use(logFailures('api', open))
  .handler(async (event, context: Context) => {
    door ??= await openDoor();
    return door(event, context);
  });
