/** One SQS standard queue a provider kind, and one for webhooks. */
import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { deliveryMessage } from '../../contract/delivery.ts';
import { writeStored } from '../../contract/stored.ts';
import { type SeatMessage, seatMessage } from '../../contract/workflow.ts';
import { Unavailable } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Queue, QueueName } from '../../ports/queue.ts';
import { callAws } from './aws-failure.ts';

const what = 'the queue';
// SQS takes at most ten messages a batch.
const batchSize = 10;
// A batch may succeed in part. The caller's own retry sends all seats again, which the store recognises: three tries are enough here.
const attempts = 3;
const pauseMs = 100;

export interface SqsQueueOptions {
  readonly client: SQSClient;
  /** URL of a queue; throws if there is none. */
  readonly queueUrl: (queue: QueueName) => string;
  readonly clock: Clock;
}

export function sqsQueue({ client, queueUrl, clock }: SqsQueueOptions): Queue {
  return {
    async send(provider, messages, delaySeconds = 0) {
      const url = queueUrl(provider);
      for (let first = 0; first < messages.length; first += batchSize) {
        await sendBatch(url, messages.slice(first, first + batchSize), delaySeconds);
      }
    },

    async sendDelivery(message, DelaySeconds) {
      const MessageBody = JSON.stringify(writeStored(deliveryMessage, message));
      await callAws(what, () => client.send(new SendMessageCommand({ QueueUrl: queueUrl('webhooks'), MessageBody, DelaySeconds })));
    },
  };

  async function sendBatch(url: string, batch: readonly SeatMessage[], delaySeconds: number): Promise<void> {
    let left = batch.map((message, index) => entryOf(message, index, delaySeconds));
    for (let attempt = 1; ; attempt += 1) {
      const { Failed = [] } = await callAws(what, () => client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: left })));
      const failed = new Set(Failed.map(({ Id }) => Id));
      left = left.filter(({ Id }) => failed.has(Id));
      if (left.length === 0) {
        return;
      }
      if (attempt === attempts) {
        throw new Unavailable(what, { cause: new Error(`${left.length} messages were refused: ${Failed[0]?.Code ?? 'no reason given'}`) });
      }
      await clock.sleep(pauseMs * attempt);
    }
  }
}

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly MessageGroupId: string;
  readonly DelaySeconds?: number;
}

/** On a standard queue the group makes delivery fair: a tenant with many messages does not hold up the others. */
function entryOf(message: SeatMessage, index: number, delaySeconds: number): Entry {
  const MessageBody = JSON.stringify(writeStored(seatMessage, message));
  return { Id: String(index), MessageBody, MessageGroupId: message.tenant, ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }) };
}
