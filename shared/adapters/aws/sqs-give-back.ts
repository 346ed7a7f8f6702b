/** Gives a message that could not be handled back to its queue, long before its visibility would be over. */
import { ChangeMessageVisibilityCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { callAws } from './aws-failure.ts';

/** Where a message came from, as its record says. */
export interface HeldMessage {
  /** ARN of the queue. */
  readonly queueArn: string;
  readonly receiptHandle: string;
}

/** Makes the message visible after `delaySeconds`. Throws `Unavailable` where the queue cannot be reached. */
export async function giveBack(
  { queueArn, receiptHandle }: HeldMessage,
  delaySeconds: number,
  client: Pick<SQSClient, 'send'> = new SQSClient({ useQueueUrlAsEndpoint: false }),
): Promise<void> {
  const [, , , , QueueOwnerAWSAccountId, QueueName] = queueArn.split(':');
  await callAws('the queue', async () => {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId }));
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: delaySeconds }));
  });
}
