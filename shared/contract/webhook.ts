/** A webhook: as a caller or a circle names it, and as it is frozen into the run. */
import * as z from 'zod';

/** Start of the names of signing keys: no caller can have a provider key sign what it can read. */
export const webhookKeyPrefix = 'WEBHOOK_';
/** The key that signs unless another one is named. */
export const defaultWebhookKey = 'WEBHOOK_SECRET';

/** The name of an environment variable (embedded) or of a secret (cloud) that signs; never a key itself. */
export const webhookKeyName = z
  .string()
  .regex(/^WEBHOOK_[A-Z0-9_]{1,120}$/, `must name an environment variable or secret that begins with ${webhookKeyPrefix}`);

const webhookUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .max(2000, 'must have at most 2000 characters')
  .refine(
    (url) => !URL.canParse(url) || `${new URL(url).username}${new URL(url).password}` === '',
    'must hold no user name and no password: what is sent is signed instead',
  );

/** A webhook in `circles.yaml` or in `POST /v1/consultations`. */
export const newWebhook = z
  .strictObject({ url: webhookUrl, key: webhookKeyName.optional() })
  .meta({ id: 'WebhookTarget', description: 'A webhook: where the message goes, and the name of the key that signs it.' });
export type NewWebhook = z.infer<typeof newWebhook>;

/** A webhook of a run. */
export const webhook = z.strictObject({ url: z.string(), key: webhookKeyName });
export type Webhook = z.infer<typeof webhook>;

/** Webhooks of one circle: each costs up to six calls for each consultation. */
export const circleWebhooksMax = 5;
