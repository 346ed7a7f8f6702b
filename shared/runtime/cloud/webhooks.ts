/** The way of a deployed function to webhooks. */
import { httpWebhooks } from '../../adapters/node/http-webhooks.ts';
import { env } from '../../contract/env.ts';
import { anyTargets, publicTargets } from '../../domain/webhook-target.ts';
import { InvalidConfiguration } from '../../errors.ts';
import type { OpenPort } from './part.ts';

/**
 * To the public internet only; the emulator's receivers are on its own machine. Whether a key is set is not seen: the entry point may not
 * read secrets, and a secret that was made by hand does not show from outside whether it holds a value.
 */
export const openWebhooks: OpenPort<'webhooks'> = ({ given }) => {
  const anywhere = given(env.webhookTargets) !== undefined;
  if (anywhere && given(env.emulator) === undefined) {
    throw new InvalidConfiguration(`${env.webhookTargets} is set outside the emulator: webhooks could reach private addresses`);
  }
  return httpWebhooks({ targets: anywhere ? anyTargets : publicTargets });
};
