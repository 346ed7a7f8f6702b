/** The bus of a deployed function. */
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventbridgeBus } from '../../adapters/aws/eventbridge-bus.ts';
import { env } from '../../contract/env.ts';
import type { OpenPort } from './part.ts';

/** The stage's own bus. */
export const openBus: OpenPort<'bus'> = ({ required }) =>
  eventbridgeBus({ client: new EventBridgeClient(), busName: required(env.eventBus) });
