/** What every queue does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeliveryMessage, deliveryMessage } from '../../shared/contract/delivery.ts';
import type { QueuedProviderKind } from '../../shared/contract/expert.ts';
import { readStored } from '../../shared/contract/stored.ts';
import { type SeatMessage, seatMessage } from '../../shared/contract/workflow.ts';
import type { Queue, QueueName } from '../../shared/ports/queue.ts';
import { eventually, expertNames, sampleMessage, unique } from './samples.ts';

/** A message in the hands of a worker. */
interface Received {
  /** Parsed JSON. */
  readonly body: unknown;
  /** The work is done: the message never comes back. */
  ack(): Promise<void>;
  /** The work failed: the message becomes visible again at once. */
  fail(): Promise<void>;
}

/** A queue under test, with the workers' end of it. It is empty at first and gives up on a message after three receives. */
export interface OpenQueue {
  readonly queue: Queue;
  /** Some of the visible messages, possibly none. Others do not see them until they are failed. */
  receive(queue: QueueName): Promise<readonly Received[]>;
  countDeadLetters(queue: QueueName): Promise<number>;
  close(): Promise<void>;
}

export function queueContract(name: string, open: () => Promise<OpenQueue>): void {
  describe(`the queue ${name}`, () => {
    let opened: OpenQueue;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    /** Receives and acknowledges until `count` messages have come. */
    async function drain(provider: QueuedProviderKind, count: number): Promise<readonly SeatMessage[]> {
      const messages: SeatMessage[] = [];
      await eventually(async () => {
        for (const received of await opened.receive(provider)) {
          messages.push(readStored(seatMessage, received.body));
          await received.ack();
        }
        return messages.length >= count ? true : undefined;
      });
      return messages;
    }

    it('delivers a message as it was sent', async () => {
      const message = sampleMessage('expert-0');
      await opened.queue.send('anthropic', [message]);
      expect(await drain('anthropic', 1)).toEqual([message]);
    });

    it('delivers each of 25 messages that were sent at once', async () => {
      const consultationId = unique('run');
      const messages = expertNames(25).map((expert) => sampleMessage(expert, { consultationId }));
      await opened.queue.send('openai', messages);
      const received = (await drain('openai', 25)).map(({ expert }) => expert);
      expect(received.toSorted()).toEqual(expertNames(25).toSorted());
    });

    it('takes the alarm of a stage for no message of an expert, whatever that is called', async () => {
      const message = sampleMessage('1');
      const alarm = { ...message, stage: 1 };
      await opened.queue.send('openai', [message]);
      await opened.queue.send('openai', [alarm]);
      const byStage = (one: SeatMessage, other: SeatMessage) => (one.stage ?? 0) - (other.stage ?? 0);
      expect((await drain('openai', 2)).toSorted(byStage)).toEqual([message, alarm]);
    });

    it('sends nothing when there is nothing to send', async () => {
      await opened.queue.send('google', []);
      expect(await opened.receive('google')).toEqual([]);
    });

    it('keeps the messages of providers apart', async () => {
      const message = sampleMessage('expert-0');
      await opened.queue.send('bedrock', [message]);
      expect(await opened.receive('google')).toEqual([]);
      expect(await drain('bedrock', 1)).toEqual([message]);
    });

    it('delivers messages of several tenants', async () => {
      const messages = ['tenant-a', 'tenant-b'].map((tenant) => sampleMessage('expert-0', { tenant, consultationId: unique('run') }));
      await opened.queue.send('google', messages);
      expect((await drain('google', 2)).map(({ tenant }) => tenant).toSorted()).toEqual(['tenant-a', 'tenant-b']);
    });

    it('refuses a message that does not fit its schema', async () => {
      const broken = { ...sampleMessage('expert-0'), deadlineAt: 'soon' };
      await expect(opened.queue.send('google', [broken])).rejects.toThrow();
      expect(await opened.receive('google')).toEqual([]);
    });

    it('hides a message from others while a worker holds it', async () => {
      await opened.queue.send('anthropic', [sampleMessage('expert-0')]);
      const [held] = await eventually(async () => nonEmpty(await opened.receive('anthropic')));
      expect(await opened.receive('anthropic')).toEqual([]);
      await held?.ack();
    });

    it('delivers the messages of webhooks as they were sent, apart from all others', async () => {
      const messages: readonly DeliveryMessage[] = [0, 1].map((webhook) => ({ consultationId: unique('run'), webhook, attempt: 1 }));
      for (const message of messages) await opened.queue.sendDelivery(message, 0);
      const seen: DeliveryMessage[] = [];
      await eventually(async () => {
        for (const received of await opened.receive('webhooks')) {
          seen.push(readStored(deliveryMessage, received.body));
          await received.ack();
        }
        return seen.length === messages.length ? true : undefined;
      });
      expect(seen.toSorted((a, b) => a.webhook - b.webhook)).toEqual(messages);
      expect(await opened.receive('google')).toEqual([]);
    });

    it('holds a message of a webhook back for its delay', async () => {
      const message = { consultationId: unique('run'), webhook: 0, attempt: 2 };
      await opened.queue.sendDelivery(message, 2);
      expect(await opened.receive('webhooks')).toEqual([]);
      const [received] = await eventually(async () => nonEmpty(await opened.receive('webhooks')));
      expect(readStored(deliveryMessage, received?.body)).toEqual(message);
      await received?.ack();
    });

    it('holds the alarm of a stage back for its delay, beside the message of the same expert', async () => {
      const message = sampleMessage('expert-0');
      await opened.queue.send('google', [{ ...message, stage: 1 }], 2);
      await opened.queue.send('google', [message]);
      expect(await drain('google', 1)).toEqual([message]);
      expect(await opened.receive('google')).toEqual([]);
      expect(await drain('google', 1)).toEqual([{ ...message, stage: 1 }]);
    });

    it('keeps a message of a webhook that is like one in hand', async () => {
      const message = { consultationId: unique('run'), webhook: 0, attempt: 1 };
      await opened.queue.sendDelivery(message, 0);
      const [held] = await eventually(async () => nonEmpty(await opened.receive('webhooks')));
      await opened.queue.sendDelivery(message, 0);
      await held?.ack();
      const [again] = await eventually(async () => nonEmpty(await opened.receive('webhooks')));
      expect(readStored(deliveryMessage, again?.body)).toEqual(message);
      await again?.ack();
    });

    it('delivers a failed message again, and gives up after three times', async () => {
      const message = sampleMessage('expert-0');
      await opened.queue.send('scripted', [message]);
      for (let time = 1; time <= 3; time += 1) {
        const [received] = await eventually(async () => nonEmpty(await opened.receive('scripted')));
        expect(readStored(seatMessage, received?.body)).toEqual(message);
        await received?.fail();
      }
      const dead = await eventually(async () => {
        expect(await opened.receive('scripted')).toEqual([]);
        const count = await opened.countDeadLetters('scripted');
        return count > 0 ? count : undefined;
      });
      expect(dead).toBe(1);
    });
  });
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
