/** The way to webhooks. */
import type { WebhookReply } from '../contract/delivery.ts';
import type { Webhook } from '../contract/webhook.ts';

/** A webhook's request, signed. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds until the attempt is given up, from the look-up of the name to the head of the answer. */
  readonly timeoutMs: number;
  /** Whether a circle declares it: only there this machine shows its certificate, which callers could else have shown to anybody. */
  readonly declared: boolean;
}

/** The way to webhooks. */
export interface Webhooks {
  /** Checks a webhook before its first attempt: its address, and its key where that is readable. Returns the problem, or undefined. */
  problemOf(webhook: Webhook): Promise<{ readonly field: keyof Webhook; readonly message: string } | undefined>;
  /** Posts once, to an address that may be connected to. Redirects are not followed, and the body of the answer is not read. */
  post(request: WebhookRequest): Promise<WebhookReply>;
}
