/** A webhook that cannot be signed is told at the start, and not first by a question that is refused. */
import { describe, expect, it } from 'vitest';
import { refusedWebhooks } from '../../infra/local/refused-webhooks.ts';
import { openWebhooks } from '../../infra/local/webhooks.ts';

const url = 'https://receiver.example/hook';
const withKeys = (...keys: readonly string[]) => openWebhooks({ has: async (key) => keys.includes(key) });

describe('a webhook that a circle declares', () => {
  it('is told where its key is not set, with the name of the key', async () => {
    const circles = { team: { webhooks: [{ url }] }, other: { webhooks: [{ url, key: 'OTHER_SECRET' }] }, quiet: {} };
    expect(await refusedWebhooks(circles, withKeys('OTHER_SECRET'))).toEqual([
      'the circle "team" refuses every question: the webhook that it declares names WEBHOOK_SECRET, which is not set',
    ]);
    expect(await refusedWebhooks(circles, withKeys('WEBHOOK_SECRET', 'OTHER_SECRET'))).toEqual([]);
  });

  it('is told where its key cannot be looked for, and the server starts all the same', async () => {
    const closed = openWebhooks({ has: () => Promise.reject(new Error('secrets.env can be read by others')) });
    expect(await refusedWebhooks({ team: { webhooks: [{ url }] } }, closed)).toEqual([
      'the circle "team" refuses every question: the webhook that it declares cannot be checked: secrets.env can be read by others',
    ]);
  });
});
