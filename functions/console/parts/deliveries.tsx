/** What became of the webhooks of a consultation, and another try of those that were given up. */
import { useSignal } from '@preact/signals';
import type { CircleClient } from '../../../shared/client/client.ts';
import { sayDelivery } from '../../../shared/domain/words.ts';
import { announce } from '../state/announce.ts';
import { useLoaded } from '../state/loaded.ts';
import { tellFailure } from '../state/session.ts';

export interface DeliveriesProps {
  readonly client: CircleClient;
  readonly id: string;
}

export function Deliveries({ client, id }: DeliveriesProps) {
  const { value, again } = useLoaded((signal) => client.deliveries(id, { signal }), [id]);
  const failure = useSignal<string | undefined>(undefined);
  const deliveries = value.value ?? [];
  if (deliveries.length === 0) return null;

  const resend = (webhookId: string) => {
    failure.value = undefined;
    client
      .resend(id, webhookId)
      .then(() => {
        announce('The webhook is sent again.');
        again();
      })
      .catch((error: unknown) => {
        failure.value = tellFailure(error);
      });
  };
  return (
    <section aria-labelledby="deliveries-title" class="evidence">
      <h2 id="deliveries-title">Webhooks</h2>
      <ul>
        {deliveries.map((delivery) => (
          <li key={delivery.webhookId}>
            <p>
              <code>{delivery.url}</code> {sayDelivery(delivery)}
            </p>
            {delivery.state === 'given-up' && (
              <button type="button" onClick={() => resend(delivery.webhookId)}>
                Send again
              </button>
            )}
          </li>
        ))}
      </ul>
      {failure.value !== undefined && <p role="alert">{failure.value}</p>}
    </section>
  );
}
