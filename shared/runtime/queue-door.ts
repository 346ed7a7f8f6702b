/** The Lambda door of a queue's worker: the shape that SQS gives and expects. */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { Ports } from '../ports.ts';
import type { CloudPart, CloudPorts } from './cloud/part.ts';
import { logFailures, portsOnAws, reportFailure } from './lambda-door.ts';
import type { QueueRecord } from './queue-record.ts';

/** The Lambda handler of a queue: records that fail are named, the others are done. */
export function queueDoor<Name extends keyof Ports>(
  name: string,
  parts: readonly CloudPart<Name>[],
  handle: (record: QueueRecord, ports: CloudPorts<Name>) => Promise<void>,
) {
  const open = portsOnAws(parts);
  return middy<SQSEvent>()
    .use(logFailures(name, open))
    .handler(async (event) => {
      const ports = await open();
      const handleOne = async ({ body, attributes }: SQSRecord) => {
        const receives = Number(attributes.ApproximateReceiveCount);
        try {
          await handle({ body, receives: Number.isFinite(receives) ? receives : undefined }, ports);
        } catch (error) {
          reportFailure(ports.log, name, error);
          throw error;
        }
      };
      return processPartialResponse(event, handleOne, new BatchProcessor(EventType.SQS), { throwOnFullBatchFailure: false });
    });
}
