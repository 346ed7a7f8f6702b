/** The Lambda door of an expert function: the shape that SQS gives and expects. */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { Model } from '../../shared/ports.ts';
import { cloudKnowledge, cloudStore, cloudVault, cloudWorkflow } from '../../shared/runtime/cloud/parts.ts';
import { logFailures, portsOnAws, reportFailure } from '../../shared/runtime/lambda-door.ts';
import { handleRecord } from './handle-record.ts';

/** The Lambda handler of a provider's queue: records that fail are named, the others are done. */
export function workerOnAws(name: string, model: Model) {
  const open = portsOnAws([cloudKnowledge, cloudStore, cloudVault, cloudWorkflow]);
  return middy<SQSEvent>()
    .use(logFailures(name, open))
    .handler(async (event) => {
      const ports = await open();
      const handle = async (record: SQSRecord) => {
        const receives = Number(record.attributes.ApproximateReceiveCount);
        try {
          await handleRecord({ body: record.body, receives: Number.isFinite(receives) ? receives : undefined }, model, ports);
        } catch (error) {
          reportFailure(ports.log, name, error);
          throw error;
        }
      };
      return processPartialResponse(event, handle, new BatchProcessor(EventType.SQS), { throwOnFullBatchFailure: false });
    });
}
