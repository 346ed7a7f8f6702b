/** The queue of a deployed function. */
import { SQSClient } from '@aws-sdk/client-sqs';
import { sqsQueue } from '../../adapters/aws/sqs-queue.ts';
import { queueUrlVariable } from '../../contract/env.ts';
import type { OpenPort } from './part.ts';

/** A queue's variable is read when something is sent to it. */
export const openQueue: OpenPort<'queue'> = ({ required, ports }) =>
  sqsQueue({ client: new SQSClient(), queueUrl: (queue) => required(queueUrlVariable(queue)), clock: ports.clock });
