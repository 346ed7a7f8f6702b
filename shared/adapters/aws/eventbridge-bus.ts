/** Events for others, on EventBridge. */
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { consultationEnded } from '../../contract/workflow.ts';
import { Unavailable } from '../../errors.ts';
import type { Bus } from '../../ports/bus.ts';
import { callAws } from './aws-failure.ts';

const what = 'the event bus';
/** `source` of every event, which rules match. */
const source = 'circle-of-experts';

export interface EventBridgeBusOptions {
  readonly client: EventBridgeClient;
  readonly busName: string;
}

export function eventbridgeBus({ client, busName }: EventBridgeBusOptions): Bus {
  return {
    async publish(event) {
      const Detail = JSON.stringify(consultationEnded.parse(event));
      const entry = { EventBusName: busName, Source: source, DetailType: event.type, Time: new Date(event.endedAt), Detail };
      const { FailedEntryCount = 0, Entries = [] } = await callAws(what, () => client.send(new PutEventsCommand({ Entries: [entry] })));
      if (FailedEntryCount > 0) {
        throw new Unavailable(what, { cause: new Error(`${Entries[0]?.ErrorCode}: ${Entries[0]?.ErrorMessage}`) });
      }
    },
  };
}
