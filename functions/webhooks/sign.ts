/** Signs what a receiver gets, as https://www.standardwebhooks.com says: id, time and body under HMAC-SHA256. */
import { Webhook } from 'standardwebhooks';

/** Bytes: the least that the standard recommends for a key. */
const keyMinBytes = 24;
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Whether a key can sign: Base64 of 24 bytes or more, with or without `whsec_` before it. */
export function canSign(key: string): boolean {
  const encoded = key.replace(/^whsec_/, '');
  return base64.test(encoded) && encoded.length % 4 === 0 && Buffer.from(encoded, 'base64').length >= keyMinBytes;
}

/** The headers of a webhook; `key` can sign. */
export function signedHeaders(webhookId: string, body: string, key: string, now: Date): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'user-agent': 'circle-of-experts',
    'webhook-id': webhookId,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(key).sign(webhookId, now, body),
  };
}
