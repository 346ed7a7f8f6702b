/** Webhooks of circles that cannot be notified as they are declared: told at the start, since every question of such a circle is refused. */
import type { Circle } from '../../shared/contract/circle.ts';
import { defaultWebhookKey } from '../../shared/contract/webhook.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Webhooks } from '../../shared/ports/webhooks.ts';

/** A sentence for each circle of which a webhook is refused, and why. */
export async function refusedWebhooks(
  circles: Readonly<Record<string, Pick<Circle, 'webhooks'>>>,
  webhooks: Pick<Webhooks, 'problemOf'>,
): Promise<readonly string[]> {
  const told = Object.entries(circles).map(async ([name, { webhooks: declared = [] }]) => {
    const reasons = await Promise.all(declared.map(({ url, key = defaultWebhookKey }) => whyRefused({ url, key }, webhooks)));
    const reason = reasons.find((one) => one !== undefined);
    return reason === undefined ? [] : [`the circle "${name}" refuses every question: the webhook that it declares ${reason}`];
  });
  return (await Promise.all(told)).flat();
}

async function whyRefused(webhook: Parameters<Webhooks['problemOf']>[0], webhooks: Pick<Webhooks, 'problemOf'>) {
  try {
    return (await webhooks.problemOf(webhook))?.message;
  } catch (error) {
    return `cannot be checked: ${messageOf(error)}`;
  }
}
