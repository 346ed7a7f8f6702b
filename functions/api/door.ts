/** What the API's Lambda entry points share: the application on the cloud's ports, built at the first request. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { env } from '../../shared/contract/env.ts';
import { messageOf } from '../../shared/errors.ts';
import { originsOfStage } from '../../shared/runtime/allowed-origins.ts';
import {
  cloudAgenda,
  cloudBus,
  cloudConsensus,
  cloudDeliveries,
  cloudFeedback,
  cloudHealth,
  cloudKnowledge,
  cloudListings,
  cloudOpinions,
  cloudQueue,
  cloudReliability,
  cloudRequests,
  cloudRuns,
  cloudVerdicts,
  cloudWebhooks,
  cloudWorkflow,
} from '../../shared/runtime/cloud/parts.ts';
import { consoleFolder } from '../../shared/runtime/console-folder.ts';
import { policyOfStage } from '../../shared/runtime/door-policy.ts';
import { portsOnAws } from '../../shared/runtime/lambda-door.ts';
import { buildApp } from './app.ts';
import { gatewayPrincipal } from './gateway-principal.ts';
import type { ApiOptions } from './options.ts';

/** Opens the ports of the API. */
export const openPorts = portsOnAws([
  cloudAgenda,
  cloudBus,
  cloudConsensus,
  cloudKnowledge,
  cloudQueue,
  cloudDeliveries,
  cloudFeedback,
  cloudHealth,
  cloudListings,
  cloudOpinions,
  cloudReliability,
  cloudRequests,
  cloudRuns,
  cloudVerdicts,
  cloudWebhooks,
  cloudWorkflow,
]);

/** What the gateway's patience leaves a request, and what a function may answer in one piece. */
export type DoorLimits = Pick<ApiOptions, 'maxWaitSeconds' | 'answerMaxBytes'>;

/** Builds the application. Who may come in has been decided before. */
export async function openApp(limits: DoorLimits): Promise<OpenAPIHono> {
  const ports = await openPorts();
  const readiness = async () => ({
    store: await ports.health.read().then(
      () => undefined,
      (error: unknown) => messageOf(error),
    ),
  });
  const folder = consoleFolder();
  return buildApp({
    ports,
    authenticate: (_, event) => gatewayPrincipal(event),
    ...limits,
    readiness,
    allowedOrigins: originsOfStage(),
    policy: policyOfStage(),
    strict: process.env[env.strict] === 'on',
    // Texts go through the gateway as they are; bytes would need media types for which every body, questions too, becomes base64.
    console: folder === undefined ? undefined : { folder, compressed: false },
  });
}
