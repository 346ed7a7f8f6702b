/** Which keys can sign a webhook, and what its headers say. */
import { describe, expect, it } from 'vitest';
import { canSign, signedHeaders } from '../../../functions/webhooks/sign.ts';

const base64Of = (bytes: number) => Buffer.alloc(bytes, 0x5a).toString('base64');

describe('a key of a webhook', () => {
  it.each([24, 25, 26, 32, 64])('signs with %d bytes, with `whsec_` before them or without', (bytes) => {
    expect([base64Of(bytes), `whsec_${base64Of(bytes)}`].map(canSign)).toEqual([true, true]);
  });

  it.each<[string, string]>([
    ['23 bytes', base64Of(23)],
    ['nothing', ''],
    ['`whsec_` alone', 'whsec_'],
    ['`whsec_` in the middle', `${base64Of(12)}whsec_${base64Of(24)}`],
    ['a sign of no Base64 before it', `!${base64Of(24)}AAA`],
    ['a sign of no Base64 behind it', `${base64Of(24)}AAA!`],
    ['a blank behind it', `${base64Of(24)}   \n`],
    ['the alphabet of URLs', `${base64Of(24).slice(0, -1)}_`],
    ['a length that no Base64 has', base64Of(24).slice(0, -1) + base64Of(3).slice(0, 3)],
    ['three signs of filling', `${base64Of(24)}A===`],
  ])('does not sign with %s', (_, key) => {
    expect(canSign(key)).toBe(false);
  });
});

describe('the headers of a webhook', () => {
  it('name the message, its time in seconds and who sends it', () => {
    const now = new Date('2026-03-01T10:00:05.900Z');
    const headers = signedHeaders('msg_1', '{}', `whsec_${base64Of(24)}`, now);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'circle-of-experts',
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1772359205',
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
    });
  });
});
