/** The Lambda entry point of a queue's worker: the shape that SQS gives and expects. */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { HeldMessage } from '../adapters/aws/sqs-give-back.ts';
import type { Ports } from '../ports/ports.ts';
import type { CloudPart, CloudPorts } from './cloud/part.ts';
import { logFailures, portsOnAws, reportFailure } from './lambda-door.ts';
import type { QueueRecord } from './queue-record.ts';

/** How a queue is served. */
export interface QueueDoorOptions {
  /** Seconds until a record that failed comes back, times its receives so far. @default when its visibility is over */
  readonly returnSeconds?: number;
}

/** The Lambda handler of a queue: records that fail are named, the others are done. */
export function queueDoor<Name extends keyof Ports>(
  name: string,
  parts: readonly CloudPart<Name>[],
  handle: (record: QueueRecord, ports: CloudPorts<Name>) => Promise<void>,
  { returnSeconds }: QueueDoorOptions = {},
) {
  const open = portsOnAws(parts);
  return middy<SQSEvent>()
    .use(logFailures(name, open))
    .handler(async (event, context) => {
      const ports = await open();
      const handleOne = async ({ body, attributes, eventSourceARN: queueArn, receiptHandle }: SQSRecord) => {
        const told = Number(attributes.ApproximateReceiveCount);
        const receives = Number.isFinite(told) ? told : undefined;
        try {
          await handle({ body, receives, remainingMs: () => context.getRemainingTimeInMillis() }, ports);
        } catch (error) {
          reportFailure(ports.log, name, error);
          const tell = (failure: unknown) => reportFailure(ports.log, name, failure);
          if (returnSeconds !== undefined) await comeAgain({ queueArn, receiptHandle }, returnSeconds * (receives ?? 1)).catch(tell);
          throw error;
        }
      };
      return processPartialResponse(event, handleOne, new BatchProcessor(EventType.SQS), { throwOnFullBatchFailure: false });
    });
}

/** Loaded when something fails: it is rare. */
async function comeAgain(message: HeldMessage, seconds: number): Promise<void> {
  const { giveBack } = await import('../adapters/aws/sqs-give-back.ts');
  await giveBack(message, seconds);
}
