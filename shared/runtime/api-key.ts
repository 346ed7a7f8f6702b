/** The bearer key of a deployed API, from Secrets Manager. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { env } from '../contract/env.ts';
import { writtenValue } from '../contract/written-value.ts';
import { InvalidConfiguration, Unavailable } from '../errors.ts';

/** Milliseconds that a key is kept: as long as the gateway keeps an authorizer's answer. */
const keepMs = 300_000;

let client: SecretsManagerClient | undefined;
let kept: { readonly key: string; readonly until: number } | undefined;

/** The key that callers must send. Throws `InvalidConfiguration` without its variable, `Unavailable` if it cannot be read. */
export async function readApiKey(now: () => number = Date.now): Promise<string> {
  if (kept && kept.until > now()) return kept.key;
  const secret = process.env[env.apiKeySecret];
  if (!secret) throw new InvalidConfiguration(`the variable ${env.apiKeySecret} is not set`);
  client ??= new SecretsManagerClient();
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secret })).catch((cause: unknown) => {
    throw new Unavailable('the secret of the API key', { cause });
  });
  if (!SecretString) throw new Unavailable('the value of the API key');
  const key = writtenValue(SecretString);
  kept = { key, until: now() + keepMs };
  return key;
}
